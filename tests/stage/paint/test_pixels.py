"""What is in the pixels of a frame is what is in the data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import ManimColor, tempconfig
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from detangle import Trajectory
from detangle.stage import LayerMorphScene, Theme, View

Array = NDArray[np.float64]

WIDTH, HEIGHT = 1920, 1080
UNIT = HEIGHT / 8.0
NEAR = 0.4
"""Pixels of a dot are nearer to its colour than this fraction of the background's distance."""
APART = 2.6
"""Dots whose centres are this many radii apart do not touch."""
LEVELS = 3
"""By how much a colour may be off, of 255."""

THEMES = {"dark": Theme.dark(), "paper": Theme.paper(), "flat": Theme.flat()}


@dataclass(frozen=True)
class Shot:
    """A picture, and what it shows: points (N, 2) of a layer with their classes."""

    pixels: Array
    coords: Array
    labels: NDArray[np.int64]
    view: View
    theme: Theme

    @property
    def centers(self) -> Array:
        """Where the data say that the dots are, (N, 2), in pixels: column, row."""
        area = self.view.area
        middle = np.array([area.left + area.right, area.bottom + area.top]) / 2
        x, y = ((self.coords - np.array(self.view.center)) * self.view.unit + middle).T
        return np.column_stack([WIDTH / 2 + x * UNIT, HEIGHT / 2 - y * UNIT]) - 0.5

    @property
    def isolated(self) -> NDArray[np.bool_]:
        """Which dots touch no other one."""
        gaps = np.linalg.norm(self.centers[:, None] - self.centers[None], axis=2)
        np.fill_diagonal(gaps, np.inf)
        return np.asarray(gaps.min(axis=1) > APART * self.theme.dot_radius * UNIT)

    def color(self, label: int) -> Array:
        return np.array(ManimColor(self.theme.class_color(label)).to_rgb()) * 255


def shoot(folder: Path, scene: type[LayerMorphScene]) -> Shot:
    """Render the last frame of a scene to a PNG file, and read it."""
    settings: dict[str, Any] = {
        "media_dir": str(folder),
        "save_last_frame": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": WIDTH,
        "pixel_height": HEIGHT,
        "disable_caching": True,
    }
    with tempconfig(settings):
        shown = scene()
        shown.render()
    (path,) = folder.rglob("*.png")
    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.float64)
    run = shown.trajectory
    return Shot(pixels, run.layer_at(0).astype(float), run.labels, shown.plane.view, shown.theme)


@pytest.fixture(scope="module", params=["dark", "paper", "flat"])
def at_first(
    request: pytest.FixtureRequest,
    moons: Trajectory,
    tmp_path_factory: pytest.TempPathFactory,
) -> Shot:
    """The input, in one theme after the other."""

    class Input(LayerMorphScene):
        run = moons
        theme = THEMES[request.param]
        beats = ("input",)

    return shoot(tmp_path_factory.mktemp(request.param), Input)


def blobs(shot: Shot, label: int) -> Array:
    """Centroids (B, 2) of the connected pixels of a class's colour, within the plot."""
    left, bottom, right, top = np.array(shot.view.area.box) * UNIT
    plot = np.zeros((HEIGHT, WIDTH), dtype=bool)
    rows = slice(round(HEIGHT / 2 - top), round(HEIGHT / 2 - bottom))
    plot[rows, round(WIDTH / 2 + left) : round(WIDTH / 2 + right)] = True
    color, ground = shot.color(label), np.array(ManimColor(shot.theme.background).to_rgb()) * 255
    away = np.linalg.norm(shot.pixels - color, axis=2) / np.linalg.norm(ground - color)
    parts, count = ndimage.label((away < NEAR) & plot, structure=np.ones((3, 3)))
    centers = ndimage.center_of_mass(1 - away, parts, range(1, count + 1))
    return np.array(centers)[:, ::-1]


def distances_to_blobs(shot: Shot, label: int) -> Array:
    """How far each isolated dot of a class is from the nearest blob of its colour, in pixels."""
    chosen = shot.isolated & (shot.labels == label)
    assert chosen.sum() >= 8
    gaps = np.linalg.norm(shot.centers[chosen][:, None] - blobs(shot, label)[None], axis=2)
    return np.asarray(gaps.min(axis=1))


@pytest.mark.parametrize("label", [0, 1])
def test_dots_are_where_the_input_says(at_first: Shot, label: int) -> None:
    assert distances_to_blobs(at_first, label).max() < 0.5


def test_dots_that_are_elsewhere_would_be_found_out(at_first: Shot) -> None:
    moved = at_first.coords + 1.0 / UNIT / at_first.view.unit
    elsewhere = Shot(at_first.pixels, moved, at_first.labels, at_first.view, at_first.theme)
    assert distances_to_blobs(elsewhere, 0).min() > 0.5


@pytest.mark.parametrize("label", [0, 1])
def test_dots_have_their_colours(at_first: Shot, label: int) -> None:
    """A disc has its colour in the middle; a ring on its line."""
    chosen = at_first.isolated & (at_first.labels == label)
    offset = 0.77 * at_first.theme.dot_radius * UNIT if at_first.theme.hole(label) else 0.0
    columns, rows = np.round(at_first.centers[chosen] + [offset, 0.0]).astype(int).T
    errors = np.abs(at_first.pixels[rows, columns] - at_first.color(label)).max(axis=1)
    assert errors.max() <= LEVELS
