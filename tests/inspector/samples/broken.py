"""Scenes that break one rule each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from manim import LEFT, RIGHT, UP, Line, Square

from detangle.stage import Clock, LossPanel, RunClock, Strokes
from detangle.stage.plot.decision import DecisionLine
from tests.inspector.samples.tiny import Show, Tiny, dots, label, panel_of


def wide_label(scene: Tiny) -> None:
    wide = label("This is a very long line of words which goes on and on and on")
    scene.show(wide.scale_to_fit_width(13.4))


def low_title(scene: Tiny) -> None:
    x, y = scene.layout.title.center[:2]
    scene.remove(*scene.mobjects)
    scene.show(label("Title", size=30).move_to((x, y, 0)))


def label_on_line(scene: Tiny) -> None:
    scene.show(Line(2 * LEFT, 0.8 * RIGHT), label().shift(0.02 * UP))


def label_on_strokes(scene: Tiny) -> None:
    scene.show(Strokes(np.array([[-2, -1], [2, 1]])), label())


def label_on_area(scene: Tiny) -> None:
    scene.show(
        Square(2, fill_opacity=0.2, stroke_width=0).move_to(3 * LEFT), label().shift(3 * LEFT)
    )


def dim_label(scene: Tiny) -> None:
    scene.show(label())
    scene.play(scene.mobjects[-1].animate.set_opacity(0.2))


def unclipped(scene: Tiny) -> None:
    scene.show(scene.cloud().set_clip(None))


def cut_off(scene: Tiny) -> None:
    cloud = scene.cloud()
    left, bottom, right, _ = scene.view.area.box
    scene.show(cloud.set_clip((left, bottom, right, 0.0)))


def across_panels(scene: Tiny) -> None:
    scene.show(Line(3 * LEFT, 5 * RIGHT))


def quick_dots(scene: Tiny) -> None:
    cloud = dots((-6, 0))
    scene.show(cloud)
    scene.play(cloud.animate.shift(5 * RIGHT), run_time=0.5)


def misplaced(scene: Tiny) -> None:
    cloud = scene.cloud()
    cloud.points[3, 0] += 0.01
    scene.show(cloud)


def other_view(scene: Tiny) -> None:
    other = scene.cloud()
    other.show_at(other.coords, replace(scene.view, unit=1.01 * scene.view.unit))
    scene.show(scene.cloud(), other)


def not_recorded(scene: Tiny) -> None:
    cloud = scene.cloud()
    coords = cloud.coords.copy()
    coords[5] += 1e-3
    cloud.show_at(coords, scene.view)
    scene.show(cloud)


def wrong_boundary(scene: Tiny) -> None:
    network = scene.trajectory.at()
    line = DecisionLine(network, network.depth, scene.view, scene.theme)
    line.show_at(line.coords + np.array([0.01, -0.02]), scene.view)
    scene.show(line)


def wrong_curve(scene: Tiny) -> None:
    line = DecisionLine(scene.trajectory.at(), 0, scene.view, scene.theme)
    line.show_at(line.coords + np.array([0.01, -0.02]), scene.view)
    scene.show(scene.cloud(), line)


def wrong_number(scene: Tiny) -> None:
    panel = panel_of(scene)
    panel.numbers[1].set_value(panel.numbers[1].value + 0.0001)
    scene.show(panel)


def wrong_step(scene: Tiny) -> None:
    panel = panel_of(scene)
    panel.numbers[0].set_value(panel.numbers[0].value - 1)
    scene.show(panel)


def stale_marker(scene: Tiny) -> None:
    panel = panel_of(scene)
    scene.show(panel)
    scene.play(StaleClock(Clock(scene.trajectory, [panel]), 12, 0, run_time=2))


class StaleClock(RunClock):
    """A clock that the marker does not follow."""

    def interpolate_mobject(self, alpha: float) -> None:
        (panel,) = self.clock.panels
        assert isinstance(panel, LossPanel)
        place = panel.marker.points.copy()
        super().interpolate_mobject(alpha)
        panel.marker.points = place


BROKEN: Mapping[str, tuple[Show, ...]] = {
    "text width": (wide_label,),
    "title height": (low_title,),
    "text over lines": (label_on_line, label_on_strokes),
    "text over regions": (label_on_area,),
    "dimmed text": (dim_label,),
    "clipped": (unclipped, cut_off),
    "inside areas": (across_panels,),
    "speed": (quick_dots,),
    "placed by its view": (misplaced, other_view),
    "recorded positions": (not_recorded,),
    "decision line": (wrong_boundary, wrong_curve),
    "printed loss": (wrong_number, wrong_step, stale_marker),
}
"""By the name of the check that must find it; `speed` has its own limit in the project's films."""
