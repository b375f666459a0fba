"""Recording a run: the one door from torch to numpy.

Nothing here imports torch until a network must really be trained, so a cached run costs nothing.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from detangle import datasets
from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Recipe
from detangle.run.arrays import MemoryArrays
from detangle.run.file import FORMAT_VERSION, SUFFIX, load, save
from detangle.run.trajectory import Trajectory

if TYPE_CHECKING:
    from detangle.train.loop import Step

BUDGET = 256 * 2**20
"""Bytes that the file of one run may take before steps are left out."""

CACHE = Path("media/runs")
"""Where `obtain` keeps its runs, below the working directory."""

_log = logging.getLogger(__name__)


class TrainingDivergedError(DetangleError):
    """The loss stopped being finite.

    Attributes
    ----------
    step
        The first step whose loss is not finite.
    trajectory
        The run up to the step before, or None if there is none.
    """

    def __init__(self, step: int, recipe: Recipe, trajectory: Trajectory | None) -> None:
        rate = recipe.training.learning_rate
        super().__init__(
            f"the loss is not finite at step {step}: try a learning rate below "
            f"{rate:g}, such as {rate / 10:g}"
        )
        self.step = step
        self.trajectory = trajectory


def record(
    dataset: Dataset,
    recipe: Recipe,
    *,
    budget: int = BUDGET,
    on_step: Callable[[Step], object] | None = None,
) -> Trajectory:
    """Train a recipe's network on a dataset and keep its steps.

    The weights are copied at each step; the layers are computed from them afterwards. The recipe
    in the trajectory describes the dataset that was really used.

    Parameters
    ----------
    dataset
        The points to train on.
    recipe
        What to train; its own dataset fields are replaced by those of `dataset`.
    budget
        Bytes for the file. A run that would need more keeps every second step, or every third,
        …, and says so in the log; the first and the last step are kept in any case.
    on_step
        Called with each step, for a progress bar or a look at the network.

    Raises
    ------
    TrainingDivergedError
        If the loss stops being finite; its `trajectory` holds the finite part.
    DetangleError
        If the recipe does not fit the dataset.
    """
    from detangle.train.loop import one_thread, train
    from detangle.train.weight_log import WeightLog

    described = describe(dataset, recipe)
    log = WeightLog(dataset, described, record_stride(dataset, described, budget))
    with one_thread():
        for step in train(dataset, described):
            if step.batch_loss is not None and not math.isfinite(step.batch_loss):
                log.diverged_at = step.index
                break
            log.add(step)
            if on_step is not None:
                on_step(step)
        arrays = log.arrays()
    if arrays and dataset.test is not None:
        arrays |= {"test.points": dataset.test.points, "test.labels": dataset.test.labels}
    trajectory = (
        Trajectory(described, dataset.class_names, MemoryArrays(arrays)) if arrays else None
    )
    if trajectory is None or log.diverged_at is not None:
        raise TrainingDivergedError(log.diverged_at or 0, described, trajectory)
    return trajectory


def obtain(
    recipe: Recipe,
    dataset: Dataset | None = None,
    *,
    cache: Path = CACHE,
    on_step: Callable[[Step], object] | None = None,
) -> Trajectory:
    """Train a recipe once, and read it from a cache ever after.

    Parameters
    ----------
    recipe
        What to train.
    dataset
        The user's own points; None makes those that the recipe names.
    cache
        Folder of the cached runs. A run's name holds the key of its whole recipe, own data
        included by their content, so no run is ever mistaken for another.
    on_step
        Called with each step if the run must be trained.
    """
    if dataset is None:
        dataset = datasets.make(recipe.dataset, recipe.dataset_parameters)
    path = cached_path(describe(dataset, recipe), cache)
    if path.exists():
        try:
            return load(path)
        except DetangleError as error:
            _log.warning("training again, the cached run is of no use: %s", error)
    save(record(dataset, recipe, on_step=on_step), path)
    return load(path)


def cached_path(recipe: Recipe, cache: Path = CACHE) -> Path:
    """Name the file in which `obtain` keeps a recipe's run."""
    return cache / f"{recipe.dataset}-f{FORMAT_VERSION}-{recipe.key[:20]}{SUFFIX}"


def describe(dataset: Dataset, recipe: Recipe) -> Recipe:
    """Return the recipe with the dataset fields that are true of `dataset`.

    A generator is named with all its parameters if it really makes these points; any other data
    are named by their content, and by how they were read where that is known.
    """
    parameters = dict(dataset.parameters)
    if dataset.name in datasets.GENERATORS:
        if recipe.dataset == dataset.name:
            made = datasets.make(dataset.name, recipe.dataset_parameters)
            if made.digest == dataset.digest:
                parameters |= datasets.complete(dataset.name, recipe.dataset_parameters)
                return recipe.replace(dataset_parameters=parameters, data_hash="")
        parameters = {}
    return recipe.replace(
        dataset=dataset.name, dataset_parameters=parameters, data_hash=dataset.digest
    )


def record_stride(dataset: Dataset, recipe: Recipe, budget: int = BUDGET) -> int:
    """Choose how many updates lie between two recorded steps, so that the run fits its budget."""
    updates = recipe.training.updates(len(dataset))
    spare = budget - _bytes_whatever_is_kept(dataset, updates)
    most = max(spare // _bytes_a_step(dataset, recipe), 2)
    stride = max(recipe.training.record_every, math.ceil(updates / (most - 1)))
    if stride > recipe.training.record_every:
        kept = math.ceil(updates / recipe.training.record_every) + 1
        _log.warning(
            "keeping one step in %d: all %d would take %.3g MB, the budget is %.3g MB",
            stride,
            kept,
            _bytes_a_step(dataset, recipe) * kept / 1e6,
            budget / 1e6,
        )
    return stride


def _bytes_a_step(dataset: Dataset, recipe: Recipe) -> int:
    """Count the bytes of one record: layers, weights, and its step, loss and accuracy."""
    sizes = (dataset.dimension, *recipe.architecture.widths)
    weights = sum(a * b + b for a, b in pairwise(sizes)) + (sizes[-1] + 1) * dataset.n_classes
    return 4 * (len(dataset) * sum(recipe.architecture.widths) + weights) + 20


def _bytes_whatever_is_kept(dataset: Dataset, updates: int) -> int:
    """Count the bytes of the points, the labels and the batch losses, and room for the header."""
    points = len(dataset) + (0 if dataset.test is None else len(dataset.test))
    return points * (4 * dataset.dimension + 8) + 4 * updates + 8192
