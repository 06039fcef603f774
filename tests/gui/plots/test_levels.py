"""A node on three levels on the screen, against the frame and against torch."""

import numpy as np
from PySide6.QtCore import Qt

from engine.probes.frames import AutogradLevel, LevelsFrame, ModuleLevel, SavedTensor, TensorLevel
from gui.plots.levels import Level, LevelsPlot
from gui.plots.levels_text import autograd_rows, module_text, tensor_rows

LEFT = Qt.MouseButton.LeftButton
NAN = float("nan")


def frame() -> LevelsFrame:
    edges, counts = np.linspace(-1, 1, 5, dtype=np.float32), np.array([1, 2, 3, 4], np.int64)
    return LevelsFrame(
        step=9,
        module=ModuleLevel(
            "Conv2d(1, 6, kernel_size=(5, 5))",
            "torch.nn.modules.conv.Conv2d",
            "def forward(self, input):\n    return 1",
            (("weight", (6, 1, 5, 5)), ("bias", (6,))),
        ),
        autograd=AutogradLevel(
            "ConvolutionBackward0",
            ("AccumulateGrad", "AccumulateGrad"),
            (
                SavedTensor((1, 1, 32, 32), "float32", 4096, "input"),
                SavedTensor((6, 1, 5, 5), "float32", 600, "weight"),
            ),
            0.25,
            (NAN,),
        ),
        tensor=TensorLevel(
            (1, 6, 28, 28),
            (4704, 784, 28, 1),
            "torch.float32",
            "cpu",
            18_816,
            True,
            -1.5,
            2.5,
            0.125,
            0.5,
            edges,
            counts,
            np.array([0.5, -0.25], np.float32),
        ),
    )


def test_the_module_is_its_code(show) -> None:
    plot = show(LevelsPlot(), 406, 240)
    plot.show_frame(frame())
    text = plot.code.toPlainText()
    assert text == module_text(frame().module)
    for line in ("# torch.nn.modules.conv.Conv2d", "#   weight: (6, 1, 5, 5)", "#   bias: (6,)", "    return 1"):
        assert line in text.splitlines()


def test_what_autograd_keeps_is_listed() -> None:
    assert autograd_rows(frame().autograd) == [
        ("grad_fn", "ConvolutionBackward0"),
        ("next_functions", "AccumulateGrad, AccumulateGrad"),
        ("saved", "input (1, 1, 32, 32) float32, 4,096 bytes"),
        ("", "weight (6, 1, 5, 5) float32, 600 bytes"),
        ("gradient out", "‖∂loss/∂output‖ = 0.250, from behind"),
        ("gradient in", "‖∂loss/∂input‖ = not computed, handed on"),
    ]
    assert autograd_rows(None) == [("grad_fn", "None: autograd records nothing here.")]


def test_the_tensor_is_an_array_in_memory() -> None:
    rows = dict(tensor_rows(frame().tensor))
    assert rows["shape"] == "(1, 6, 28, 28)"
    assert rows["strides"] == "(4704, 784, 28, 1), contiguous"
    assert rows["memory"] == "18,816 bytes"
    assert rows["values"] == "0.500, −0.250, …"


def test_a_click_shows_another_level(show, qtbot) -> None:
    plot = show(LevelsPlot(), 406, 240)
    plot.show_frame(frame())
    assert plot.level is Level.MODULE
    assert plot.code.isVisible()
    qtbot.mouseClick(plot.choice.buttons[2], LEFT)
    assert plot.level is Level.TENSOR
    assert plot.tensor.isVisible()
    assert plot.histogram.shown[0].counts.tolist() == [1, 2, 3, 4]
    qtbot.mouseClick(plot.choice.buttons[1], LEFT)
    assert plot.autograd.isVisible()


def test_the_input_is_no_layer(show) -> None:
    plot = show(LevelsPlot(), 406, 240)
    plot.show_frame(LevelsFrame(1, None, None, frame().tensor))
    assert plot.code.toPlainText().startswith("# The Input is no layer")
    plot.clear()
    assert plot.frame is None
    assert plot.code.toPlainText() == ""


def test_the_code_keeps_its_place_while_frames_come(show) -> None:
    plot = show(LevelsPlot(), 406, 240)
    plot.show_frame(frame())
    plot.code.selectAll()
    plot.show_frame(frame())
    assert plot.code.textCursor().hasSelection()


def test_the_histogram_is_in_view_without_scrolling_however_low_the_panel_is(show, qtbot) -> None:
    plot = show(LevelsPlot(), 406, 170)
    plot.show_frame(frame())
    qtbot.mouseClick(plot.choice.buttons[2], LEFT)
    assert plot.histogram.visibleRegion().boundingRect() == plot.histogram.rect()
