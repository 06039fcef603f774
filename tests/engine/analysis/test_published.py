"""The published figures are torchvision's own, one point for each architecture."""

from __future__ import annotations

import pytest
from torchvision import models

from engine.analysis.published import FAMILIES, OTHERS, family_of, published_models


@pytest.fixture(scope="module")
def published():
    return {model.name: model for model in published_models()}


def first_weights(name):
    return next(weights for weights in models.get_model_weights(name) if weights.name == "IMAGENET1K_V1")


def test_every_figure_is_the_metadata_s(published):
    assert len(published) > 70
    for name, model in published.items():
        meta = first_weights(name).meta
        assert model.accuracy * 100 == pytest.approx(meta["_metrics"]["ImageNet-1K"]["acc@1"])
        assert model.num_params == meta["num_params"]
        assert model.macs / 1e9 == pytest.approx(meta["_ops"])


def test_no_architecture_with_first_weights_is_missing(published):
    expected = {
        name
        for name in models.list_models(module=models)
        if any(weights.name == "IMAGENET1K_V1" for weights in models.get_model_weights(name))
    }
    assert published.keys() == expected


def test_the_cheapest_comes_first():
    costs = [model.macs for model in published_models()]
    assert costs == sorted(costs)


def test_the_figures_of_the_lecture(published):
    vgg16 = published["vgg16"]
    assert (vgg16.num_params, round(vgg16.macs / 1e9, 2), round(vgg16.accuracy, 3)) == (138_357_544, 15.47, 0.716)


def test_every_network_has_a_family(published):
    assert {model.family for model in published.values()} == set(FAMILIES)
    assert family_of("resnext50_32x4d") == family_of("wide_resnet50_2") == family_of("resnet18")
    assert family_of("something_new") == OTHERS
