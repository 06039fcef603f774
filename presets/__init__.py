"""The classic networks by name, each a short builder function."""

from presets import alexnet, cifar_resnet, googlenet, inception, lenet, resnet, vgg  # noqa: F401
