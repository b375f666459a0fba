"""Which layers of a module are an affine map of the layer before, then a known function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import nn

from detangle import activations
from detangle.geometry.affine import affine_map, fits
from detangle.recipe import OTHER

Array = NDArray[np.float64]
Map = tuple[Array, Array]

FEW = 16
"""Points on which a map is tried before all are."""


class Candidate(Protocol):
    """A map that may be the one between two layers."""

    def now(self, before: Array, after: Array) -> Map | None:
        """Return its weight (E, D) and bias (E,) at this moment of the training."""


@dataclass(frozen=True)
class IdentityMap:
    """What comes in; only a function is applied."""

    def now(self, before: Array, after: Array) -> Map | None:
        """Return the unit matrix."""
        if before.shape[1] != after.shape[1]:
            return None
        return np.eye(before.shape[1]), np.zeros(before.shape[1])


@dataclass(frozen=True)
class LinearModule:
    """A linear module, and perhaps the normalisation after it, whose statistics stand still."""

    linear: nn.Linear
    norm: nn.BatchNorm1d | None = None

    def now(self, before: Array, after: Array) -> Map | None:
        """Return its weights, scaled and shifted as the normalisation does."""
        weight = _array(self.linear.weight)
        if weight.shape != (after.shape[1], before.shape[1]):
            return None
        bias = np.zeros(len(weight)) if self.linear.bias is None else _array(self.linear.bias)
        if self.norm is None:
            return weight, bias
        found = _scaling(self.norm)
        if found is None or found[0].shape != bias.shape:
            return None
        scale, shift = found
        return scale[:, None] * weight, scale * bias + shift


@dataclass(frozen=True)
class LeastSquaresMap:
    """Whatever map the points themselves tell, if they tell all of it."""

    def now(self, before: Array, after: Array) -> Map | None:
        """Return the least squares solution, if it is the only one, and exact."""
        return affine_map(before, after, determined=True)


@dataclass
class LayerGap:
    """The maps that may lie between two layers, fewer with each step that is looked at.

    Parameters
    ----------
    candidates
        Those that are still possible, each with the functions that may come after it.
    """

    candidates: list[tuple[Candidate, tuple[str, ...]]]

    def look(self, before: Array, after: Array) -> dict[int, Map]:
        """Keep what is true of these points, and return the maps by the candidates' numbers."""
        found: dict[int, Map] = {}
        for i, (candidate, names) in enumerate(self.candidates):
            needed = names and not (found and isinstance(candidate, LeastSquaresMap))
            kept = _true_of(candidate, names, before, after) if needed else None
            self.candidates[i] = (candidate, kept[1] if kept else ())
            if kept:
                found[i] = kept[0]
        return found

    def names(self) -> set[str]:
        """Return the functions that may come last."""
        return {name for _, names in self.candidates for name in names}

    def chosen(self, name: str) -> int | None:
        """Return the number of the first candidate that ends with a function."""
        holds = (i for i, (_, names) in enumerate(self.candidates) if name in names)
        return next(holds, None)


@dataclass
class LayerMaps:
    """The maps between all layers of a module, and to its scores, as far as there are any.

    Parameters
    ----------
    model
        The module.
    layers
        The modules whose outputs are the layers.
    """

    model: nn.Module
    layers: Sequence[nn.Module]
    gaps: list[LayerGap] = field(init=False)

    def __post_init__(self) -> None:
        maps = list(_candidates(self.model))
        ends = [_functions_of(module) for module in self.layers]
        self.gaps = [
            LayerGap([(candidate, _ends(candidate, names)) for candidate in maps])
            for names in (*ends, ("identity",))
        ]

    def look(self, outputs: Sequence[NDArray[np.floating]]) -> list[dict[int, Map]]:
        """Look at the points, all layers and the scores of one step; return the maps that hold."""
        arrays = [np.asarray(output, np.float64) for output in outputs]
        pairs = zip(self.gaps, pairwise(arrays), strict=True)
        return [gap.look(before, after) for gap, (before, after) in pairs]

    @property
    def activation(self) -> str:
        """The function that comes last in most layers; `other` if no layer is such a map."""
        counts = Counter(name for gap in self.gaps[:-1] for name in gap.names())
        if not counts:
            return OTHER
        # Where several functions do the same to all points, the one registered first is meant.
        return max(activations.names(), key=lambda name: counts[name])

    def stacked(self, seen: Sequence[list[dict[int, Map]]]) -> list[Map | None]:
        """Stack each gap's map over the steps that were looked at, (S, E, D) and (S, E)."""
        names = [*len(self.layers) * [self.activation], "identity"]
        return [self._stacked(seen, i, name) for i, name in enumerate(names)]

    def _stacked(self, seen: Sequence[list[dict[int, Map]]], gap: int, name: str) -> Map | None:
        chosen = self.gaps[gap].chosen(name)
        if chosen is None:
            return None
        weights, biases = zip(*(step[gap][chosen] for step in seen), strict=True)
        return np.stack(weights), np.stack(biases)


def _functions_of(module: nn.Module) -> tuple[str, ...]:
    """Return the activations with which a module may end: its own, or all if it has none."""
    known = activations.names()
    own = tuple(
        name
        for name in known
        if any(type(module) is getattr(nn, kind, None) for kind in activations.get(name).modules)
    )
    return own or known


def _candidates(model: nn.Module) -> Iterator[Candidate]:
    """Yield what may lie between two layers of a model, the plainest first."""
    linears = [m for m in model.modules() if isinstance(m, nn.Linear)]
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm1d)]
    yield IdentityMap()
    yield from (LinearModule(linear) for linear in linears)
    yield from (LinearModule(linear, norm) for linear in linears for norm in norms)
    yield LeastSquaresMap()


def _ends(candidate: Candidate, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which functions may come after a map: a fitted one is seen only without any."""
    return tuple(n for n in names if n == "identity" or not isinstance(candidate, LeastSquaresMap))


def _true_of(
    candidate: Candidate, names: Sequence[str], before: Array, after: Array
) -> tuple[Map, tuple[str, ...]] | None:
    """Return a map and the functions with which it leads from one layer to the next, if any."""
    found = candidate.now(before, after)
    if found is None:
        return None
    true: Sequence[str] = names
    for part in (slice(FEW), slice(None)):
        true = [name for name in true if _leads(found, name, before[part], after[part])]
        if not true:
            return None
    return found, tuple(true)


def _leads(found: Map, name: str, before: Array, after: Array) -> bool:
    weight, bias = found
    size = float((np.abs(before) @ np.abs(weight).T + np.abs(bias)).max(initial=0.0))
    return fits(activations.get(name).function(before @ weight.T + bias), after, size, close=0.0)


def _scaling(norm: nn.BatchNorm1d) -> Map | None:
    """Return by what batch normalisation in eval mode multiplies each unit, and what it adds."""
    if norm.running_mean is None or norm.running_var is None:
        return None
    scale = 1 / np.sqrt(_array(norm.running_var) + norm.eps)
    if norm.affine:
        scale = scale * _array(norm.weight)
    shift = -scale * _array(norm.running_mean)
    return scale, shift + _array(norm.bias) if norm.affine else shift


def _array(tensor: object) -> Array:
    return np.asarray(tensor.detach().double().cpu().numpy())  # type: ignore[attr-defined]
