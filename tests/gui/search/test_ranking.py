"""The search's ranking: what a person types first finds what they mean."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.search.catalogue import all_entries
from gui.search.ranking import Entry, rank

ENTRIES = all_entries()


def titles(query: str) -> list[str]:
    return [match.entry.title for match in rank(ENTRIES, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("conv", "Conv2d"),
        ("CONV2D", "Conv2d"),
        ("pool", "MaxPool2d"),
        ("maxp", "MaxPool2d"),
        ("mp", "MaxPool2d"),
        ("avgpool", "AvgPool2d"),
        ("aap", "AdaptiveAvgPool2d"),
        ("bn", "BatchNorm2d"),
        ("batch norm", "BatchNorm2d"),
        ("norm batch", "BatchNorm2d"),
        ("normalise", "BatchNorm2d"),
        ("normalization", "BatchNorm2d"),
        ("lrn", "LocalResponseNorm"),
        ("relu", "ReLU"),
        ("dense", "Linear"),
        ("fully", "Linear"),
        ("fc", "Linear"),
        ("skip", "Add"),
        ("residual", "Add"),
        ("merging", "Concat"),
        ("gap", "AdaptiveAvgPool2d"),
        ("upscale", "Upsample"),
        ("deconvolution", "ConvTranspose2d"),
        ("transposed", "ConvTranspose2d"),
        ("depthwise", "Conv2d"),
        ("dilated", "Conv2d"),
        ("swish", "SiLU"),
        ("drop path", "StochasticDepth"),
        ("probabilities", "Softmax"),
        ("gate", "Mul"),
        ("border", "ZeroPad2d"),
        ("gn", "GroupNorm"),
        ("ode", "ODEBlock"),
        ("differential equation", "ODEBlock"),
        ("in", "Input"),
        ("lin", "Linear"),
        ("lenet", "LeNet-5"),
        ("1998", "LeNet-5"),
        ("lecun", "LeNet-5"),
        ("covn", "Conv2d"),
        ("linaer", "Linear"),
        ("droput", "Dropout"),
        ("flaten", "Flatten"),
    ],
)
def test_what_comes_first(query, first):
    assert titles(query)[0] == first


@pytest.mark.parametrize("query", ["shrink", "shrinks", "shrinking", "downsample", "pooling"])
def test_what_a_layer_does_finds_it(query):
    assert set(titles(query)[:2]) == {"MaxPool2d", "AvgPool2d"}
    assert {"Conv2d", "ReLU"} & set(titles(query)) <= {"Conv2d"}


def test_normalise_finds_the_whole_family_before_others():
    family = {"BatchNorm2d", "LocalResponseNorm", "GroupNorm", "LayerNorm", "InstanceNorm2d"}
    assert set(titles("normalise")[: len(family)]) == family


def test_nothing_typed_lists_everything_in_its_order():
    assert titles("") == [entry.title for entry in ENTRIES]
    assert titles("   ") == titles("")


@pytest.mark.parametrize("query", ["zzzz", "conv zzzz", "qq", "?"])
def test_nonsense_finds_nothing(query):
    assert titles(query) == []


@pytest.mark.parametrize(
    ("query", "letters"),
    [("pool", "Pool"), ("mp2", "MP2"), ("conv", "Conv"), ("bn", "BN"), ("norm ba", "BaNorm"), ("shrink", "")],
)
def test_matched_letters_are_named(query, letters):
    match = rank(ENTRIES, query)[0]
    assert "".join(match.entry.title[place] for place in match.letters) == letters


@given(st.sampled_from(ENTRIES), st.data())
def test_every_entry_is_found_by_its_title_and_comes_first(entry, data):
    assert titles(entry.title)[0] == entry.title
    size = data.draw(st.integers(1, len(entry.title)))
    if " " not in entry.title[:size]:
        assert entry.title in titles(entry.title[:size])


@given(st.sampled_from([(entry, word) for entry in ENTRIES for word in entry.synonyms]))
def test_every_entry_is_found_by_each_synonym(pair):
    entry, synonym = pair
    assert entry.title in titles(synonym)


@given(st.text(max_size=15))
def test_a_query_finds_entries_once_in_falling_order_with_letters_of_the_title(query):
    found = rank(ENTRIES, query)
    assert len({match.entry.name for match in found}) == len(found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(match.score > 0 for match in found) or not query.split()
    for match in found:
        assert list(match.letters) == sorted(set(match.letters))
        assert all(0 <= place < len(match.entry.title) for place in match.letters)


@given(st.sampled_from(("po", "norm", "learn")), st.sampled_from(("max", "2d", "b")))
def test_another_word_only_narrows(first, second):
    assert set(titles(f"{first} {second}")) == set(titles(first)) & set(titles(second))


def test_a_catalogue_of_two_hundred_is_ranked_at_once():
    many = [
        Entry("layer", str(n), f"LayerNumber{n}", ("some", "words"), "Family", "It does this and that.")
        for n in range(200)
    ]
    start = time.perf_counter()
    rank(many, "lnub 17 sme")
    assert time.perf_counter() - start < 0.25
