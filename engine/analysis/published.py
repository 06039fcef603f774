"""What published networks cost and how accurate they are, as torchvision's own weights say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_FAMILIES = (
    ("alexnet", "AlexNet"),
    ("vgg", "VGG"),
    ("googlenet", "GoogLeNet, Inception"),
    ("inception", "GoogLeNet, Inception"),
    ("wide_resnet", "ResNet and kin"),
    ("resnext", "ResNet and kin"),
    ("resnet", "ResNet and kin"),
    ("densenet", "DenseNet"),
    ("squeezenet", "Small networks"),
    ("mobilenet", "Small networks"),
    ("mnasnet", "Small networks"),
    ("shufflenet", "Small networks"),
    ("efficientnet", "EfficientNet"),
    ("regnet", "RegNet"),
    ("convnext", "ConvNeXt"),
    ("vit", "Transformers"),
    ("swin", "Transformers"),
    ("maxvit", "Transformers"),
)
"""How torchvision's names begin, and what such networks have in common."""

FAMILIES = tuple(dict.fromkeys(family for _, family in _FAMILIES))
"""The families in the order in which they came up."""

OTHERS = "Others"
"""A network whose name begins like none of these."""

_METRICS = "ImageNet-1K"
_VERSION = "IMAGENET1K_V1"
"""The first weights of an architecture: later ones were trained by longer recipes and say less about the network."""


@dataclass(frozen=True)
class PublishedModel:
    """A network that was trained on ImageNet.

    Attributes:
        name: torchvision's, such as ``resnet50``.
        family: what it belongs to, one of `FAMILIES` or `OTHERS`.
        accuracy: top-1 on ImageNet's validation images, from 0 to 1.
        num_params: learnable parameters.
        macs: multiply-adds of one image's forward pass. torchvision writes them as GFLOPS, and means multiply-adds.
    """

    name: str
    family: str
    accuracy: float
    num_params: int
    macs: float


def family_of(name: str) -> str:
    """Return the family of a network by torchvision's name for it."""
    return next((family for start, family in _FAMILIES if name.startswith(start)), OTHERS)


def published_models() -> tuple[PublishedModel, ...]:
    """Return one point for each architecture that has a first ImageNet version, the cheapest first.

    Loads torch and torchvision, which takes seconds; the figures themselves come from no network and no file.
    """
    from torchvision import models

    found = (_model(name, weights) for name in models.list_models() for weights in models.get_model_weights(name))
    return tuple(sorted((model for model in found if model is not None), key=lambda model: model.macs))


def _model(name: str, weights: Any) -> PublishedModel | None:
    """Return a network as one version of its weights says; None for another version, or one that says too little."""
    metrics = weights.meta.get("_metrics", {}).get(_METRICS, {})
    if weights.name != _VERSION or "acc@1" not in metrics or not weights.meta.get("_ops"):
        return None
    return PublishedModel(
        name=name,
        family=family_of(name),
        accuracy=metrics["acc@1"] / 100,
        num_params=weights.meta["num_params"],
        macs=weights.meta["_ops"] * 1e9,
    )
