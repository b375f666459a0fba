"""Activation functions: one record holds all that is known of each.

Training, recording, analysis and films ask the record. `register(square)` would make this
activation known to all of them:

>>> import numpy as np
>>> square = Activation(
...     name="square",
...     label="square",
...     rule="$z^2$",
...     function=np.square,
...     derivative=lambda z: 2 * z,
...     torch="torch.square",
... )
>>> square.monotone, square.piecewise_linear
(False, False)
>>> get("relu").function(np.array([-2.0, 3.0]))
array([0., 3.])
"""

from __future__ import annotations

import hashlib
import os
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np

from detangle._typing import AnyFloatArray
from detangle.errors import DetangleError, nearest

LEAK = 0.01
"""Slope of leaky ReLU below zero, as in PyTorch."""
GRID = np.linspace(-8.0, 8.0, 257)
"""Where functions are evaluated to check them, and to tell two of the same name apart."""
BELOW_ONE = 1 - np.finfo(np.float64).epsneg
"""The largest number below 1; the inverse takes an output that was rounded to 1 for this."""
OWN_VARIABLE = "DETANGLE_ACTIVATIONS"
"""The environment variable that names a Python file which registers activations of your own."""

Kind = Literal["clamp", "leak", "fold", "bend", "keep"]
Function = Callable[[AnyFloatArray], AnyFloatArray]


@dataclass(frozen=True, eq=False)
class Activation:
    """A function that a network applies to each unit of its hidden layers.

    Parameters
    ----------
    name
        Its name in recipes and on the command line, such as `leaky_relu`.
    label
        Its name in captions, such as "leaky ReLU".
    rule
        Its value at z as Typst markup, such as "$max(0, z)$".
    function
        The function in NumPy, which maps an array element by element.
    derivative
        Its derivative, likewise; at a kink any slope between those on both sides.
    torch
        The same function in PyTorch: a callable on tensors, or its dotted name, such as
        "torch.nn.functional.gelu", so that PyTorch is loaded only to train.
    inverse
        Its inverse in NumPy, or None if it maps two numbers to one.
    negative_slope
        For functions that are z above zero and a multiple of z below: the factor. 0 clamps, 0.01
        leaks, -1 folds, 1 changes nothing. None for all others: they bend.
    symbol
        Its name in formulas, if it is shorter than the label.
    modules
        Names of the `torch.nn` modules that are this function, by which `record_module` knows it.

    Raises
    ------
    DetangleError
        If the name cannot be one, or the function is not what `negative_slope` says.
    """

    name: str
    label: str
    rule: str
    function: Function
    derivative: Function
    torch: str | Callable[[Any], Any]
    inverse: Function | None = None
    negative_slope: float | None = None
    symbol: str = ""
    modules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name == "other":
            raise DetangleError(
                f"an activation cannot be named {self.name!r}: use letters, digits and _"
            )
        if not self.symbol:
            object.__setattr__(self, "symbol", self.label)
        slope = self.negative_slope
        if slope is not None and not np.allclose(
            self.function(GRID), np.where(GRID < 0, slope * GRID, GRID)
        ):
            raise DetangleError(
                f"activation {self.name!r} is not z above zero and {slope} z below: leave out its "
                "negative_slope"
            )

    @property
    def piecewise_linear(self) -> bool:
        """Whether it is linear on both sides of zero; then decision regions are polygons."""
        return self.negative_slope is not None

    @property
    def kind(self) -> Kind:
        """What it does to negative numbers; the words and motions of a layer are chosen by it."""
        slope = self.negative_slope
        if slope is None:
            return "bend"
        if slope == 1:
            return "keep"
        return "clamp" if slope == 0 else "leak" if slope > 0 else "fold"

    @property
    def monotone(self) -> bool:
        """Whether a greater input never gives a smaller output."""
        return bool((np.diff(self.function(GRID)) >= 0).all())

    @property
    def fingerprint(self) -> str:
        """A hash of its values, empty for a built-in activation.

        It is part of the key of a cached run: a changed function of the same name is trained anew.
        """
        if self.name in BUILT_IN:
            return ""
        return hashlib.sha256(self.function(GRID).astype(np.float32).tobytes()).hexdigest()


def register(activation: Activation) -> Activation:
    """Make an activation known by its name; a later one of the same name replaces it.

    Raises
    ------
    DetangleError
        If a built-in activation has this name.
    """
    if activation.name in BUILT_IN:
        raise DetangleError(f"activation {activation.name!r} is there already: choose another name")
    _REGISTRY[activation.name] = activation
    return activation


def get(name: str) -> Activation:
    """Return the activation of a name.

    If the name is unknown, the file that the environment variable DETANGLE_ACTIVATIONS names is
    run, which may register it.

    Raises
    ------
    DetangleError
        If the name is still unknown then.
    """
    if name not in _REGISTRY and name not in names():
        raise DetangleError(
            f"unknown activation {name!r}: {nearest(name, _REGISTRY)}; one of your own is made "
            f"known by detangle.activations.register, in a file that {OWN_VARIABLE} names"
        )
    return _REGISTRY[name]


