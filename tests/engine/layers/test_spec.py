import pytest

from engine.errors import UnknownLayerError, UnknownPortError
from engine.layers import registry
from engine.layers.spec import MAX_SLOTS


class TestPorts:
    def test_ordinary_ports_are_always_the_same(self) -> None:
        assert registry.get("Conv2d").ports() == ("input",)
        assert registry.get("Conv2d").ports(["input"]) == ("input",)
        assert registry.get("Input").ports() == ()

    def test_a_variadic_layer_shows_a_free_slot_to_connect_next(self) -> None:
        add = registry.get("Add")
        assert add.ports() == ("input0", "input1")
        assert add.ports(["input0"]) == ("input0", "input1")
        assert add.ports(["input0", "input1"]) == ("input0", "input1", "input2")
        assert add.ports(["input3"]) == ("input0", "input1", "input2", "input3", "input4")

    def test_slots_end_somewhere(self) -> None:
        add = registry.get("Add")
        assert len(add.ports([f"input{MAX_SLOTS - 1}"])) == MAX_SLOTS
        with pytest.raises(UnknownPortError, match=rf"^Add has no input port 'input{MAX_SLOTS}'\."):
            add.slot(f"input{MAX_SLOTS}")


def test_a_type_is_registered_once() -> None:
    with pytest.raises(ValueError, match="layer type 'ReLU' is registered twice"):
        registry.register(registry.get("ReLU"))


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownLayerError, match=r"^There is no layer type 'Maxpool2D'\. Did you mean 'MaxPool2d'\?$"):
        registry.get("Maxpool2D")
