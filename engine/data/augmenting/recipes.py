"""Lists of steps that papers used, by one word."""

from __future__ import annotations

from dataclasses import dataclass

from engine.data.augmenting.steps import Step, steps_of


@dataclass(frozen=True)
class Recipe:
    """A list of steps with a name.

    Attributes:
        name: what the command line calls it.
        title: what the window calls it.
        text: the steps, as they are written.
        reference: where it is from.
    """

    name: str
    title: str
    text: str
    reference: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps."""
        return steps_of(self.text)


_RECIPES = (
    Recipe(
        "cifar",
        "CIFAR: pad 4, crop, flip",
        "RandomCrop(padding=4), RandomHorizontalFlip",
        "He et al. 2015, section 4.2.",
    ),
    Recipe(
        "resnet",
        "ResNet: short side 256 to 480, crop 224, flip",
        "RandomShortestSize(min_size=256, max_size=480, crop_size=224), RandomHorizontalFlip",
        "He et al. 2015, section 3.4; scales after Simonyan and Zisserman 2014.",
    ),
    Recipe(
        "alexnet",
        "AlexNet: crop 224 of 256, flip, colours",
        "RandomShortestSize(min_size=256, max_size=256, crop_size=224), RandomHorizontalFlip, PCALighting",
        "Krizhevsky et al. 2012, section 4.1.",
    ),
    Recipe(
        "inception",
        "Inception: part of any size, flip, colours",
        "RandomResizedCrop, RandomHorizontalFlip, ColorJitter(brightness=0.4, contrast=0.4, saturation=0.4, hue=0.0)",
        "Szegedy et al. 2014, section 6.",
    ),
)

RECIPES = {recipe.name: recipe for recipe in _RECIPES}
