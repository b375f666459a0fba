"""What a model's output means, and the loss that fits it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from torch import Tensor, nn
from torch.nn import functional

from detangle._typing import AnyFloatArray, Float32Array
from detangle.errors import DetangleError

Loss = Callable[[Tensor, Tensor], Tensor]

BINARY = (nn.BCELoss, nn.BCEWithLogitsLoss)
"""Losses of one number a point, with labels as floating numbers of the same shape."""
REGRESSIONS = (nn.MSELoss, nn.L1Loss, nn.SmoothL1Loss, nn.HuberLoss)
"""Losses that would take class indices for values to be met."""
LEAST = np.finfo(np.float32).tiny
"""Probabilities below are taken for this one, so that their logarithm is finite."""
SUM = 1e-4
"""Distance of a sum of probabilities from 1 that rounding may make."""


def fitting(loss: Loss) -> Loss:
    """Return a loss that takes a model's output and class indices (N,), whatever shape it wants.

    Cross entropy of one number a point is the binary one; a loss that cannot be computed is refused
    in one line.

    Raises
    ------
    DetangleError
        If the loss is one of a regression.
    """
    if isinstance(loss, REGRESSIONS) or loss in (functional.mse_loss, functional.l1_loss):
        name = getattr(loss, "__name__", type(loss).__name__)
        raise DetangleError(f"{name} is a regression's loss: the labels are classes, not values")

    def fitted(output: Tensor, labels: Tensor) -> Tensor:
        try:
            value = _called(loss, output, labels)
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            reason = str(error).partition("\n")[0]
            raise DetangleError(
                f"the loss does not take outputs of shape {tuple(output.shape)} and labels of "
                f"shape {tuple(labels.shape)}: {reason}"
            ) from None
        if value.numel() != 1:
            raise DetangleError(f"the loss has shape {tuple(value.shape)}; it must be one number")
        return value.reshape(())

    return fitted


def _called(loss: Loss, output: Tensor, labels: Tensor) -> Tensor:
    flat = output.reshape(len(output), -1)
    if isinstance(loss, BINARY) and flat.shape[1] == 1:
        value: Tensor = loss(flat[:, 0], labels.to(flat.dtype))
        return value
    if loss is functional.cross_entropy and flat.shape[1] == 1:
        return functional.binary_cross_entropy_with_logits(flat[:, 0], labels.to(flat.dtype))
    return loss(output, labels)


def of_probabilities(output: Tensor, labels: Tensor) -> Tensor:
    """Return the mean cross entropy of probabilities: of each class, or of the second of two."""
    flat = output.reshape(len(output), -1)
    if flat.shape[1] == 1:
        return functional.binary_cross_entropy(flat[:, 0], labels.to(flat.dtype))
    return functional.nll_loss(flat.clamp_min(float(LEAST)).log(), labels)


def are_probabilities(outputs: AnyFloatArray) -> bool:
    """Return True if (S, N, C) outputs are probabilities, of each class or of the second of two."""
    if outputs.min() < 0 or outputs.max() > 1:
        return False
    one_number = outputs.shape[2] == 1
    return one_number or bool(np.abs(outputs.sum(axis=2) - 1).max() <= SUM)


def as_scores(outputs: AnyFloatArray, *, probabilities: bool) -> Float32Array:
    """Return class scores (…, N, C) of a model's outputs, as cross entropy takes them.

    One number a point is about the second of two classes; the scores of probabilities are their
    logarithms.
    """
    values = np.asarray(outputs, dtype=np.float64)
    if probabilities:
        both = np.concatenate([1 - values, values], axis=-1) if values.shape[-1] == 1 else values
        return np.asarray(np.log(np.maximum(both, LEAST)), dtype=np.float32)
    if values.shape[-1] == 1:
        values = np.concatenate([np.zeros_like(values), values], axis=-1)
    return values.astype(np.float32)
