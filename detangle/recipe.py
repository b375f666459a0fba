"""What a run is made of: the points, the network and its training, as small frozen values."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Collection
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, Self, get_args

from detangle import activations
from detangle.errors import DetangleError, nearest

Readout = Literal["linear", "identity"]
Other = Literal["other"]
"""Stands for an activation or a readout of another program's network that has no name here."""
OTHER: Other = "other"
Optimizer = Literal["sgd", "adam"]
Scalar = bool | int | float | str
Parameter = Scalar | tuple[Scalar, ...]
"""What a dataset's parameter may be; a list is read as a tuple."""


@dataclass(frozen=True)
class Architecture:
    """A network of affine maps, each followed by an activation, and a readout.

    In runs of other programs the activation is `other` if no known one comes after an affine map,
    and the readout is `other` if the class scores are neither the last layer's units nor an affine
    map of them.

    Raises
    ------
    DetangleError
        If a field has a value that no network can have; the message names the field.
    """

    widths: tuple[int, ...] = (2, 2)
    """Width of each hidden layer, the first one first; the readout is not counted."""
    activation: str = "relu"
    """The function applied after each hidden layer's affine map."""
    readout: Readout | Other = "linear"
    """`linear`: one more affine map gives the class scores; `identity`: the last layer's units
    are the class scores."""

    def __post_init__(self) -> None:
        _require(self, "widths", (tuple, list), "a list of whole numbers")
        if not self.widths:
            raise DetangleError("widths is empty: give at least one hidden layer, such as 2 2")
        for width in self.widths:
            _require_count("widths", width)
        object.__setattr__(self, "widths", tuple(self.widths))
        _require(self, "activation", str, "text")
        if self.activation != OTHER:
            activations.get(self.activation)
        if self.readout != OTHER:
            _require_choice(self, "readout", get_args(Readout))

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.widths)

    @property
    def fingerprint(self) -> str:
        """Hash of the values of an activation of your own; empty for a built-in one."""
        return "" if self.activation == OTHER else activations.get(self.activation).fingerprint


@dataclass(frozen=True)
class Training:
    """How a network is trained, and which of the steps are recorded.

    Raises
    ------
    DetangleError
        If a field has a value with which no network can be trained; the message names the field.
    """

    optimizer: Optimizer = "adam"
    """How the weights are updated."""
    learning_rate: float = 0.01
    """The optimizer's step size."""
    momentum: float = 0.0
    """Momentum of `sgd`; `adam` has its own and takes 0 here."""
    batch_size: int | None = 64
    """Points in each batch; None takes all of them at once."""
    shuffle: bool = True
    """Whether the points are shuffled anew in each epoch; otherwise they keep their order."""
    epochs: int = 100
    """Passes over all points."""
    seed: int = 0
    """Seed of the initial weights and of the order of the batches."""
    record_every: int = 1
    """Keep every step (1), every second step (2), …; the first and the last are always kept."""

    def __post_init__(self) -> None:
        _require_choice(self, "optimizer", get_args(Optimizer))
        self._check_rates()
        _require(self, "shuffle", bool, "true or false")
        for name in ("epochs", "record_every"):
            _require_count(name, getattr(self, name))
        if self.batch_size is not None:
            _require_count("batch_size", self.batch_size)
        _require_count("seed", self.seed, least=0)

    def updates(self, n_points: int) -> int:
        """Count the optimizer's updates (T) that training on `n_points` points takes."""
        size = min(self.batch_size or n_points, n_points)
        return self.epochs * math.ceil(n_points / size)

    def _check_rates(self) -> None:
        for name in ("learning_rate", "momentum"):
            _require(self, name, (int, float), "a number")
        if not 0 < self.learning_rate <= sys.float_info.max:
            raise DetangleError(
                f"learning_rate is {self.learning_rate}: it must be a positive number, such as 0.01"
            )
        if not 0 <= self.momentum < 1:
            raise DetangleError(f"momentum is {self.momentum}: it must be at least 0 and below 1")
        if self.momentum and self.optimizer != "sgd":
            raise DetangleError(
                f"momentum is {self.momentum} with {self.optimizer}: only sgd has one, set it to 0"
            )
        for name in ("learning_rate", "momentum"):
            object.__setattr__(self, name, float(getattr(self, name)))


