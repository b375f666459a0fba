"""Saved states of a model, in memory or in files; nothing in a file is run."""

from __future__ import annotations

import operator
import os
import pickle
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, SupportsIndex

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from detangle.errors import DetangleError

Source = Mapping[str, Any] | str | os.PathLike[str]
"""A state dict, a dictionary that holds one, or the path of a file of either."""

Sources = Mapping[int, Source] | Sequence[Source] | Sequence[tuple[int, Source]]

PLACES = ("state_dict", "model_state_dict", "model")
"""Keys under which training loops keep the state dict of the model."""
LAST_STEP = 10_000_000
"""Greatest number of updates that can be meant."""

_SAVE_AGAIN = "save the weights alone: torch.save(model.state_dict(), path)"
_EXTRA = "_extra_state"
_REFUSED = re.compile(r"(?:GLOBAL|class|global) `?([\w.]+\.\w+)")


@dataclass(frozen=True)
class Contents:
    """What a checkpoint holds.

    Parameters
    ----------
    state
        The state dict.
    step
        Number of updates before it was saved; None if the checkpoint does not say.
    """

    state: Mapping[str, Any]
    step: int | None


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A saved state of a model, which is read when it is needed.

    Parameters
    ----------
    label
        What errors call it.
    source
        Where it is.
    """

    label: str
    source: Source

    def read(self) -> Contents:
        """Read it.

        Raises
        ------
        DetangleError
            If there is no state dict in it, or reading it could run code.
        """
        if isinstance(self.source, Mapping):
            return self._contents(self.source)
        if not isinstance(self.source, str | os.PathLike):
            raise DetangleError(
                f"{self.label} is of type {type(self.source).__name__}: give a state dict "
                "(model.state_dict()) or the path of a file"
            )
        path = Path(self.source)
        if not path.is_file():
            raise DetangleError(f"{path}: there is no such file")
        if path.suffix == ".safetensors":
            return _from_safetensors(path)
        return self._contents(_from_torch_file(path))

    def _contents(self, saved: Any) -> Contents:
        """Find the state dict in what was saved."""
        if _is_state(saved):
            return Contents(saved, None)
        places = saved if isinstance(saved, Mapping) else {}
        for place in PLACES:
            if _is_state(places.get(place)):
                return Contents(places[place], _step_in(places))
        held = ", ".join(map(repr, list(places)[:12])) or f"a {type(saved).__name__}"
        raise DetangleError(
            f"{self.label}: no state dict in it, nor under {', '.join(map(repr, PLACES))}; it "
            f"holds {held}: give the state dict itself"
        )


def in_order(sources: Sources) -> list[tuple[int, Checkpoint]]:
    """Return the checkpoints of a training with their steps, the first step first.

    Raises
    ------
    DetangleError
        If there are none, a step is no whole number or is there twice, or only some say theirs.
    """
    found = _with_steps(sources)
    if not found:
        raise DetangleError("checkpoints is empty: give at least one")
    found.sort(key=lambda one: one[0])
    for (step, one), (after, other) in pairwise(found):
        if step == after:
            raise DetangleError(
                f"{one.label} and {other.label} are both of step {step}: give {{step: checkpoint}} "
                "with the number of updates before each"
            )
    _refuse_shared(checkpoint for _, checkpoint in found)
    return found


def _refuse_shared(checkpoints: Iterable[Checkpoint]) -> None:
    """Refuse state dicts of the same tensors: `model.state_dict()` does not copy any."""
    seen: dict[tuple[int, ...], str] = {}
    for checkpoint in checkpoints:
        if not isinstance(checkpoint.source, Mapping):
            continue
        state = checkpoint.read().state
        places = tuple(part.data_ptr() for part in state.values() if isinstance(part, Tensor))
        if places in seen:
            raise DetangleError(
                f"{seen[places]} and {checkpoint.label} are the same tensors, so they hold the "
                "same weights: keep copy.deepcopy(model.state_dict()) of each step"
            )
        seen[places] = checkpoint.label


def _with_steps(sources: Sources) -> list[tuple[int, Checkpoint]]:
    if isinstance(sources, Mapping):
        if any(isinstance(step, str) for step in sources):
            raise DetangleError(
                "checkpoints has names for keys, as a state dict has: give {step: state dict}, or "
                "a list of state dicts"
            )
        return [_dated(*pair) for pair in sources.items()]
    if isinstance(sources, str | os.PathLike) or not isinstance(sources, Sequence):
        raise DetangleError(
            f"checkpoints is of type {type(sources).__name__}: it must be a list of checkpoints "
            "or {step: checkpoint}"
        )
    pairs = [one for one in sources if isinstance(one, tuple) and len(one) == 2]
    if len(pairs) == len(sources):
        return [_dated(*pair) for pair in pairs]
    found = [
        Checkpoint(_label(source, f"checkpoint {index}"), source)
        for index, source in enumerate(sources)
        if not isinstance(source, tuple)
    ]
    if len(found) < len(sources):
        raise DetangleError("checkpoints has tuples that are not (step, checkpoint)")
    return list(zip(_steps_of(found), found, strict=True))


def _dated(step: SupportsIndex, source: Source) -> tuple[int, Checkpoint]:
    """Return a step as a plain number, and its checkpoint."""
    try:
        number = operator.index(step)
    except TypeError:
        raise DetangleError(f"step {step!r} is not a whole number of updates") from None
    if not 0 <= number <= LAST_STEP:
        raise DetangleError(f"step {number} is out of range: it must be from 0 to {LAST_STEP}")
    return number, Checkpoint(_label(source, f"the checkpoint of step {number}"), source)


def _label(source: object, otherwise: str) -> str:
    return str(source) if isinstance(source, str | os.PathLike) else otherwise


def _steps_of(checkpoints: Sequence[Checkpoint]) -> Sequence[int]:
    """Return the steps that the checkpoints say; 0, 1, 2, … if none says any."""
    said = [checkpoint.read().step for checkpoint in checkpoints]
    steps = [step for step in said if step is not None]
    if steps and len(steps) < len(said):
        silent = checkpoints[said.index(None)].label
        raise DetangleError(
            f"{silent} does not say its step, but others do: give {{step: checkpoint}} with the "
            "number of updates before each"
        )
    return steps or range(len(said))


def _is_state(value: object) -> bool:
    """Return whether a value is a state dict: tensors by the names of a module's parameters."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(
            isinstance(key, str) and (isinstance(part, Tensor) or key.endswith(_EXTRA))
            for key, part in value.items()
        )
    )


