from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from engine.errors import ParameterError, TrainingError
from engine.headless import settings_file
from engine.headless.arguments import Parser, add_settings, given_settings
from engine.runtime.mailbox import Mailbox
from engine.training import factories, loop
from engine.training.config import TrainingConfig
from engine.training.events import RunFailed
from tests.networks import small


def test_numbers_are_written_alike_whatever_stands_between_them() -> None:
    for text in ("1, 2.5,0", " 1 2.50 0 ", "1.0,2.5, 0.0"):
        assert TrainingConfig(class_weights=text).class_weights == "1, 2.5, 0"
    assert TrainingConfig(class_weights="Balanced").class_weights == "balanced"


@pytest.mark.parametrize("text", ["", "heavy", "1, -2", "0, 0", "1, nan", "1, inf"])
def test_what_is_none_is_said(text: str) -> None:
    with pytest.raises(ParameterError, match="class_weights must be none, balanced, or a number of 0 or more"):
        TrainingConfig(class_weights=text)


@pytest.mark.parametrize("loss", ["cross_entropy", "binary"])
def test_the_loss_is_torchs_with_these_weights(loss: str) -> None:
    config = TrainingConfig(class_weights="1, 2, 0.5", loss=loss)
    labels, scores = torch.tensor([0, 1, 2, 1]), torch.randn(4, 3)
    weights = factories.class_weights(config, labels, 3)
    assert weights is not None
    assert weights.tolist() == [1.0, 2.0, 0.5]
    if loss == "cross_entropy":
        expected = F.cross_entropy(scores, labels, weight=weights)
    else:
        expected = F.binary_cross_entropy_with_logits(scores, F.one_hot(labels, 3).float(), weight=weights)
    assert torch.equal(factories.loss(config, weights)(scores, labels), expected)


def test_a_number_too_few_is_said_before_training() -> None:
    with pytest.raises(TrainingError, match=r"each of the 3 classes.*Received 2: 1, 2\."):
        factories.class_weights(TrainingConfig(class_weights="1, 2"), torch.tensor([0, 1]), 3)
    mailbox = Mailbox()
    loop.train(small(), TrainingConfig(class_weights="1, 2", epochs=1, device="cpu"), mailbox)
    event = mailbox.take_events()[-1]
    assert isinstance(event, RunFailed)
    assert "each of the 10 classes" in event.message


def test_by_flag_and_by_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    parser = Parser(prog="train")
    add_settings(parser)
    assert given_settings(parser.parse(["--class-weights", "1,2,3"])) == {"class_weights": "1, 2, 3"}
    path = tmp_path / "run.toml"
    path.write_text('class_weights = "3, 2, 1"\n')
    assert replace(TrainingConfig(), **settings_file.read(path)).class_weights == "3, 2, 1"