def names() -> tuple[str, ...]:
    """Return the names of all activations, in the order in which they were registered."""
    path = os.environ.get(OWN_VARIABLE)
    if path and path not in _FILES_RUN:
        _FILES_RUN.add(path)  # before it runs: it may ask for an activation itself
        try:
            runpy.run_path(path)
        except OSError as error:
            raise DetangleError(f"{OWN_VARIABLE} names {path!r}, which cannot be read") from error
    return tuple(_REGISTRY)


def _special(name: str) -> Function:
    """Return a function of scipy.special, which is slow to import and so is only when called."""
    return lambda z: np.asarray(getattr(import_module("scipy.special"), name)(z))


_sigmoid, _logit = _special("expit"), _special("logit")
_normal_cdf = _special("ndtr")


def _softplus_inverse(y: AnyFloatArray) -> AnyFloatArray:
    # log(exp(y) - 1), which would overflow as it stands.
    positive = np.maximum(y, np.finfo(np.float64).tiny)
    return positive + np.log(-np.expm1(-positive))


_BUILT_IN = (
    Activation(
        name="identity",
        label="id",
        rule="$z$",
        function=lambda z: z,
        derivative=np.ones_like,
        torch=lambda z: z,
        inverse=lambda y: y,
        negative_slope=1.0,
        modules=("Linear",),
    ),
    Activation(
        name="relu",
        label="ReLU",
        rule="$max(0, z)$",
        function=lambda z: np.maximum(z, 0),
        derivative=lambda z: np.heaviside(z, 0.0),
        torch="torch.relu",
        negative_slope=0.0,
        modules=("ReLU",),
    ),
    Activation(
        name="leaky_relu",
        label="leaky ReLU",
        symbol="leaky",
        rule="$max(0.01 z, z)$",
        function=lambda z: np.where(z < 0, LEAK * z, z),
        derivative=lambda z: np.where(z < 0, LEAK, 1.0),
        torch="torch.nn.functional.leaky_relu",
        inverse=lambda y: np.where(y < 0, y / LEAK, y),
        negative_slope=LEAK,
        modules=("LeakyReLU",),
    ),
    Activation(
        name="tanh",
        label="tanh",
        rule="$tanh z$",
        function=np.tanh,
        derivative=lambda z: 1 - np.tanh(z) ** 2,
        torch="torch.tanh",
        inverse=lambda y: np.arctanh(np.clip(y, -BELOW_ONE, BELOW_ONE)),
        modules=("Tanh",),
    ),
    Activation(
        name="sigmoid",
        label="sigmoid",
        rule="$1 \\/ (1 + e^(-z))$",
        function=_sigmoid,
        derivative=lambda z: _sigmoid(z) * _sigmoid(-z),
        torch="torch.sigmoid",
        inverse=lambda y: _logit(np.clip(y, 1 - BELOW_ONE, BELOW_ONE)),
        modules=("Sigmoid",),
    ),
    Activation(
        name="gelu",
        label="GELU",
        rule="$z Phi(z)$",  # Φ: the standard normal distribution (Hendrycks & Gimpel 2016)
        function=lambda z: z * _normal_cdf(z),
        derivative=lambda z: _normal_cdf(z) + z * np.exp(-z * z / 2) / np.sqrt(2 * np.pi),
        torch="torch.nn.functional.gelu",
        modules=("GELU",),
    ),
    Activation(
        name="softplus",
        label="softplus",
        rule="$ln(1 + e^z)$",
        function=lambda z: np.logaddexp(0, z),
        derivative=_sigmoid,
        torch="torch.nn.functional.softplus",
        inverse=_softplus_inverse,
        modules=("Softplus",),
    ),
    Activation(
        name="elu",
        label="ELU",
        rule="$z$ or $e^z - 1$",
        function=lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        derivative=lambda z: np.exp(np.minimum(z, 0)),
        torch="torch.nn.functional.elu",
        inverse=lambda y: np.where(y > 0, y, np.log1p(np.clip(y, -BELOW_ONE, 0))),
        modules=("ELU",),
    ),
    Activation(
        name="silu",
        label="SiLU",
        rule="$z \\/ (1 + e^(-z))$",
        function=lambda z: z * _sigmoid(z),
        derivative=lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z)),
        torch="torch.nn.functional.silu",
        modules=("SiLU",),
    ),
    Activation(
        name="abs",
        label="abs",
        rule="$abs(z)$",
        function=np.abs,
        derivative=np.sign,
        torch="torch.abs",
        negative_slope=-1.0,
    ),
)
_FILES_RUN: set[str] = set()
_REGISTRY = {activation.name: activation for activation in _BUILT_IN}
BUILT_IN = frozenset(_REGISTRY)
"""Names of the built-in activations."""
