"""Interpolation and drawing alone, without an encoder: the crowded scene, and larger clouds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.film import Panels, filming, render
from benchmarks.timing import Row, best_times, seconds
from detangle.stage.paint.camera import StageCamera
from detangle.stage.paint.cloud import PointCloud

FEW, MANY = 1_000, 100_000
SHORT, LONG = 4, 64
"""Frames of two films whose difference is drawing alone, without what a film costs once."""


def rows() -> list[Row]:
    """Measure a frame of four panels, and how drawing grows with the number of points."""
    with filming(encode=False):
        frame = frame_time()
        clouds = best_times({"few": drawing_of(FEW), "many": drawing_of(MANY)}, 40)
    growth = MANY / FEW
    return [
        Row("frame of 4 panels x 4,000 points, drawing alone", frame, None, most=0.025),
        Row("drawing 100,000 points", clouds["many"], None, most=0.1),
        Row("... against 100 x 1,000 points", clouds["many"], growth * clouds["few"], most=1),
    ]


def frame_time(repetitions: int = 5) -> float:
    """Time one frame of the crowded scene."""
    render(Panels, frames=SHORT)
    short = min(seconds(lambda: render(Panels, frames=SHORT)) for _ in range(repetitions))
    long = min(seconds(lambda: render(Panels, frames=LONG)) for _ in range(repetitions))
    return (long - short) / (LONG - SHORT)


def drawing_of(count: int) -> Callable[[], None]:
    """Return what moves a cloud of so many points a little and draws it over an empty frame."""
    places = np.random.default_rng(0).uniform([-7, -4], [7, 4], (count, 2))
    cloud, camera = PointCloud(places, "#58C4DD"), StageCamera()

    def draw() -> None:
        cloud.shift((0.001, 0.0, 0.0))
        camera.reset()
        camera.capture_mobjects([cloud])

    return draw
