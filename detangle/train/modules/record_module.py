"""Training any module on a dataset, and recording what its layers do to the points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.modules.batchnorm import _BatchNorm
from torch.optim import Adam, Optimizer

from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Training
from detangle.run.trajectory import Trajectory
from detangle.run.values import out_of_range
from detangle.train.loop import batches, update
from detangle.train.modules.hooks import inner
from detangle.train.modules.losses import Loss, fitting, of_probabilities
from detangle.train.modules.recorder import Recorder
from detangle.train.modules.records import BUDGET, held_out, shaped
from detangle.train.state import defaults, one_thread, place_of, training

ONE_THREAD_BELOW = 100_000
"""Parameters below which a model is trained in one thread."""

MakesOptimizer = Callable[[list[nn.Parameter]], Optimizer]


def record_module(
    model: nn.Module,
    dataset: Dataset,
    *,
    layers: Sequence[str | nn.Module],
    loss: Loss = cross_entropy,
    optimizer: Optimizer | MakesOptimizer = Adam,
    epochs: int = 100,
    batch_size: int | None = 64,
    shuffle: bool = True,
    seed: int = 0,
    record_every: int = 1,
    shape: Sequence[int] | None = None,
    made_by: str = "",
    evaluate: bool = True,
    budget: int = BUDGET,
) -> Trajectory:
    """Train any module on a dataset, and record its layers by forward hooks.

    The model is trained afterwards; all else is left as it was found: train or eval modes,
    gradients, what requires them, the random state, the device. Hooks are registered only while
    the model is recorded, also if it raises.

    Parameters
    ----------
    dataset
        The points to train on and to show.
    model, layers, evaluate, budget
        As in `Recorder`.
    loss
        Maps the model's output and the labels to the mean loss.
    optimizer
        An optimizer of the model's parameters, or a function that makes one: `Adam`, or
        `lambda parameters: SGD(parameters, lr=0.1)`.
    epochs, batch_size, shuffle, seed, record_every
        As in `Training`; the seed is that of the batches and of all that is random in the model,
        such as dropout. The initial weights are the model's own.
    shape
        Shape of one point, if the model does not take a row of numbers: (1, 8, 8) for the digits.
    made_by
        The network and its training, in words; made from the arguments if empty.

    Raises
    ------
    DetangleError
        If a layer is missing, is not called, or gives no finite tensor; if labels, shapes or
        counts do not fit; if the loss stops being finite.
    """
    plan = Training(epochs=epochs, batch_size=batch_size, shuffle=shuffle, seed=seed,
                    record_every=record_every)  # fmt: skip
    inner(model)  # what cannot be recorded is not trained
    chosen = optimizer if isinstance(optimizer, Optimizer) else _make_optimizer(optimizer, model)
    points = shaped(dataset, shape)
    recorder = Recorder(
        model,
        points,
        dataset.labels,
        layers=layers,
        class_names=dataset.class_names,
        name=dataset.name,
        loss=None if loss is cross_entropy else loss,
        made_by=made_by or _describe(model, chosen, plan),
        every=record_every,
        evaluate=evaluate,
        budget=budget,
        test=held_out(dataset),
        rows=dataset.rows,
        point_names=dataset.point_names,
    )
    if loss is cross_entropy and recorder.gives_probabilities:
        loss = of_probabilities
    elif loss is cross_entropy or isinstance(loss, nn.BCEWithLogitsLoss | nn.CrossEntropyLoss):
        recorder.expect_scores()
    _check_batches(model, len(points), plan)
    labels = torch.from_numpy(dataset.labels)
    threads = one_thread() if _is_small(model) else nullcontext()
    with defaults(), training(model, seed), threads:
        _train(model, points, labels, fitting(loss), chosen, plan, recorder)
    return recorder.trajectory()


def _check_batches(model: nn.Module, n: int, plan: Training) -> None:
    """Refuse a last batch of one point where batch normalisation needs two."""
    size = min(plan.batch_size or n, n)
    norms = (m for m in model.modules() if isinstance(m, _BatchNorm))
    if n % size != 1 % size or not any(norm.training or not model.training for norm in norms):
        return
    others = (other for other in range(size - 1, 1, -1) if n % other != 1)
    hint = next((f"try batch_size={other}" for other in others), "hold out or add a point")
    raise DetangleError(
        f"of {n} points in batches of {size} the last batch has one point, and batch normalisation "
        f"needs two: {hint}"
    )


def _train(
    model: nn.Module,
    points: Tensor,
    labels: Tensor,
    loss: Loss,
    optimizer: Optimizer,
    plan: Training,
    recorder: Recorder,
) -> None:
    """Train the model, and record each update."""
    device, dtype = place_of(model)
    inputs, targets = points.to(device, dtype), labels.to(device)
    updates = plan.updates(len(points))
    for batch in batches(len(points), plan):
        # A model may write to its input, so each batch is a copy.
        value = loss(model(inputs[batch].clone()), targets[batch])
        if what := out_of_range(float(value.detach())):
            raise DetangleError(
                f"the loss is {what} at step {recorder.steps}: try a lower learning rate"
            )
        optimizer.zero_grad()
        value.backward()
        try:
            update(optimizer)
        except OverflowError as error:
            raise DetangleError(
                f"{error} at step {recorder.steps + 1}: try a lower learning rate"
            ) from None
        recorder.snapshot(value, keep=recorder.steps + 1 == updates)


def _is_small(model: nn.Module) -> bool:
    """Whether a second thread would cost more than it brings."""
    return sum(parameter.numel() for parameter in model.parameters()) < ONE_THREAD_BELOW


def _make_optimizer(make: MakesOptimizer, model: nn.Module) -> Optimizer:
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if not trained:
        raise DetangleError("the model has no parameters to train: nothing would move")
    return make(trained)


def _describe(model: nn.Module, optimizer: Optimizer, plan: Training) -> str:
    """Say in words what is trained, and how."""
    rate = optimizer.param_groups[0]["lr"]
    batch = "all points at once" if plan.batch_size is None else f"batches of {plan.batch_size}"
    return (
        f"{type(model).__name__}, {type(optimizer).__name__} with learning rate {rate:g}, "
        f"{plan.epochs} epochs, {batch}, seed {plan.seed}"
    )
