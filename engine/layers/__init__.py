"""What a layer is. Importing this package fills the registry, in the palette's order."""

from engine.layers import (  # noqa: F401, I001
    terminals,
    convolution,
    ode,
    pooling,
    activation,
    normalization,
    regularization,
    linear,
    reshaping,
    merging,
)
