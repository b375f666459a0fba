"""Recording any module while a training loop of your own trains it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from detangle._typing import AnyFloatArray, IntArray
from detangle.errors import DetangleError
from detangle.run.from_arrays import from_arrays
from detangle.run.trajectory import Trajectory
from detangle.train.hooks import Forward, Loss, Outputs, find_layers
from detangle.train.identify import LayerMaps, Map

BUDGET = 256 * 2**20
"""Bytes that the recorded layers may take before steps are left out."""


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of one step."""

    step: int
    outputs: Outputs
    maps: list[dict[int, Map]]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        found = [one for gap in self.maps for one in gap.values()]
        maps = sum(weight.nbytes + bias.nbytes for weight, bias in found)
        return maps + self.outputs.scores.nbytes + sum(h.nbytes for h in self.outputs.layers)


class Recorder:
    """Records a model while a loop of your own trains it.

    The untrained model is recorded at once; then `snapshot` is called after each update:

    >>> recorder = Recorder(model, points, labels, layers=["block1", "block2"])  # doctest: +SKIP
    >>> for x, y in loader:  # doctest: +SKIP
    ...     loss = cross_entropy(model(x), y)
    ...     optimizer.zero_grad(), loss.backward(), optimizer.step()
    ...     recorder.snapshot(loss)
    >>> save(recorder.trajectory(), "runs/mine")  # doctest: +SKIP

    The model is left as it was found: modes, gradients, buffers, random state; hooks are registered
    only while it is recorded.

    Parameters
    ----------
    model
        Maps points to class scores (N, C); or to (N, 1) or (N,), the log odds of the second of two
        classes.
    points
        (N, …) the points that the film shows, as the model wants them.
    labels
        (N,) class indices, whole numbers from 0.
    layers
        Names of modules, as in `named_modules`, or the modules themselves, in the order in which
        they are shown. Name what gives a layer after its activation: then a layer that is a known
        function of an affine map of the one before is found to be one.
    class_names
        C names; `class 0`, `class 1`, … if None.
    name
        Name of the points.
    loss
        Maps the model's output and the labels to the mean loss; None is the cross entropy.
    made_by
        The network and its training, in words.
    every
        Record every update (1), every second (2), …. Whenever the records outgrow `budget`, every
        second one is dropped, and from then on half as many are kept.
    evaluate
        Whether the model is put into eval mode to be recorded: dropout is off, and batch
        normalisation uses its running statistics. Otherwise its mode is not changed.
    budget
        Greatest size of all records, bytes.

    Raises
    ------
    DetangleError
        If a layer is missing, is not called, or gives no finite tensor; or if labels do not fit.
    """

    def __init__(
        self,
        model: nn.Module,
        points: ArrayLike | Tensor,
        labels: ArrayLike | Tensor,
        *,
        layers: Sequence[str | nn.Module],
        class_names: Sequence[str] | None = None,
        name: str = "data",
        loss: Loss | None = None,
        made_by: str = "",
        every: int = 1,
        evaluate: bool = True,
        budget: int = BUDGET,
    ) -> None:
        if every < 1:
            raise DetangleError(f"every is {every}: it must be at least 1")
        found = find_layers(model, layers)
        inputs, self._labels = _inputs(points), _whole(labels)
        targets = torch.from_numpy(self._labels)
        self._forward = Forward(model, inputs, targets, found, loss, evaluate)
        self._points = inputs.detach().float().cpu().numpy().reshape(len(inputs), -1)
        self._maps = LayerMaps(model, [layer.module for layer in found])
        self._batch_loss: list[float] = []
        self._records: list[Record] = []
        self._every, self._budget = every, budget
        self._about = name, made_by or f"{type(model).__name__}, trained by a loop of its own"
        self._record(keep=True)
        self._names = _class_names(class_names, self._records[0].outputs.scores, self._labels)

    @property
    def steps(self) -> int:
        """Number of snapshots so far, which is the number of updates."""
        return len(self._batch_loss)

    def snapshot(self, loss: float | Tensor, *, keep: bool = False) -> None:
        """Record an update: call it once after each.

        Parameters
        ----------
        loss
            Loss of the update's batch, before the update.
        keep
            Record this step even where `every` would leave it out.

        Raises
        ------
        DetangleError
            If the loss or an output is not finite; `trajectory` gives the run up to the step
            before.
        """
        value = float(loss.detach()) if isinstance(loss, Tensor) else float(loss)
        if not math.isfinite(value):
            raise DetangleError(
                f"the loss is not finite at step {self.steps}: try a lower learning rate; "
                "trajectory() gives the run up to here"
            )
        self._batch_loss.append(value)
        self._record(keep=keep)

    def trajectory(self) -> Trajectory:
        """Return the run, up to the last step that was recorded.

        Raises
        ------
        DetangleError
            If there was no snapshot yet.
        """
        last = self._records[-1].step
        if not last:
            raise DetangleError(
                "there is no snapshot yet: call snapshot(loss) after each update of the model"
            )
        outputs = [record.outputs for record in self._records]
        *maps, readout = self._maps.stacked([record.maps for record in self._records])
        loss = [output.loss for output in outputs]
        return from_arrays(
            points=self._points,
            labels=self._labels,
            steps=[record.step for record in self._records],
            batch_loss=self._batch_loss[:last],
            loss=None if loss[0] is None else np.array(loss),
            layers=[np.stack(points) for points in zip(*(o.layers for o in outputs), strict=True)],
            weights=[None if found is None else found[0] for found in maps],
            biases=[None if found is None else found[1] for found in maps],
            activation=self._maps.activation,
            readout=readout,
            scores=np.stack([output.scores for output in outputs]),
            class_names=self._names,
            name=self._about[0],
            made_by=self._about[1],
        )

    def _record(self, *, keep: bool) -> None:
        """Record the model, if this step is one to keep, after making room for it."""
        if self._records and (len(self._records) + 1) * self._records[0].size > self._budget:
            self._records = self._records[::2]
            self._every *= 2
        if not keep and self.steps % self._every:
            return
        try:
            outputs = self._forward()
        except DetangleError as error:
            raise DetangleError(f"at step {self.steps}: {error}") from None
        seen = self._maps.observe([self._points, *outputs.layers, outputs.scores])
        self._records.append(Record(self.steps, outputs, seen))


