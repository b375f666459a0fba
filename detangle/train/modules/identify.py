"""Which layers of a module are an affine map of the layer before, then a known function."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from torch import nn

from detangle import activations
from detangle._typing import AnyFloatArray, FloatArray
from detangle.geometry.affine import affine_map, fits
from detangle.recipe import OTHER

Map = tuple[FloatArray, FloatArray]
"""Weight (E, D) and bias (E,) of an affine map."""

WIDEST_IDENTITY = 128
"""Units up to which the map that changes nothing is kept, as a matrix of so many squared."""
FIRST_POINTS = 16
"""Points on which a map is tried before it is tried on all."""


Candidate = Callable[[FloatArray, FloatArray], Map | None]
"""Estimates the map that takes (N, D) points to (N, E) ones at one step; None if it takes none."""


def identity_map(before: FloatArray, after: FloatArray) -> Map | None:
    """Return the identity matrix and no bias: the layer is a function of the one before."""
    if before.shape[1] != after.shape[1] or before.shape[1] > WIDEST_IDENTITY:
        return None
    return np.eye(before.shape[1]), np.zeros(before.shape[1])


def module_map(
    before: FloatArray, after: FloatArray, *, linear: nn.Linear, norm: nn.BatchNorm1d | None = None
) -> Map | None:
    """Return a linear module's weights and biases, times the batch normalisation after it."""
    weight = _array(linear.weight)
    if weight.shape != (after.shape[1], before.shape[1]):
        return None
    bias = np.zeros(len(weight)) if linear.bias is None else _array(linear.bias)
    if norm is None:
        return weight, bias
    found = _scaling(norm)
    if found is None or found[0].shape != bias.shape:
        return None
    scale, shift = found
    return scale[:, None] * weight, scale * bias + shift


def dense_map(before: FloatArray, after: FloatArray, *, dense: Any) -> Map | None:
    """Return the weights and biases of Keras' `Dense` on torch, whose kernel is (D, E)."""
    weight = _array(dense.kernel.value).T
    if weight.shape != (after.shape[1], before.shape[1]):
        return None
    return weight, np.zeros(len(weight)) if dense.bias is None else _array(dense.bias.value)


def fitted_map(before: FloatArray, after: FloatArray) -> Map | None:
    """Return the affine map that fits the points exactly, if they determine one."""
    return affine_map(before, after, determined=True)


@dataclass
class LayerGap:
    """The maps that may lie between two layers; each step that is observed rules some out.

    Parameters
    ----------
    candidates
        The maps that are still possible, each with the functions that may come after it.
    """

    candidates: list[tuple[Candidate, tuple[str, ...]]]

    def observe(self, before: FloatArray, after: FloatArray) -> dict[int, Map]:
        """Keep the candidates that map `before` to `after`; return their maps by their indices."""
        found: dict[int, Map] = {}
        for i, (candidate, names) in enumerate(self.candidates):
            needed = names and not (found and candidate is fitted_map)
            kept = _check(candidate, names, before, after) if needed else None
            self.candidates[i] = (candidate, kept[1] if kept else ())
            if kept:
                found[i] = kept[0]
        return found

    def names(self) -> set[str]:
        """Return the functions that may come last."""
        return {name for _, names in self.candidates for name in names}

    def chosen(self, name: str) -> int | None:
        """Return the index of the first candidate that may end with a function."""
        holds = (i for i, (_, names) in enumerate(self.candidates) if name in names)
        return next(holds, None)


@dataclass
class LayerMaps:
    """The affine maps between the layers of a module, and to its scores, where there are any.

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
            LayerGap([(candidate, _allowed(candidate, names)) for candidate in maps])
            for names in (*ends, ("identity",))
        ]

    def observe(self, outputs: Sequence[AnyFloatArray]) -> list[dict[int, Map]]:
        """Observe the points, all layers and the scores of one step; return the maps that hold."""
        arrays = [np.asarray(output, np.float64) for output in outputs]
        pairs = zip(self.gaps, pairwise(arrays), strict=True)
        return [gap.observe(before, after) for gap, (before, after) in pairs]

    @property
    def activation(self) -> str:
        """The function that comes last in most layers; `other` if no layer is such a map."""
        counts = Counter(name for gap in self.gaps[:-1] for name in gap.names())
        if not counts:
            return OTHER
        # Where several functions do the same to all points, the one registered first is meant.
        return max(activations.names(), key=lambda name: counts[name])

    def stacked(self, seen: Sequence[list[dict[int, Map]]]) -> list[Map | None]:
        """Stack each gap's map over the steps that were observed, (S, E, D) and (S, E)."""
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
    known, kind = activations.names(), type(module)
    of = {name: [getattr(nn, k, None) for k in activations.get(name).modules] for name in known}
    return tuple(name for name in known if kind in of[name]) or known


def _candidates(model: nn.Module) -> Iterator[Candidate]:
    """Yield what may lie between two layers of a model, the simplest first."""
    linears = [m for m in model.modules() if isinstance(m, nn.Linear)]
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm1d)]
    yield identity_map
    yield from (partial(module_map, linear=linear) for linear in linears)
    yield from (partial(module_map, linear=a, norm=b) for a in linears for b in norms)
    if keras := sys.modules.get("keras"):  # whoever has such a layer has imported it
        denses = (m for m in model.modules() if isinstance(m, keras.layers.Dense))
        yield from (partial(dense_map, dense=dense) for dense in denses)
    yield fitted_map


def _allowed(candidate: Candidate, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which functions may come after a map: a fitted one is seen only without any."""
    return tuple(n for n in names if n == "identity" or candidate is not fitted_map)


def _check(
    candidate: Candidate, names: Sequence[str], before: FloatArray, after: FloatArray
) -> tuple[Map, tuple[str, ...]] | None:
    """Return a map and the functions with which it leads from one layer to the next, if any."""
    found = candidate(before, after)
    if found is None:
        return None
    true: Sequence[str] = names
    for part in (slice(FIRST_POINTS), slice(None)):
        true = [name for name in true if _maps_to(found, name, before[part], after[part])]
        if not true:
            return None
    return found, tuple(true)


def _maps_to(found: Map, name: str, before: FloatArray, after: FloatArray) -> bool:
    weight, bias = found
    size = float((np.abs(before) @ np.abs(weight).T + np.abs(bias)).max(initial=0.0))
    return fits(activations.get(name).function(before @ weight.T + bias), after, size, close=0.0)


def _scaling(norm: nn.BatchNorm1d) -> Map | None:
    """Return the scale and the shift of each unit by batch normalisation in eval mode."""
    if norm.running_mean is None or norm.running_var is None:
        return None
    scale = 1 / np.sqrt(_array(norm.running_var) + norm.eps)
    if norm.affine:
        scale = scale * _array(norm.weight)
    shift = -scale * _array(norm.running_mean)
    return scale, shift + _array(norm.bias) if norm.affine else shift


def _array(tensor: object) -> FloatArray:
    # A copy: an array of doubles would go on sharing the memory of a model that is trained.
    return np.array(tensor.detach().double().cpu().numpy())  # type: ignore[attr-defined]
