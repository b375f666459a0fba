"""Runs and quiet renders that the stage's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


@contextmanager
def drawn_quietly(folder: Path) -> Iterator[None]:
    """Draw frames without encoding them."""
    settings: dict[str, Any] = {
        "media_dir": str(folder),
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
        yield


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Path]:
    """Draw frames without encoding them, below a folder of the test's own."""
    with drawn_quietly(tmp_path):
        yield tmp_path


@pytest.fixture
def unseen(quiet: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Bring every animation to its end without drawing a frame; what is typeset is kept."""
    typeset = str(tmp_path_factory.getbasetemp() / "typeset")
    with tempconfig({"from_animation_number": 10**6, "media_dir": typeset}):
        yield quiet


@pytest.fixture
def refusal(quiet: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:  # noqa: ARG001
    """The one line with which a scene of these class attributes ends the program."""

    def line_of(base: type, **attributes: Any) -> str:
        with pytest.raises(SystemExit) as stopped:
            type("Refused", (base,), attributes)().render()
        assert stopped.value.code == 2
        (line,) = capsys.readouterr().err.strip().splitlines()
        assert line.startswith("Refused: ")
        return str(line)

    return line_of
