"""The catalogue of layers: one `LayerSpec` per type."""

from __future__ import annotations

from engine.errors import UnknownLayerError, did_you_mean, shown
from engine.layers.spec import LayerSpec
from engine.layers.unknown import placeholder

_specs: dict[str, LayerSpec] = {}


def register(spec: LayerSpec) -> LayerSpec:
    """Add a layer to the catalogue and return it.

    Raises:
        ValueError: the type is registered already.
    """
    if spec.type in _specs:
        raise ValueError(f"layer type {spec.type!r} is registered twice")
    _specs[spec.type] = spec
    return spec


def get(type_: str) -> LayerSpec:
    """Return the layer of that type.

    Raises:
        UnknownLayerError: there is none.
    """
    try:
        return _specs[type_]
    except KeyError:
        raise UnknownLayerError(f"There is no layer type {shown(type_)}.{did_you_mean(type_, _specs)}") from None


def find(type_: str) -> LayerSpec:
    """Return the layer of that type, or a placeholder that stands for it if there is none."""
    spec = _specs.get(type_)
    return placeholder(type_) if spec is None else spec


def all_specs() -> tuple[LayerSpec, ...]:
    """Return all layers in the order in which they were registered: the palette's order."""
    return tuple(_specs.values())
