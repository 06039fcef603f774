"""Which tensor goes where, by name and by order; and what is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.weights import matching, report
from engine.training.weights.matching import NAME, ORDER, Misfit, matched

OWN = {"conv.weight": (4, 1, 3, 3), "conv.bias": (4,), "fc.weight": (10, 36), "fc.bias": (10,)}

shapes = st.dictionaries(
    st.sampled_from([f"{layer}.{part}" for layer in "abcd" for part in ("weight", "bias", "running_mean", "scale")]),
    st.lists(st.integers(1, 3), max_size=2).map(tuple),
)


@pytest.mark.parametrize("by", [NAME, ORDER])
@given(own=shapes, other=shapes)
def test_each_tensor_is_accounted_for_once(by: str, own: matching.Shapes, other: matching.Shapes) -> None:
    match = matched(own, other, by)
    mine = [*match.taken, *(misfit.name for misfit in match.misfits), *match.missing]
    its = [*match.taken.values(), *(misfit.other_name for misfit in match.misfits), *match.unused]
    assert sorted(mine) == sorted(own)
    assert sorted(its) == sorted(other)
    assert all(own[name] == other[its_name] for name, its_name in match.taken.items())


@pytest.mark.parametrize("by", [NAME, ORDER])
@given(own=shapes)
def test_a_network_takes_all_of_its_own_weights(by: str, own: matching.Shapes) -> None:
    match = matched(own, own, by)
    assert match.taken == {name: name for name in own}
    assert match.num_tensors == len(own)


@given(own=shapes)
def test_other_names_of_the_same_roles_match_by_order_alone(own: matching.Shapes) -> None:
    other = {f"net.{name}": shape for name, shape in own.items()}
    assert matched(own, other, NAME).taken == {}
    assert matched(own, other, ORDER).taken == {name: f"net.{name}" for name in own}


def test_by_order_a_weight_does_not_meet_a_bias_of_its_shape() -> None:
    own = {"conv.bias": (4,), "bn.weight": (4,)}
    match = matched(own, {"c.weight": (4,), "d.weight": (4,)}, ORDER)
    assert match.taken == {"bn.weight": "d.weight"}
    assert report.text(match, "x.pt") == (
        "1 of 2 tensors taken from x.pt. conv.bias stands where the file has c.weight: starts fresh."
    )


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (["module.conv.weight", "module.fc.bias"], "module."),
        (["_orig_mod.module.conv.weight", "_orig_mod.module.fc.bias"], "_orig_mod.module."),
        (["module.conv.weight", "fc.bias"], ""),
        (["conv.weight"], ""),
        ([], ""),
    ],
)
def test_what_wrapping_put_before_the_names_is_found(names: list[str], prefix: str) -> None:
    assert matching.without_prefix(dict.fromkeys(names), OWN) == prefix


def test_a_network_whose_own_group_is_called_module_keeps_its_names() -> None:
    own = {"module.conv.weight": (4, 1, 3, 3)}
    assert matching.without_prefix(own, own) == ""


def test_the_report_counts_and_names() -> None:
    match = matched(OWN, {**OWN, "fc.weight": (5, 36), "fc.bias": (5,), "extra": ()}, NAME)
    assert match.misfits[0] == Misfit("fc.weight", "fc.weight", (10, 36), (5, 36))
    assert report.text(match, "five.pt") == (
        "2 of 4 tensors taken from five.pt. fc.weight is 5 × 36 in the file, 10 × 36 here: starts fresh. fc.bias is 5 "
        "in the file, 10 here: starts fresh. 1 tensor of the file is not used, such as extra."
    )


def test_the_report_of_much_that_is_missing_stays_short() -> None:
    text = report.text(matched({**OWN, "a": (1,), "b": (1,)}, {"a": (1,)}, NAME), "a.pt")
    assert text.startswith("1 of 6 tensors taken from a.pt. conv.weight is not in the file: starts fresh. ")
    assert text.endswith("fc.weight is not in the file: starts fresh. 2 more tensors start fresh.")


def test_frozen_nodes_that_start_fresh_are_said() -> None:
    text = report.text(matched(OWN, OWN, NAME), "a.pt", ["conv", "fc"])
    assert text.endswith("conv, fc would stay as drawn: frozen layers never learn. Thaw them.")
