"""Scenes that break one rule each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Line, Square

from detangle.geometry.polylines import Polylines
from detangle.stage import Clock, LossPanel, Number, PlacedLines, Plane, RunClock, Strokes
from detangle.stage.plot.decision import DecisionLine
from tests.inspector.samples.tiny import Show, Tiny, dots, label, panel_of


def far_label(scene: Tiny) -> None:
    scene.show(label().move_to(6.9 * RIGHT))


def label_at_the_edge(scene: Tiny) -> None:
    scene.show(label().next_to(7 * RIGHT, LEFT, buff=0))


def wide_label(scene: Tiny) -> None:
    wide = label("This is a very long line of words which goes on and on and on")
    scene.show(wide.scale_to_fit_width(13.4))


def small_label(scene: Tiny) -> None:
    scene.show(label(size=20))


def small_lower_case(scene: Tiny) -> None:
    scene.show(label("cases", size=20))


def small_number(scene: Tiny) -> None:
    scene.show(Number(0.5, decimals=4, size=22, color="#FFFFFF"))


def two_labels(scene: Tiny) -> None:
    scene.show(label(), label("Other").shift(0.05 * UP))


def label_on_dots(scene: Tiny) -> None:
    scene.show(dots((0, 0.3), (0.1, 0.1)), label())


def label_on_line(scene: Tiny) -> None:
    scene.show(Line(2 * LEFT, 0.8 * RIGHT), label().shift(0.02 * UP))


def label_on_strokes(scene: Tiny) -> None:
    scene.show(Strokes(np.array([[-2, -1], [2, 1]])), label())


def label_on_area(scene: Tiny) -> None:
    scene.show(
        Square(2, fill_opacity=0.2, stroke_width=0).move_to(3 * LEFT), label().shift(3 * LEFT)
    )


def pale_label(scene: Tiny) -> None:
    scene.show(label(color="#555555"))


def dim_label(scene: Tiny) -> None:
    scene.show(label())
    scene.play(scene.mobjects[-1].animate.set_opacity(0.2))


def pale_dots(scene: Tiny) -> None:
    scene.show(dots((-3, 0), color="#444455"))


def pale_curve(scene: Tiny) -> None:
    scene.show(Strokes(np.array([[-4, 0], [-3, 1]]), color="#222255", width=4))


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


def flash(scene: Tiny) -> None:
    scene.play(FadeIn(dots((-3, 0))), run_time=0.04)


def pop_up(scene: Tiny) -> None:
    scene.add(Square(1).move_to(3 * LEFT))


def vanish_at_once(scene: Tiny) -> None:
    square = Square(1).move_to(3 * LEFT)
    scene.show(square)
    scene.remove(square)


def jump(scene: Tiny) -> None:
    square = Square(1).move_to(3 * LEFT)
    scene.show(square)
    square.shift(0.5 * DOWN)


def misplaced(scene: Tiny) -> None:
    cloud = scene.cloud()
    cloud.points[3, 0] += 0.01
    scene.show(cloud)


def misplaced_line(scene: Tiny) -> None:
    ends = Polylines(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([2]))
    line = PlacedLines(ends, scene.view, color="#888888", width=2)
    line.points = line.points + 0.02
    scene.show(scene.cloud(), line)


def stale_view(scene: Tiny) -> None:
    run = scene.trajectory
    plane = Plane(run.points.astype(float), run.labels, scene.view, scene.theme)
    plane.view = replace(plane.view, unit=1.01 * plane.view.unit)
    scene.plane = plane
    scene.show(plane.cloud)


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
    "safe frame": (label_at_the_edge,),
    "clipped text": (far_label,),
    "text width": (wide_label,),
    "small letters": (small_label,),
    "text height": (small_label, small_lower_case, small_number),
    "text over text": (two_labels,),
    "text over points": (label_on_dots,),
    "text over lines": (label_on_line, label_on_strokes),
    "text over regions": (label_on_area,),
    "contrast of text": (pale_label,),
    "dimmed text": (dim_label,),
    "contrast of points": (pale_dots,),
    "contrast of lines": (pale_curve,),
    "clipped": (unclipped, cut_off),
    "inside areas": (across_panels,),
    "speed": (quick_dots,),
    "hard cuts": (flash, pop_up, vanish_at_once, jump),
    "placed by one view": (misplaced, misplaced_line),
    "placed by its view": (stale_view,),
    "recorded positions": (not_recorded,),
    "decision line": (wrong_boundary, wrong_curve),
    "printed loss": (wrong_number, wrong_step, stale_marker),
}
"""By the name of the check that must find it."""
