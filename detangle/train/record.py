"""Recording a run: networks are trained by torch, and kept as NumPy arrays.

torch is imported when a network must be trained, so a cached run is loaded without it.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from detangle import datasets
from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.presets import PRESETS, is_preset
from detangle.recipe import Recipe
from detangle.run.arrays import MemoryArrays
from detangle.run.file import (
    FORMAT_VERSION,
    SUFFIX,
    check_writable,
    existing,
    load,
    save_somewhere,
)
from detangle.run.trajectory import Trajectory
from detangle.run.values import LARGEST
from detangle.train.limits import check_fits

if TYPE_CHECKING:
    from detangle.train.loop import Step

BUDGET = 256 * 2**20
"""Bytes that the file of one run may take before steps are left out."""

CACHE = Path("media/runs")
"""Where `load_or_train` keeps its runs, below the working directory."""

LONGEST = 40
"""Characters of the points' name in the name of a cached file: up to four bytes each."""

_log = logging.getLogger(__name__)


class TrainingDivergedError(DetangleError):
    """The loss stopped being finite, or the network's numbers grew too large to be kept.

    Attributes
    ----------
    step
        The first step of which that is so.
    trajectory
        The run up to the step before, or None if there is none.

    Parameters
    ----------
    step, recipe, trajectory
        Where it ended, of what, and what there is.
    finite
        Whether the loss is still finite at this step.
    """

    def __init__(
        self, step: int, recipe: Recipe, trajectory: Trajectory | None, *, finite: bool = False
    ) -> None:
        rate = recipe.training.learning_rate
        what = f"the network has numbers above {LARGEST:g}" if finite else "the loss is not finite"
        super().__init__(
            f"{what} at step {step}: try a learning rate below {rate:g}, such as {rate / 10:g}"
        )
        self.step = step
        self.trajectory = trajectory


def record(
    dataset: Dataset,
    recipe: Recipe,
    *,
    budget: int = BUDGET,
    progress: bool = False,
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
    progress
        Whether a progress bar is shown on the terminal.
    on_step
        Called with each step.

    Raises
    ------
    TrainingDivergedError
        If the loss stops being finite; its `trajectory` holds the finite part.
    DetangleError
        If the recipe does not fit the dataset, or the run does not fit in memory.
    """
    from detangle.train.loop import train
    from detangle.train.progress import training_bar
    from detangle.train.state import defaults, in_memory, one_thread
    from detangle.train.weight_log import WeightLog

    check_fits(dataset, recipe)
    described = describe(dataset, recipe)
    updates = described.training.updates(len(dataset))
    with in_memory(), defaults(), one_thread(), ExitStack() as stack:
        log = WeightLog(dataset, described, budget)
        observers = [] if on_step is None else [on_step]
        if progress:
            observers.append(stack.enter_context(training_bar(dataset, updates)))
        for step in train(dataset, described):
            if step.batch_loss is not None and not abs(step.batch_loss) <= LARGEST:
                log.diverged_at, log.finite = step.index, math.isfinite(step.batch_loss)
                break
            for observe in (log.add, *observers):
                observe(step)
        arrays = MemoryArrays(log.arrays())
    known = described, dataset.class_names, arrays, dataset.point_names
    run = Trajectory(*known) if arrays.arrays else None
    if run is None or log.diverged_at is not None:
        raise TrainingDivergedError(log.diverged_at or 0, described, run, finite=log.finite)
    return run


def load_or_train(
    recipe: Recipe,
    dataset: Dataset | None = None,
    *,
    cache: Path = CACHE,
    progress: bool = False,
    on_step: Callable[[Step], object] | None = None,
    before: Callable[[Trajectory], object] | None = None,
) -> Trajectory:
    """Load a recipe's run from a cache, after training it once.

    Parameters
    ----------
    recipe
        What to train.
    dataset
        The user's own points; None makes those that the recipe names.
    cache
        Folder of the cached runs. A run's name holds the key of its whole recipe, own data
        included by their content; a file that is damaged, or holds another run than its name says,
        is made anew.
    progress, on_step
        As in `record`, if the run must be trained.
    before
        Called before the training, if there is one, with a run of the same shapes after a single
        update. What it raises spares the training.

    Raises
    ------
    DetangleError
        If the cache cannot be written, which is found before the training where it can be; after
        it, the line says in which temporary folder the run is kept.
    """
    if dataset is None:
        whole = datasets.complete(recipe.dataset, recipe.dataset_parameters)
        asked = recipe.replace(dataset_parameters=whole)
    else:
        asked = describe(dataset, recipe)
    path = cached_path(asked, cache)
    if path.exists():
        try:
            return _as_asked(load(path), asked, path)
        except DetangleError as error:
            _log.warning("training again, the cached run is of no use: %s", error)
    if dataset is None:
        dataset = datasets.make(recipe.dataset, recipe.dataset_parameters)
    check_writable(path, size=file_size(dataset, recipe))
    if before is not None:
        with suppress(TrainingDivergedError):  # the training will say the same
            before(record(dataset, recipe.replace(epochs=1, batch_size=None)))
    save_somewhere(record(dataset, recipe, progress=progress, on_step=on_step), path)
    return load(path)


def file_size(dataset: Dataset, recipe: Recipe, *, budget: int = BUDGET) -> int:
    """Return how many bytes the file of a run takes at most, before it is trained."""
    from detangle.train.weight_log import file_size

    return file_size(dataset, recipe, budget)


def _as_asked(run: Trajectory, asked: Recipe, path: Path) -> Trajectory:
    """Refuse a run that bears the name of another."""
    if run.setup != asked:
        raise DetangleError(f"{path}: is the run of another recipe")
    return run


def cached_path(recipe: Recipe, cache: Path = CACHE) -> Path:
    """Name the file in which `load_or_train` keeps a recipe's run; it always lies in the cache."""
    name = re.sub(r"[^\w-]+", "_", recipe.dataset)[:LONGEST]
    return cache / f"{name}-f{FORMAT_VERSION}-{recipe.key[:20]}{SUFFIX}"


def describe(dataset: Dataset, recipe: Recipe) -> Recipe:
    """Return the recipe with the dataset fields that are true of `dataset`.

    Points that a generator makes are named by it and all its parameters; any other are named by
    their content, and by how they were read where that is known.
    """
    return recipe.replace(
        dataset=dataset.name,
        dataset_parameters=dict(dataset.parameters),
        data_hash=dataset.data_hash,
    )


def find_run(
    name: str | Path,
    *,
    cache: Path = CACHE,
    before: Callable[[Trajectory], object] | None = None,
) -> tuple[Path, Trajectory]:
    """Find a run and its file, by what a user calls it; a preset is trained once.

    Parameters
    ----------
    name
        A file, with or without its suffix, or a preset.
    cache, before
        As of `load_or_train`.

    Raises
    ------
    DetangleError
        If there is no such file or preset.
    """
    path = existing(name)
    if path.exists() or not is_preset(str(name)):
        return path, load(path)
    run = load_or_train(PRESETS[str(name)].recipe, cache=cache, progress=True, before=before)
    return cached_path(run.recipe, cache), run
