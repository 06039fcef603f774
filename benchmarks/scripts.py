"""The scripts that a person writes from PyTorch's own MNIST and CIFAR examples, and the engine's runs beside them.

Same network, images, batch, augmentation and optimizer. The script's images are PIL's, one by one through torchvision's
transforms and a DataLoader, as its data sets hand them out. What is timed are the steps after the first one: not the
start of a run, and not that of the DataLoader's workers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from engine.compiling.compiler import compile_graph
from engine.data.images import DataSplit, ImageSet, ImageSource
from engine.data.loading import LoadOptions, load
from engine.graph.model import Graph
from engine.project.document import Document
from engine.runs.folder import RunFolder
from engine.runs.keeping import Cadence, FolderKeeper
from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import CHECKPOINT_STEPS
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import RunFinished
from engine.training.loop import train

DEVICE = torch.device("cpu")


@dataclass(frozen=True)
class Case:
    """One network trained both ways.

    Attributes:
        graph, config: of the engine's run.
        shape: of the Input.
        num_steps: that are timed.
        workers: of the script's DataLoader, as the example has it.
    """

    graph: Graph
    config: TrainingConfig
    shape: tuple[int, int, int]
    num_steps: int
    workers: int

    def engine(self) -> float:
        """Return the images per second of the engine's run, which is kept in a folder, as the window's are."""
        control = RunControl()
        mailbox = _StopAfter(control, self.num_steps + 1)
        with kept(self.graph, self.config) as keeper:
            train(self.graph, self.config, mailbox, control, keeper=keeper)
        records = mailbox.read_scalars()[0]
        first, last = records[0], records[self.num_steps]
        return float((last["num_images"] - first["num_images"]) / (last["seconds"] - first["seconds"]))

    def script(self) -> float:
        """Return the images per second of the script's loop."""
        torch.manual_seed(self.config.seed)
        loader = self._loader()
        model = compile_graph(self.graph)
        optimizer = torch.optim.SGD(model.parameters(), lr=self.config.lr, momentum=self.config.momentum)
        num_images, num_steps, start = 0, 0, 0.0
        while True:
            for images, labels in loader:
                optimizer.zero_grad()
                loss = F.cross_entropy(model(images), labels)
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                loss.item()  # the examples print it
                num_steps += 1
                num_images += len(labels) if num_steps > 1 else 0
                start = start or perf_counter()
                if num_steps > self.num_steps:
                    return num_images / (perf_counter() - start)

    def engine_accuracy(self) -> float:
        """Return the share of test images that the engine's run recognises in the end."""
        mailbox = Mailbox()
        train(self.graph, self.config, mailbox)
        (ended,) = (event for event in mailbox.take_events() if isinstance(event, RunFinished))
        assert ended.test_accuracy is not None
        return ended.test_accuracy

    def script_accuracy(self) -> float:
        """Return the share of test images that the script's network recognises in the end."""
        torch.manual_seed(self.config.seed)
        loader = self._loader()
        model = compile_graph(self.graph)
        optimizer = torch.optim.SGD(model.parameters(), lr=self.config.lr, momentum=self.config.momentum)
        for _ in range(self.config.epochs):
            for images, labels in loader:
                optimizer.zero_grad()
                F.cross_entropy(model(images), labels).backward()  # type: ignore[no-untyped-call]
                optimizer.step()
        return _accuracy(model, self._data().test)

    def _data(self) -> DataSplit:
        return load(self.config.data, self.shape, DEVICE, LoadOptions.of(self.config.values()))

    def _loader(self) -> DataLoader[Any]:
        train_set = self._data().train
        assert isinstance(train_set, ImageSet)
        mean, std = (values.flatten().tolist() for values in _mean_and_std(train_set))
        steps: list[Any] = []
        if self.config.augment:
            steps = [transforms.RandomCrop(self.shape[1], padding=4), transforms.RandomHorizontalFlip()]
        transform = transforms.Compose([*steps, transforms.ToTensor(), transforms.Normalize(mean, std)])
        return DataLoader(
            _Pictures(train_set, transform), self.config.batch_size, shuffle=True, num_workers=self.workers
        )


@contextmanager
def kept(graph: Graph, config: TrainingConfig) -> Iterator[FolderKeeper]:
    """Keep a run in a folder as the window does, and remove it in the end."""
    with tempfile.TemporaryDirectory() as root:
        folder = RunFolder.create(Path(root), Document(graph, config), "benchmark")
        yield FolderKeeper(folder, Cadence(CHECKPOINT_STEPS))


@torch.no_grad()
def _accuracy(model: nn.Module, data: ImageSource) -> float:
    model.eval()
    right = sum(int((model(images).argmax(1) == labels).sum()) for images, labels in data.in_order(256))
    return right / len(data)


def _mean_and_std(train_set: ImageSet) -> tuple[torch.Tensor, torch.Tensor]:
    normalization = train_set.pipeline.normalization
    return normalization.mean, normalization.std


class _Pictures(Dataset[Any]):
    """Images as torchvision's MNIST and CIFAR10 hand them out."""

    def __init__(self, images: ImageSet, transform: Any) -> None:
        self._pixels = images.pixels.permute(0, 2, 3, 1).numpy()
        self._labels = images.labels.tolist()
        self._transform = transform

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        pixels = self._pixels[index]
        picture = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
        return self._transform(picture), self._labels[index]


class _StopAfter(Mailbox):
    def __init__(self, control: RunControl, num_steps: int) -> None:
        super().__init__()
        self._control = control
        self._num_steps = num_steps

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        super().post_scalars(step, loss, accuracy, seconds, num_images)
        if step >= self._num_steps:
            self._control.close()
