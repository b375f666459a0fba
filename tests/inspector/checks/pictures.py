"""Images among the points are those of the run, and lie where their points do."""

from __future__ import annotations

import numpy as np

from detangle.stage.inspector.frame import VISIBLE, Frame
from detangle.stage.plot.projected_plane import ProjectedPlane
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of

ROUNDING = 1e-9


def images_of_the_run(frame: Frame) -> Problems:
    """Images among the points are those that the points stand for, and lie in their places."""
    plane = getattr(frame.scene, "plane", None)
    if not frame.settled or not isinstance(plane, ProjectedPlane):
        return
    pictures, points = plane.pictures, film_of(frame.scene).trajectory.points
    if pictures not in frame.family or pictures.rgbas[:, 3].max(initial=0.0) < VISIBLE:
        return
    if np.abs(pictures.images.reshape(len(points), -1) - points).max() > ROUNDING:
        yield "the images", "are not those of the run"
    if np.abs(pictures.coords - plane.cloud.coords).max() > ROUNDING:
        yield "the images", "do not lie where their points are"
