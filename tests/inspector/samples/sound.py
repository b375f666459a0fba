"""Scenes that look like mistakes, and are none."""

from __future__ import annotations

from manim import (
    LEFT,
    UP,
    BackgroundRectangle,
    Line,
    VGroup,
)

from detangle.stage import Clock, RunClock
from detangle.stage.plot.decision import DecisionLine
from tests.inspector.samples.tiny import Show, Tiny, label, panel_of


def backed_label(scene: Tiny) -> None:
    line = Line(5 * LEFT, LEFT)
    text = label().move_to(3 * LEFT)
    scene.show(line, BackgroundRectangle(text, color=scene.theme.background), text)


def dim_part(scene: Tiny) -> None:
    pair = VGroup(label("One").move_to(3 * LEFT + UP), label("Two").move_to(3 * LEFT))
    scene.show(pair)
    scene.play(pair[1].animate.set_opacity(0.2))


def ghosts_beneath(scene: Tiny) -> None:
    cloud = scene.cloud()
    scene.show(cloud)
    scene.add(cloud.copy().set_opacity(scene.theme.ghost))
    scene.bring_to_front(cloud)
    scene.rest(0.5)


def true_line(scene: Tiny) -> None:
    """The line where it is straight, in the last layer."""
    network = scene.trajectory.at()
    scene.show(DecisionLine(network, network.depth, scene.view, scene.theme))


def pulled_back_line(scene: Tiny) -> None:
    """The line bent as it is in the input."""
    network = scene.trajectory.at()
    scene.show(scene.cloud(), DecisionLine(network, 0, scene.view, scene.theme))


def true_panel(scene: Tiny) -> None:
    panel = panel_of(scene)
    clock = Clock(scene.trajectory, [panel]).at(0)
    scene.show(panel)
    scene.play(RunClock(clock, 0, panel.span[0], run_time=8))


SOUND: tuple[Show, ...] = (
    backed_label,
    dim_part,
    ghosts_beneath,
    true_line,
    pulled_back_line,
    true_panel,
)
