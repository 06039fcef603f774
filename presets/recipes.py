"""How the papers trained their networks, as far as the training settings can say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Recipe:
    """Training settings with a name.

    Attributes:
        name: what the command line calls it.
        title: what the window calls it.
        families: of the presets that were trained like this.
        reference: where it is from, and what of it is said differently here.
        settings: by name; what a paper does not state is left out, and stays as the person has it.
    """

    name: str
    title: str
    families: tuple[str, ...]
    reference: str
    settings: Mapping[str, bool | int | float | str] = field(default_factory=dict)


_SGD: dict[str, bool | int | float | str] = {
    "optimizer": "SGD",
    "momentum": 0.9,
    "nesterov": False,
    "loss": "cross_entropy",
    "warmup_epochs": 0,
}
_PLATEAU: dict[str, bool | int | float | str] = {**_SGD, "schedule": "plateau", "gamma": 0.1}

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "lenet",
        "LeNet-5, 1998",
        ("LeNet",),
        "LeCun et al. 1998, section III: 20 passes, one image at a time, squared error. Its diagonal second "
        "derivatives are left out: the rate is the first one stated.",
        MappingProxyType(
            {
                **_SGD,
                "loss": "mse",
                "momentum": 0.0,
                "schedule": "constant",
                "epochs": 20,
                "batch_size": 1,
                "lr": 0.0005,
                "weight_decay": 0.0,
            }
        ),
    ),
    Recipe(
        "alexnet",
        "AlexNet, 2012",
        ("AlexNet",),
        "Krizhevsky et al. 2012, section 5: by 10 when the validation error stops improving, about 90 passes.",
        MappingProxyType({**_PLATEAU, "epochs": 90, "batch_size": 128, "lr": 0.01, "weight_decay": 0.0005}),
    ),
    Recipe(
        "vgg",
        "VGG, 2014",
        ("VGG",),
        "Simonyan and Zisserman 2014, section 3.1: by 10 when the validation accuracy stops improving, 74 passes.",
        MappingProxyType({**_PLATEAU, "epochs": 74, "batch_size": 256, "lr": 0.01, "weight_decay": 0.0005}),
    ),
    Recipe(
        "googlenet",
        "GoogLeNet, 2014",
        ("Inception",),
        "Szegedy et al. 2014, section 6: by 4% every 8 passes, averaged weights (Polyak). It states no "
        "rate and no batch.",
        MappingProxyType({**_SGD, "schedule": "step", "step_size": 8, "gamma": 0.96, "average": "ema"}),
    ),
    Recipe(
        "resnet",
        "ResNet, 2015",
        ("ResNet",),
        "He et al. 2015, section 3.4: by 10 when the error plateaus; 600,000 steps are 120 passes over ImageNet.",
        MappingProxyType(
            {
                **_PLATEAU,
                "epochs": 120,
                "batch_size": 256,
                "lr": 0.1,
                "weight_decay": 0.0001,
                "init": "kaiming_normal",
            }
        ),
    ),
    Recipe(
        "cifar-resnet",
        "ResNet for CIFAR, 2015",
        ("CIFAR ResNet",),
        "He et al. 2015, section 4.2: 64,000 steps are 164 passes over 50,000 images, by 10 after half of them; "
        "its second reduction, after three quarters, is left out.",
        MappingProxyType(
            {
                **_SGD,
                "schedule": "step",
                "step_size": 82,
                "gamma": 0.1,
                "epochs": 164,
                "batch_size": 128,
                "lr": 0.1,
                "weight_decay": 0.0001,
                "init": "kaiming_normal",
                "augment": "RandomCrop(padding=4), RandomHorizontalFlip(p=0.5)",
            }
        ),
    ),
)


def of_family(family: str) -> Recipe | None:
    """Return how the networks of a family were trained; None where that is not known here."""
    return next((recipe for recipe in RECIPES if family in recipe.families), None)
