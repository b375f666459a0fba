"""Recording any module while a training loop of your own trains it."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike
from torch import Tensor, nn

from detangle.errors import DetangleError
from detangle.run.from_arrays import Pair
from detangle.run.trajectory import Trajectory
from detangle.run.values import out_of_range
from detangle.train.modules.losses import Loss
from detangle.train.modules.records import BUDGET, Records


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
        classes. Probabilities are recorded as such, if a sigmoid or a softmax module gives them, or
        if all that is recorded lies between 0 and 1, and sums to 1 over several classes.
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
        Greatest size of all records, bytes; the first and the last are kept in any case.
    test
        (M, …) points that were held out, and their (M,) labels: kept in the run, to judge it by.
    rows, point_names
        Row of each point in its table, counted from 1, and N names: as of `from_arrays`.

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
        test: Pair | None = None,
        rows: ArrayLike | None = None,
        point_names: Sequence[str] = (),
    ) -> None:
        if every < 1:
            raise DetangleError(f"every is {every}: it must be at least 1")
        self._batch_loss: list[float] = []
        self._records = Records(
            model,
            points,
            labels,
            layers=layers,
            name=name,
            loss=loss,
            made_by=made_by or f"{type(model).__name__}, trained by a loop of its own",
            every=every,
            evaluate=evaluate,
            budget=budget,
            test=test,
            rows=rows,
            point_names=point_names,
        )
        self._record(keep=True)
        self._records.name_classes(class_names)

    @property
    def steps(self) -> int:
        """Number of snapshots so far, which is the number of updates."""
        return len(self._batch_loss)

    @property
    def gives_probabilities(self) -> bool:
        """Whether the model's output is that of a sigmoid or a softmax module."""
        return self._records.probabilities

    def expect_scores(self) -> None:
        """Take outputs for class scores or log odds, also where all lie between 0 and 1."""
        self._records.of_scores = True

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
        if what := out_of_range(value):
            raise DetangleError(
                f"the loss is {what} at step {self.steps}: try a lower learning rate; "
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
        last = self._records.last
        if not last:
            raise DetangleError(
                "there is no snapshot yet: call snapshot(loss) after each update of the model"
            )
        return self._records.trajectory(batch_loss=self._batch_loss[:last])

    def _record(self, *, keep: bool) -> None:
        try:
            self._records.add(self.steps, keep=keep)
        except DetangleError as error:
            raise DetangleError(f"at step {self.steps}: {error}") from None
