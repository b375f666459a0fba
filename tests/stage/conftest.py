"""Runs and quiet renders that the stage's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from manim import tempconfig

from detangle import Dataset, Recipe, Trajectory, datasets, record
from tests.studio import studio

SHORT = Recipe.of(dataset="moons", dataset_parameters={"n_points": 60}, widths=(2, 2), epochs=3)


@pytest.fixture(scope="session")
def moons(trained: Callable[[str], tuple[Dataset, Trajectory]]) -> Trajectory:
    return trained("moons")[1]


@pytest.fixture(scope="session")
def short_run() -> Trajectory:
    return record(datasets.make(SHORT.dataset, SHORT.dataset_parameters), SHORT)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Path]:
    """Draw frames without encoding them, below a folder of the test's own."""
    settings: dict[str, Any] = {
        "media_dir": str(tmp_path),
        "tex_dir": str(studio() / "media" / "Tex"),
        "dry_run": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": 426,
        "pixel_height": 240,
        "frame_rate": 4,
        "disable_caching": True,
    }
    with tempconfig(settings):
        yield tmp_path


@pytest.fixture
def unseen(quiet: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Bring every animation to its end without drawing a frame; what is typeset is kept."""
    typeset = str(tmp_path_factory.getbasetemp() / "typeset")
    with tempconfig({"from_animation_number": 10**6, "media_dir": typeset}):
        yield quiet
