"""Training one run behind a progress bar, and saving what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Recipe
from detangle.run.file import load, save
from detangle.run.trajectory import Trajectory
from detangle.train.progress import TrainingBar
from detangle.train.record import TrainingDivergedError, cached_path, describe, obtain, record


def train_and_save(
    dataset: Dataset, recipe: Recipe, output: Path, *, save_finite_part: bool
) -> Path:
    """Train a recipe and write its run; say in one line if the loss stops being finite.

    Parameters
    ----------
    dataset, recipe
        What to train.
    output
        Where the run goes.
    save_finite_part
        Whether to keep the steps before that.
    """
    try:
        return save(train_alone(dataset, recipe), output)
    except TrainingDivergedError as error:
        raise DetangleError(f"{error}; {_rescue(error, output, save_finite_part)}") from None


def train_alone(dataset: Dataset, recipe: Recipe) -> Trajectory:
    """Train a recipe behind a progress bar."""
    return _behind_bar(record, dataset, recipe)


def obtain_alone(dataset: Dataset, recipe: Recipe) -> Path:
    """Train a recipe behind a progress bar if that was never done, and name the cached run."""
    _behind_bar(lambda data, what, on_step: obtain(what, data, on_step=on_step), dataset, recipe)
    return cached_path(describe(dataset, recipe))


def _behind_bar(run: Callable[..., Trajectory], dataset: Dataset, recipe: Recipe) -> Trajectory:
    """Show how a training gets on, and say in one line if memory does not suffice."""
    try:
        with TrainingBar(dataset, recipe.updates(len(dataset))) as bar:
            return run(dataset, recipe, on_step=bar.update)
    except (MemoryError, RuntimeError) as error:
        if not _lacks_memory(error):
            raise
        raise DetangleError("the run does not fit in memory: fewer points or widths") from None


def summary(path: Path) -> str:
    """Tell in one line what a run's file holds."""
    trajectory = load(path)
    judged = trajectory.test_accuracy()
    return (
        f"{path}: {len(trajectory.steps)} steps, {path.stat().st_size / 1e6:.1f} MB; "
        f"loss {trajectory.loss[-1]:.4g}, accuracy {trajectory.accuracy[-1]:.1%}"
        + ("" if judged is None else f", {judged:.1%} of the points held out")
    )


def _rescue(error: TrainingDivergedError, output: Path, save_finite_part: bool) -> str:
    """Save the finite part if that was asked for, and say what became of it."""
    if error.trajectory is None:
        return "no step before it could be kept"
    if not save_finite_part:
        return "to keep the steps before it, add --save-finite-part"
    path = save(error.trajectory, output)
    return f"the {len(error.trajectory.steps)} recorded steps before it are in {path}"


def _lacks_memory(error: Exception) -> bool:
    words = ("allocate", "overflow", "too large")
    return isinstance(error, MemoryError) or any(word in str(error) for word in words)
