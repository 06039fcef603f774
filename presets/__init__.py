"""The classic networks by name, each a short builder function."""

from presets import (  # noqa: F401
    alexnet,
    cifar_resnet,
    googlenet,
    inception,
    lenet,
    neural_ode,
    resnet,
    unet,
    vanishing,
    vgg,
    yolo,
)
