"""A stack of residual blocks as one layer whose depth is continuous."""

from engine.layers import ode_costs, reaching, shapes
from engine.layers.params import Bool, Choice, Float, Int
from engine.layers.registry import register
from engine.layers.spec import Category, LayerSpec, PortSpec


def _tolerance(name: str, doc: str) -> Float:
    return Float(name=name, default=1e-3, minimum=1e-6, maximum=1.0, doc=doc)


ODE_BLOCK = register(
    LayerSpec(
        type="ODEBlock",
        category=Category.CONVOLUTION,
        summary="Residual blocks as a differential equation: solves h' = f(h, t), where f is two convolutions.",
        stem="ode",
        inputs=(PortSpec("input", "N, C, H, W"),),
        output_dims="N, C, H, W",
        params=(
            Choice(
                name="method",
                default="rk4",
                options=("euler", "rk4", "dopri5"),
                doc="The solver: euler steps along f as a residual block does, rk4 is Runge and Kutta's, and dopri5 "
                "(Dormand and Prince) chooses its steps by rtol and atol.",
            ),
            Int(
                name="num_steps",
                default=4,
                minimum=1,
                maximum=1000,
                unit="steps",
                doc="Steps of euler and rk4 from t = 0 to 1; without shared_weights also the number of f.",
            ),
            Bool(
                name="shared_weights",
                default=True,
                doc="Whether one f, which sees t, serves all steps, or each step has its own as in a residual network.",
            ),
            _tolerance("rtol", "Largest error of a step of dopri5, relative to h; others ignore it."),
            _tolerance("atol", "Largest absolute error of a step of dopri5; others ignore it."),
        ),
        module="engine.compiling.ode.ODEBlock",
        inferred={"num_channels": shapes.channels},
        shape_rule=ode_costs.same_maps,
        num_params=ode_costs.num_params,
        macs=ode_costs.macs,
        saved=ode_costs.saved,
        reach=reaching.everything,
        synonyms=("neural ode", "ordinary differential equation", "continuous depth", "euler", "runge kutta", "solver"),
        reference="torchdiffeq.odeint",
    )
)
