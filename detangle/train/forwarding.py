"""What a module makes of all points: its layers' outputs and its class scores, checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from detangle.errors import DetangleError
from detangle.train.hooks import Layer, place_of, undisturbed, watched

Floats = NDArray[np.float32]
Loss = Callable[[Tensor, Tensor], Tensor]

AT_ONCE = 1024
"""Points that go through the model together."""


@dataclass(frozen=True, eq=False)
class Outputs:
    """What a model makes of N points.

    Parameters
    ----------
    layers
        (N, D_k) for each layer that is looked at.
    scores
        (N, C) class scores.
    loss
        Mean loss over all points; None if no function for it was given.
    """

    layers: list[Floats]
    scores: Floats
    loss: float | None


@dataclass(frozen=True, eq=False)
class Forward:
    """Runs a model on the same points again and again, without a trace.

    Parameters
    ----------
    model
        Maps points (N, …) to class scores (N, C); or to (N, 1) or (N,), the log odds of the second
        of two classes.
    points
        (N, …) as the model wants them; floating numbers are given in its own type.
    labels
        (N,) class indices.
    layers
        Whose outputs are wanted.
    loss
        Maps the model's output and the labels to the mean loss.
    evaluate
        Whether the model is in eval mode meanwhile.
    """

    model: nn.Module
    points: Tensor
    labels: Tensor
    layers: Sequence[Layer]
    loss: Loss | None
    evaluate: bool

    def __call__(self) -> Outputs:
        """Run the model.

        Raises
        ------
        DetangleError
            If a layer is not called once, or what it gives is not a tensor of finite numbers.
        """
        device, dtype = place_of(self.model)
        with undisturbed(self.model, evaluate=self.evaluate):
            parts = [
                self._part(points.to(device, dtype if points.is_floating_point() else None))
                for points in self.points.split(AT_ONCE)
            ]
            raw = torch.cat([output for _, output in parts])
            loss = None if self.loss is None else float(self.loss(raw, self.labels.to(device)))
        values = zip(*(hidden for hidden, _ in parts), strict=True)
        return Outputs(
            layers=[_numbers(layer.label, part) for layer, part in zip(self.layers, values,
                                                                       strict=True)],
            scores=_scores(_numbers("the model", [raw])),
            loss=loss,
        )  # fmt: skip

    def _part(self, points: Tensor) -> tuple[list[Tensor], Tensor]:
        """Run the model on some of the points."""
        with watched(self.layers) as outputs:
            output = self.model(points)
        hidden = [_once(layer, outputs[layer.name], len(points)) for layer in self.layers]
        return hidden, _tensor("the model", output, len(points))


def _once(layer: Layer, calls: Sequence[Any], count: int) -> Tensor:
    """Return a layer's one output."""
    if not calls:
        raise DetangleError(
            f"{layer.label} is not called when the model runs: name one that takes part"
        )
    if len(calls) > 1:
        raise DetangleError(
            f"{layer.label} is called {len(calls)} times when the model runs, so it is no one "
            "place: name the layers around it, or give each call a module of its own"
        )
    return _tensor(layer.label, calls[0], count)


def _tensor(label: str, output: Any, count: int) -> Tensor:
    if not isinstance(output, Tensor):
        raise DetangleError(
            f"{label} gives a {type(output).__name__}, not a tensor: name a layer that gives one"
        )
    if not output.ndim or len(output) != count:
        raise DetangleError(
            f"{label} gives a tensor of shape {tuple(output.shape)} for {count} points: its first "
            "axis must be the points"
        )
    return output


def _numbers(label: str, parts: Sequence[Tensor]) -> Floats:
    """Join what was given for some of the points, as (N, D)."""
    values = torch.cat(list(parts)).float().cpu().numpy()
    if not np.isfinite(values).all():
        raise DetangleError(f"{label} gives numbers that are not finite")
    return np.ascontiguousarray(values.reshape(len(values), -1))


def _scores(output: Floats) -> Floats:
    """Return class scores (N, C); one number a point is the log odds of the second class."""
    if output.shape[1] > 1:
        return output
    return np.concatenate([np.zeros_like(output), output], axis=1)