def _inputs(points: ArrayLike | Tensor) -> Tensor:
    """Return the points as a tensor (N, …)."""
    if not isinstance(points, Tensor):
        array: NDArray[Any] = np.asarray(points)
        if array.dtype.kind not in "fiub":
            raise DetangleError(f"points are {array.dtype}, not numbers")
        points = torch.from_numpy(np.ascontiguousarray(array))
    if points.ndim < 2 or 0 in points.shape:
        raise DetangleError(
            f"points have shape {tuple(points.shape)}; it must be (N, …) and not empty"
        )
    return points.detach()


def _whole(labels: ArrayLike | Tensor) -> IntArray:
    """Return the labels as whole numbers (N,)."""
    given = labels.detach().cpu().numpy() if isinstance(labels, Tensor) else np.asarray(labels)
    if given.dtype.kind not in "iub":
        raise DetangleError(f"labels are {given.dtype}: they must be whole numbers, from 0")
    return given.astype(np.int64)


def _class_names(
    names: Sequence[str] | None, scores: AnyFloatArray, labels: IntArray
) -> tuple[str, ...]:
    """Check labels and names against the class scores (N, C) of the untrained model."""
    n, c = scores.shape
    if labels.shape != (n,):
        raise DetangleError(f"there are {n} points, but labels have shape {labels.shape}")
    for label in (int(labels.min()), int(labels.max())):
        if not 0 <= label < c:
            raise DetangleError(
                f"label {label} is out of range: the model gives {c} scores, for classes 0 to "
                f"{c - 1}"
            )
    if names is not None and len(names) != c:
        raise DetangleError(f"there are {len(names)} class names, but the model gives {c} scores")
    return tuple(names) if names is not None else tuple(f"class {i}" for i in range(c))
