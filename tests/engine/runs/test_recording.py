from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.probes.picture import SamplePicture
from engine.probes.pictures import Pictures
from engine.runs import chronicle, recording
from engine.runs.folder import RunFolder
from engine.runs.recording import Recording
from engine.training.control import RunControl
from tests.engine.runs.kept import CONFIG, NUM_STEPS, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox, small


@pytest.fixture(autouse=True)
def all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Impressions whatever they cost: how many there are must not depend on the machine."""
    monkeypatch.setattr(chronicle, "SHARE", 1e9)


def recorded(folder: RunFolder) -> Recording:
    found = recording.read(folder.recording)
    assert found is not None
    return found


def test_each_moment_is_what_torch_says_of_it(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    run = go_on(folder)
    assert run is not None
    kept = recorded(folder)
    assert kept.steps[0] == 1
    assert kept.steps.tolist() == sorted(set(kept.steps.tolist()))
    assert len(kept.steps) >= 10
    if int(kept.steps[-1]) != NUM_STEPS:  # the last moment is of the step before: take the run there
        other = new_folder(tmp_path, CONFIG)
        control = RunControl()
        run = go_on(other, mailbox=ActingMailbox({int(kept.steps[-1]): control.stop}), control=control)
        assert run is not None
    norms = [
        float(parameter.grad.norm().detach()) for parameter in run.module.parameters() if parameter.grad is not None
    ]
    np.testing.assert_allclose(kept.norms[-1], norms, rtol=1e-4)
    conv = small().by_name["stem.conv"].id
    place = kept.node_ids.index(conv)
    assert kept.gradient[-1, place] == pytest.approx(np.hypot(norms[0], norms[1]), rel=1e-4)
    picture = Pictures.of(run.data).picture(SamplePicture()).values
    run.module.eval()
    maps = run.module.get_submodule("stem.conv")(picture)[0].detach()
    run.module.train()
    image = kept.image(conv, len(kept.steps) - 1)
    assert image.channel == int(maps.flatten(1).var(dim=1, correction=0).argmax())
    span = float(maps.max() - maps.min())
    assert np.abs(image.values - maps[image.channel].numpy()).max() <= span / 500


def test_the_ratio_is_that_of_the_step(tmp_path: Path) -> None:
    """Plain SGD steps by lr × gradient."""
    config = replace(CONFIG, optimizer="SGD", momentum=0.0, lr=0.01, epochs=1)
    folder = new_folder(tmp_path, config)
    run = go_on(folder)
    assert run is not None
    kept = recorded(folder)
    place = kept.node_ids.index(small().by_name["fc"].id)
    fc = run.module.get_submodule("fc")
    size = float(torch.cat([parameter.detach().flatten() for parameter in fc.parameters()]).norm())
    expected = 0.01 * kept.gradient[-1, place] / size
    assert kept.update_ratio[-1, place] == pytest.approx(expected, rel=0.05)


def test_recording_changes_no_number_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it, without = new_folder(tmp_path), new_folder(tmp_path)
    go_on(with_it)
    monkeypatch.setattr(chronicle.Chronicle, "after_step", lambda self, step: None)
    go_on(without)
    assert same(outcome(with_it), outcome(without))
    assert recording.read(without.recording) is None


def test_a_run_that_goes_on_adds_to_its_recording(tmp_path: Path) -> None:
    folder, control = new_folder(tmp_path), RunControl()
    go_on(folder, mailbox=ActingMailbox({15: control.stop}), control=control)
    before = recorded(folder)
    go_on(folder)
    after = recorded(folder)
    assert after.steps[: len(before.steps)].tolist() == before.steps.tolist()
    np.testing.assert_array_equal(after.norms[: len(before.steps)], before.norms)
    assert after.steps[-1] > 15
    conv = small().by_name["stem.conv"].id
    np.testing.assert_array_equal(after.images[conv][: len(before.steps)], before.images[conv])


def test_it_stays_small_however_long_the_run_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "MOST_MOMENTS", 12)
    monkeypatch.setattr(recording, "MOST_MOMENTS", 12)
    folder = new_folder(tmp_path, replace(CONFIG, epochs=12))
    go_on(folder)
    steps = recorded(folder).steps
    assert 6 <= len(steps) <= 12
    assert steps[0] == 1
    assert steps[-1] >= 12 * 11 * 0.75
    gaps = np.diff(steps)
    assert gaps.max() <= 3 * gaps.min()


def test_a_network_with_many_nodes_has_fewer_moments() -> None:
    assert recording.capacity(12, 12 * 576) == recording.MOST_MOMENTS
    many = recording.capacity(517, 517 * 576)
    assert recording.LEAST_MOMENTS <= many < recording.MOST_MOMENTS
    assert many % 2 == 0
    assert many * 517 * 640 <= recording.MAX_BYTES
    assert recording.capacity(10**6, 10**9) == recording.LEAST_MOMENTS


@pytest.mark.parametrize("content", [b"", b"half", b"PK\x03\x04"])
def test_what_is_no_recording_is_none(tmp_path: Path, content: bytes) -> None:
    assert recording.read(tmp_path / "none.npz") is None
    (tmp_path / "recording.npz").write_bytes(content)
    assert recording.read(tmp_path / "recording.npz") is None
