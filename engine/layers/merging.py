"""Layers with several inputs: where branches and shortcuts come together."""

from engine.layers import reaching, saving, shapes
from engine.layers.params import Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec

_BRANCHES = (PortSpec("input", "N, *", minimum=2),)

ADD = register(
    LayerSpec(
        type="Add",
        category=Category.MERGING,
        summary="Adds its inputs value by value: the shortcut of a residual block.",
        stem="add",
        inputs=_BRANCHES,
        module="engine.compiling.modules.Add",
        shape_rule=shapes.addition,
        synonyms=("sum", "plus", "residual", "shortcut", "skip"),
        reference="torch.add",
    )
)

MUL = register(
    LayerSpec(
        type="Mul",
        category=Category.MERGING,
        summary="Multiplies its inputs value by value: one gates the other, as in squeeze-and-excitation.",
        stem="mul",
        inputs=_BRANCHES,
        module="engine.compiling.modules.Mul",
        shape_rule=shapes.multiplication,
        saved=saving.product,
        reach=reaching.stretched,
        synonyms=("multiply", "product", "times", "gate", "attention", "scale"),
        reference="torch.mul",
    )
)

CONCAT = register(
    LayerSpec(
        type="Concat",
        category=Category.MERGING,
        summary="Stacks its inputs along one axis, channels by default: the end of an Inception module.",
        stem="concat",
        inputs=_BRANCHES,
        params=(Int(name="dim", default=1, minimum=1, maximum=3, doc="Axis along which to stack; 1 is channels."),),
        module="engine.compiling.modules.Concat",
        shape_rule=shapes.concatenation,
        reach=reaching.concatenation,
        synonyms=("cat", "stack", "join", "merge", "inception"),
        reference="torch.cat",
    )
)