def _step_in(values: Mapping[str, Any]) -> int | None:
    """Return the number of updates that a checkpoint plainly says, or None.

    A `step` beside an `epoch` may be counted within it, so it says nothing.
    """
    step = values.get("global_step", None if "epoch" in values else values.get("step"))
    if isinstance(step, str) and step.isdecimal():  # all metadata of safetensors are text
        step = int(step)
    plain = isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= LAST_STEP
    return step if plain else None


def _from_safetensors(path: Path) -> Contents:
    try:
        with safe_open(path, framework="pt") as file:
            state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
            return Contents(state, _step_in(file.metadata() or {}))
    except (SafetensorError, OSError) as error:
        raise DetangleError(
            f"{path}: cannot be read as safetensors ({error}); it may be cut off: save it again"
        ) from None


def _from_torch_file(path: Path) -> Any:
    """Read a file that `torch.save` wrote, of tensors and plain values only."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        refused = _REFUSED.search(str(error))
        example = f" ({refused[1]})" if refused else ""
        raise DetangleError(
            f"{path}: holds more than tensors and plain values{example}, and reading that could "
            f"run code; {_SAVE_AGAIN}"
        ) from None
    except Exception as error:
        reason = re.split(r"[.\n]", str(error))[0] or type(error).__name__
        raise DetangleError(
            f"{path}: cannot be read as a file of torch.save ({reason}); {_SAVE_AGAIN}"
        ) from None