@dataclass(frozen=True, eq=False)
class Setup:
    """The points and the network of a run, whoever trained it.

    Two setups are equal if their JSON is.
    """

    dataset: str = "moons"
    """Name of the generator that makes the points (`detangle datasets` lists them)."""
    dataset_parameters: dict[str, Parameter] = field(default_factory=dict)
    """The generator's parameters, its own seed among them; what is left out takes its default."""
    data_hash: str = ""
    """SHA-256 of the points and labels where they are the user's own; empty for a generator's."""
    architecture: Architecture = field(default_factory=Architecture)
    """The network."""

    def __post_init__(self) -> None:
        for name in ("dataset", "data_hash"):
            _require(self, name, str, "text")
        _require(self, "dataset_parameters", dict, "names with values")
        parameters = {key: _frozen(key, value) for key, value in self.dataset_parameters.items()}
        object.__setattr__(self, "dataset_parameters", parameters)

    def __eq__(self, other: object) -> bool:
        # What is trained is what is written: {"noise": 0} and {"noise": False} are not the same.
        return isinstance(other, Setup) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    @property
    def key(self) -> str:
        """SHA-256 of the JSON, in hexadecimal: equal setups have equal keys.

        If the activation is one of your own, its values are part of the key, too.
        """
        text = self.to_json() + self.architecture.fingerprint
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> str:
        """Write all fields as one line of JSON with sorted keys; `read_setup` reads them."""
        return json.dumps(self.facts(), sort_keys=True)

    def facts(self) -> dict[str, Any]:
        """Return all fields side by side, those of the architecture and the training too."""
        return _flat(self)

    @classmethod
    def of(cls, /, **values: Any) -> Self:
        """Build a setup from fields side by side, as `facts` returns them.

        Raises
        ------
        DetangleError
            If a field is unknown or has a value that it cannot have; the message names it.

        Examples
        --------
        >>> Recipe.of(dataset="circles", widths=(3,), epochs=50).training.epochs
        50
        """
        own = {f.name for f in fields(cls)}
        parts = {name: part for name, part in _PARTS.items() if name in own}
        grouped = {
            name: part(**{f.name: values.pop(f.name) for f in fields(part) if f.name in values})
            for name, part in parts.items()
        }
        if unknown := sorted(set(values) - (own - set(parts))):
            raise DetangleError(
                f"the recipe has an unknown field {unknown[0]!r}; is it of a newer detangle?"
            )
        return cls(**values, **grouped)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, named as in `of`.

        Examples
        --------
        >>> Recipe().replace(seed=4, activation="tanh").architecture.activation
        'tanh'
        """
        return self.of(**self.facts() | changes)


@dataclass(frozen=True, eq=False)
class Recipe(Setup):
    """A dataset, a network and a way to train it.

    Two equal recipes give the same run on the same machine, byte for byte. A recipe is plain data:
    its JSON loses nothing.

    Raises
    ------
    DetangleError
        If a field has a value that cannot be trained; the message names the field.

    Examples
    --------
    >>> recipe = Recipe("moons", {"noise": 0.1}, training=Training(epochs=50))
    >>> recipe == Recipe.of(dataset="moons", dataset_parameters={"noise": 0.1}, epochs=50)
    True
    >>> recipe.replace(seed=4).training.seed
    4
    """

    training: Training = field(default_factory=Training)
    """How the network is trained."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("activation", "readout"):
            if getattr(self.architecture, name) == OTHER:
                raise DetangleError(
                    f"{name} is other, which cannot be trained; it is for runs that another "
                    "program made"
                )


@dataclass(frozen=True, eq=False)
class ExternalSetup(Setup):
    """What is known of a run that another program made."""

    made_by: str = "another program"
    """The network and its training, in words."""

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(self, "made_by", str, "text")
        if not self.made_by:
            raise DetangleError("made_by is empty: say in words what made the run")


_PARTS = {"architecture": Architecture, "training": Training}
"""The values that a setup consists of, whose fields stand side by side in its JSON."""


def read_setup(values: dict[str, Any]) -> Recipe | ExternalSetup:
    """Read the fields that `Setup.facts` returns; one with `made_by` is of another program.

    Raises
    ------
    DetangleError
        If a field is unknown or has a value that it cannot have; the message names it.
    """
    own = {key: value for key, value in values.items() if key != "made_by"}
    return ExternalSetup.of(**values) if values.get("made_by") else Recipe.of(**own)


def _flat(value: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name in (f.name for f in fields(value)):
        part = getattr(value, name)
        flat |= _flat(part) if is_dataclass(part) else {name: part}
    return flat


def _frozen(name: object, value: Any) -> Parameter:
    """Return a dataset's parameter; a list, which JSON has in place of a tuple, as a tuple."""
    items = value if isinstance(value, tuple | list) else (value,)
    if not isinstance(name, str) or not all(isinstance(item, Scalar) for item in items):
        raise DetangleError(
            f"dataset_parameters has {name!r}: {value!r}; it must be a number, text, true or "
            "false, or a list of these"
        )
    return tuple(value) if isinstance(value, list) else value


def _require(owner: object, name: str, kinds: type | tuple[type, ...], wanted: str) -> None:
    """Refuse a field of another type; true and false are no numbers."""
    value = getattr(owner, name)
    if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
        raise DetangleError(f"{name} is {value!r}: it must be {wanted}")


def _require_choice(owner: object, name: str, choices: Collection[str]) -> None:
    value = getattr(owner, name)
    if value not in choices:
        raise DetangleError(f"unknown {name} {value!r}: {nearest(str(value), choices)}")


def _require_count(name: str, value: object, least: int = 1) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DetangleError(f"{name} has {value!r}: it must be a whole number")
    if not least <= value < 2**63:
        raise DetangleError(f"{name} has {value}: it must be from {least} to 2**63 - 1")
