"""What to train: everything that decides a run, as one small frozen value."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from detangle import activations
from detangle.errors import DetangleError, nearest

Readout = Literal["linear", "identity"]
Other = Literal["other"]
"""What a network that is not detangle's own may have in place of these."""
Optimizer = Literal["sgd", "adam"]
Scalar = bool | int | float | str
Parameter = Scalar | tuple[Scalar, ...]
"""What a dataset's parameter may be; a list is read as a tuple."""


@dataclass(frozen=True)
class Recipe:
    """A dataset, a network and a way to train it.

    Two equal recipes give the same run on the same machine, byte for byte. A recipe is plain data:
    `to_json` and `from_json` lose nothing.

    Raises
    ------
    DetangleError
        If a field has a value that cannot be trained; the message names the field.
    """

    dataset: str = "moons"
    """Name of the generator that makes the points (`detangle datasets` lists them)."""
    dataset_parameters: dict[str, Parameter] = field(default_factory=dict)
    """The generator's parameters, its own seed among them; what is left out takes its default."""
    data_hash: str = ""
    """SHA-256 of the points and labels where they are the user's own; empty for a generator's."""
    widths: tuple[int, ...] = (2, 2)
    """Width of each hidden layer, the first one first; the readout is not counted."""
    activation: str = "relu"
    """The function applied after each hidden layer's affine map."""
    readout: Readout | Other = "linear"
    """`linear`: one more affine map gives the class scores; `identity`: the last layer's units
    are the class scores."""
    optimizer: Optimizer = "adam"
    """How the weights are updated."""
    learning_rate: float = 0.01
    """The optimizer's step size."""
    momentum: float = 0.0
    """Momentum of `sgd`; `adam` has its own and takes 0 here."""
    batch_size: int | None = 64
    """Points in each batch; None takes all of them at once."""
    shuffle: bool = True
    """Whether each epoch has a new order of the points; otherwise it is the file's order."""
    epochs: int = 100
    """How often every point is seen."""
    seed: int = 0
    """Seed of the initial weights and of the order of the batches."""
    record_every: int = 1
    """Keep every step (1), every second step (2), …; the first and the last are always kept."""
    made_by: str = ""
    """What made the run, in words, where `record` did not: the network and its training. Then
    `activation` is `other` if none of those known comes after an affine map, `readout` is `other`
    if the class scores come out of the last layer in neither way, and the fields from `optimizer`
    to `record_every` say nothing: they keep their defaults and are not written. Empty for all that
    detangle can train again."""

    def __post_init__(self) -> None:
        self._check_types()
        object.__setattr__(self, "widths", tuple(self.widths))
        parameters = {key: _frozen(value) for key, value in self.dataset_parameters.items()}
        object.__setattr__(self, "dataset_parameters", parameters)
        self._check_names()
        self._check_counts()
        self._check_rates()
        self._check_maker()
        object.__setattr__(self, "learning_rate", float(self.learning_rate))
        object.__setattr__(self, "momentum", float(self.momentum))

    def __eq__(self, other: object) -> bool:
        # What is trained is what is written: {"noise": 0} and {"noise": False} are not the same.
        return isinstance(other, Recipe) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.widths)

    @property
    def key(self) -> str:
        """SHA-256 of the recipe's JSON, in hexadecimal: equal recipes have equal keys.

        If the activation is one of your own, its values are part of the key, too.
        """
        own = "" if self.activation == OTHER else activations.get(self.activation).fingerprint
        return hashlib.sha256((self.to_json() + own).encode()).hexdigest()

    def updates(self, n_points: int) -> int:
        """Count the optimizer's updates (T) that training on `n_points` points takes."""
        size = min(self.batch_size or n_points, n_points)
        return self.epochs * math.ceil(n_points / size)

    def to_json(self) -> str:
        """Write the recipe as one line of JSON with sorted keys."""
        return json.dumps(self.facts(), sort_keys=True)

    def facts(self) -> dict[str, Any]:
        """Return the fields that say something: which ones, depends on who made the run."""
        hidden = OF_TRAINING if self.made_by else ("made_by",)
        return {key: value for key, value in asdict(self).items() if key not in hidden}

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read a recipe that `to_json` wrote.

        Raises
        ------
        DetangleError
            If the text is not JSON, or not that of a recipe.
        """
        try:
            values = json.loads(text)
        except json.JSONDecodeError as error:
            raise DetangleError(f"the recipe is not JSON ({error})") from None
        if not isinstance(values, dict):
            raise DetangleError(f"the recipe is a JSON {type(values).__name__}, not an object")
        return cls.from_dict(values)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Recipe:
        """Build a recipe from its fields, as a JSON file holds them."""
        unknown = sorted(set(values) - {f.name for f in fields(cls)})
        if unknown:
            raise DetangleError(
                f"the recipe has an unknown field {unknown[0]!r}; is it of a newer detangle?"
            )
        try:
            return cls(**values)
        except DetangleError:
            raise
        except (TypeError, ValueError, OverflowError) as error:
            raise DetangleError(f"the recipe has a field of the wrong type ({error})") from None

    def _check_types(self) -> None:
        for name, (kinds, wanted) in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
                raise DetangleError(f"{name} is {value!r}: it must be {wanted}")
        for key, value in self.dataset_parameters.items():
            items = value if isinstance(value, tuple | list) else (value,)
            if not isinstance(key, str) or not all(isinstance(item, Scalar) for item in items):
                raise DetangleError(
                    f"dataset_parameters has {key!r}: {value!r}; it must be a number, text, true "
                    "or false, or a list of these"
                )

    def _check_maker(self) -> None:
        """Let a run either be trained from its recipe, or say who made it."""
        if not self.made_by:
            for name in ("activation", "readout"):
                if getattr(self, name) == OTHER:
                    raise DetangleError(
                        f"{name} is other, which cannot be trained; it is for runs that detangle "
                        "has not made, which say by made_by what did"
                    )
            return
        for name, default in _training_defaults().items():
            if getattr(self, name) != default:
                raise DetangleError(
                    f"{name} is {getattr(self, name)!r}, but this run was made by "
                    f"{self.made_by!r}: say it there, and leave {name} out"
                )

    def _check_names(self) -> None:
        if self.activation != OTHER:
            activations.get(self.activation)
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            other = value == OTHER and name != "optimizer"
            if value not in choices and not other:
                raise DetangleError(f"unknown {name} {value!r}: {nearest(str(value), choices)}")

    def _check_counts(self) -> None:
        if not self.widths:
            raise DetangleError("widths is empty: give at least one hidden layer, such as 2 2")
        for width in self.widths:
            _require_count("widths", width, 1)
        if self.batch_size is not None:
            _require_count("batch_size", self.batch_size, 1)
        _require_count("epochs", self.epochs, 1)
        _require_count("record_every", self.record_every, 1)
        _require_count("seed", self.seed, 0)

    def _check_rates(self) -> None:
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


_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "dataset": (str, "text"),
    "dataset_parameters": (dict, "names with values"),
    "data_hash": (str, "text"),
    "widths": ((tuple, list), "a list of whole numbers"),
    "activation": (str, "text"),
    "learning_rate": ((int, float), "a number"),
    "momentum": ((int, float), "a number"),
    "shuffle": (bool, "true or false"),
    "made_by": (str, "text"),
}

OTHER: Other = "other"

OF_TRAINING = (
    "optimizer",
    "learning_rate",
    "momentum",
    "batch_size",
    "shuffle",
    "epochs",
    "seed",
    "record_every",
)
"""The fields that say how detangle trains."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "readout": get_args(Readout),
    "optimizer": get_args(Optimizer),
}


def _frozen(value: Any) -> Parameter:
    """Make a list, which JSON has in place of a tuple, a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _training_defaults() -> dict[str, Any]:
    return {f.name: f.default for f in fields(Recipe) if f.name in OF_TRAINING}


def _require_count(name: str, value: object, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DetangleError(f"{name} has {value!r}: it must be a whole number")
    if value < least:
        raise DetangleError(f"{name} has {value}: it must be at least {least}")
    if value >= 2**63:
        raise DetangleError(f"{name} has {value}: it must be below 2**63")
