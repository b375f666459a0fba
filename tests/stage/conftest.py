"""Runs and quiet renders that the stage's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
def drawn_quietly() -> Iterator[None]:
    """Draw frames without encoding them; what is typeset and trained for them is kept."""
    settings: dict[str, Any] = {
        "media_dir": str(studio() / "media"),
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
def quiet() -> Iterator[None]:
    """Draw frames without encoding them."""
    with drawn_quietly():
        yield


@pytest.fixture
def unseen(quiet: None) -> Iterator[None]:  # noqa: ARG001
    """Bring every animation to its end without drawing a frame."""
    with tempconfig({"from_animation_number": 10**6}):
        yield


@pytest.fixture
def refusal(quiet: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:  # noqa: ARG001
    """The one line with which a scene of these class attributes ends the program."""

    def line_of(base: type, **attributes: Any) -> str:
        with pytest.raises(SystemExit) as stopped:
            type("Refused", (base,), attributes)().render()
        assert stopped.value.code == 2
        (line,) = capsys.readouterr().err.strip().splitlines()
        assert line.startswith("Refused: ")
        return str(line)

    return line_of
