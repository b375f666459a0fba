"""Whatever the numbers and the names of a table are, nothing touches and nothing is cut off."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Dataset, Recipe, Trajectory, record
from detangle.stage import LayerMorphScene, StageScene, WideMorphScene, WideReplayScene
from tests.stage.scenes.films import assert_sound

LONG = tuple(f"Donaudampfschifffahrtsgesellschaft {i:05}" for i in range(10))


def run_of(
    scale: float = 1.0, shift: float = 0.0, names: tuple[str, ...] = ("a", "b"), features: int = 2
) -> Trajectory:
    rng = np.random.default_rng(0)
    labels = np.arange(60) % len(names)
    points = scale * (rng.normal(size=(60, features)) + labels[:, None]) + shift
    data = Dataset("any", points.astype(np.float32), labels, names)
    widths = (2, 2) if features == 2 else (5, 4)
    return record(data, Recipe.of(widths=widths, epochs=2, seed=1))


RUNS = {
    "thousands": run_of(5e3),
    "a millionth": run_of(1e-6),
    "far away": run_of(1.0, 2_000.5),
    "a name of 40 letters": run_of(names=(LONG[0], "b")),
    "ten long names": run_of(names=LONG),
}


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
@pytest.mark.parametrize("name", sorted(RUNS))
def test_layers_of_any_data_are_sound(name: str, shape: str) -> None:
    assert_sound(LayerMorphScene, along=False, shape=shape, run=RUNS[name])


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
@pytest.mark.parametrize("base", [WideMorphScene, WideReplayScene])
@pytest.mark.parametrize("names", [LONG, LONG[:2]])
def test_wide_layers_of_any_data_are_sound(
    base: type[StageScene], names: tuple[str, ...], shape: str
) -> None:
    run = run_of(1e-6, 1.0, names, 6) if names != LONG else run_of(names=names, features=6)
    # In an upright frame, ten names are a little smaller than other letters.
    small = "small letters" if names == LONG and shape == "9:16" else ""
    assert_sound(base, small, along=False, shape=shape, run=run)


@pytest.mark.usefixtures("unseen")
def test_names_are_cut_only_where_that_tells_the_classes_apart() -> None:
    other = tuple(f"{'a' * 20}{k}{'b' * 20}" for k in "cd")
    for names, shown in ((other, other), (("b" * 30, "c"), (f"{'b' * 12}…{'b' * 11}", "c"))):
        scene = type("Named", (LayerMorphScene,), {"run": run_of(names=names)})()
        scene.setup()
        assert scene.trajectory.class_names == shown
