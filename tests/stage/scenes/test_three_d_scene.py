"""In a scene in space the camera turns about the points, and titles stay where they are."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Dot3D

from detangle.stage import PointCloud, StageThreeDScene
from detangle.stage.words.markup import Markup


@pytest.mark.usefixtures("quiet")
def test_titles_stay_and_points_turn() -> None:
    class Turned(StageThreeDScene):
        beats = ("cloud",)
        words = {"cloud.title": "A cloud", "cloud.caption": "It is turned."}  # noqa: RUF012

        def show_cloud(self) -> None:
            self.set_camera_orientation(phi=0.3, theta=-1.5)
            with self.beat("cloud"):
                self.add(PointCloud([[1, 2, 3]]))
                self.move_camera(phi=1.2, theta=0.4, run_time=0.5)

    scene = Turned()
    scene.render()
    camera = scene.camera
    title = scene.make_title(Markup("A cloud"))
    assert title is not None
    glyph = title.submobjects[0]
    seen = camera.transform_points_pre_display(glyph, glyph.points)
    np.testing.assert_allclose(seen, glyph.points)
    places = np.array([[1.0, 2.0, 3.0]])
    mine = camera.transform_points_pre_display(PointCloud(places), places)
    theirs = camera.transform_points_pre_display(Dot3D(places[0]), places)
    np.testing.assert_allclose(mine, theirs)
    assert np.abs(mine - places).max() > 0.1
    assert len(scene.spoken) == 1
