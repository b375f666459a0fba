"""Each check of the inspector fails on a scene that breaks it, and passes one that does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    BackgroundRectangle,
    Create,
    FadeIn,
    Line,
    Mobject,
    Rectangle,
    Square,
    VGroup,
    linear,
)

from detangle import Trajectory
from detangle.polylines import Polylines
from detangle.stage import (
    LayerMorphScene,
    LossPanel,
    Number,
    PlaneCloud,
    PlaneLines,
    PointCloud,
    RunClock,
    StageScene,
    Strokes,
    Theme,
    View,
)
from detangle.stage.boundary import decision_line
from detangle.stage.plot import plot_region
from detangle.stage.text import words
from tests.inspector import inspect, report

Show = Callable[["Tiny"], None]


class Tiny(StageScene):
    """A scene of one beat, which shows what a test wants."""

    beats: ClassVar[tuple[str, ...]] = ("only",)
    words: ClassVar[Mapping[str, str]] = {
        "only.title": "Only one beat",
        "only.caption": "Only this is shown, and for long enough.",
    }
    show: ClassVar[Any]
    hold: ClassVar[float] = 2.2

    def show_only(self) -> None:
        with self.beat("only", hold=self.hold):
            type(self).show(self)

    @property
    def view(self) -> View:
        return View.fit(self.trajectory.points.astype(float), plot_region(self.layout.stage))

    def cloud(self) -> PlaneCloud:
        run = self.trajectory
        return PlaneCloud(run.points.astype(float), run.labels, self.view, self.theme)


def found(run_: Trajectory, show: Show, **options: Any) -> set[str]:
    """Names of the checks that find something in a scene."""
    attributes = {"run": run_, "show": staticmethod(show)}
    scene = type("Shown", (Tiny,), attributes)
    findings = inspect(scene, **options)
    assert all(finding.message in report(findings) for finding in findings[:1])
    return {finding.check for finding in findings}


def label(text: str = "Label", size: float = 30, color: str = "#FFFFFF") -> Mobject:
    return words(text, size, color)


def dots(*places: tuple[float, float], color: str = "#58C4DD") -> PointCloud:
    return PointCloud(np.array(places, dtype=float), color, radius=0.06)


def far_label(scene: Tiny) -> None:
    scene.appear(label().move_to([6.9, 0, 0]))


def wide_label(scene: Tiny) -> None:
    wide = label("This is a very long line of words which goes on and on and on")
    scene.appear(wide.scale_to_fit_width(13.4))


def small_label(scene: Tiny) -> None:
    scene.appear(label(size=20))


def small_lower_case(scene: Tiny) -> None:
    scene.appear(label("cases", size=20))


def small_number(scene: Tiny) -> None:
    scene.appear(Number(0.5, decimals=4, size=22, color="#FFFFFF"))


def two_labels(scene: Tiny) -> None:
    scene.appear(label(), label("Other").shift(0.05 * UP))


def label_on_dots(scene: Tiny) -> None:
    scene.appear(dots((0, 0.3), (0.1, 0.1)), label())


def label_on_line(scene: Tiny) -> None:
    scene.appear(Line([-2, 0, 0], [0.8, 0, 0]), label().shift(0.02 * UP))


def label_on_strokes(scene: Tiny) -> None:
    scene.appear(Strokes(np.array([[-2, -1], [0.8, 1]])), label())


def label_on_region(scene: Tiny) -> None:
    scene.appear(Square(2, fill_opacity=0.2, stroke_width=0).move_to([-3, 0, 0]), label().shift([-3, 0, 0]))


def pale_label(scene: Tiny) -> None:
    scene.appear(label(color="#555555"))


def dim_label(scene: Tiny) -> None:
    scene.appear(label())
    scene.play(scene.mobjects[-1].animate.set_opacity(0.2))


def pale_dots(scene: Tiny) -> None:
    scene.appear(dots((-3, 0), color="#444455"))


def pale_curve(scene: Tiny) -> None:
    scene.appear(Strokes(np.array([[-4, 0], [-3, 1]]), color="#333333", width=4))


def unclipped(scene: Tiny) -> None:
    scene.appear(scene.cloud().set_clip(None))


def cut_off(scene: Tiny) -> None:
    cloud = scene.cloud()
    left, bottom, right, _ = scene.view.region.box
    scene.appear(cloud.set_clip((left, bottom, right, 0.0)))


def across_panels(scene: Tiny) -> None:
    scene.appear(Line([-3, 0, 0], [5, 0, 0]))


def quick_dots(scene: Tiny) -> None:
    cloud = dots((-6, 0))
    scene.appear(cloud)
    scene.play(cloud.animate.shift(5 * RIGHT), run_time=0.5)


def flash(scene: Tiny) -> None:
    scene.play(FadeIn(dots((-3, 0))), run_time=0.04)


def pop_up(scene: Tiny) -> None:
    scene.add(Square(1).move_to([-3, 0, 0]))


def vanish_at_once(scene: Tiny) -> None:
    square = Square(1).move_to([-3, 0, 0])
    scene.appear(square)
    scene.remove(square)


def jump(scene: Tiny) -> None:
    square = Square(1).move_to([-3, 0, 0])
    scene.appear(square)
    square.shift(0.5 * DOWN)


def misplaced(scene: Tiny) -> None:
    cloud = scene.cloud()
    cloud.points[3, 0] += 0.01
    scene.appear(cloud)


def misplaced_line(scene: Tiny) -> None:
    ends = Polylines(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([2]))
    line = PlaneLines(ends, scene.view, color="#888888", width=2)
    line.points = line.points + 0.02
    scene.appear(scene.cloud(), line)


def not_recorded(scene: Tiny) -> None:
    cloud = scene.cloud()
    coords = cloud.coords.copy()
    coords[5] += 1e-3
    cloud.show_at(coords, scene.view)
    scene.appear(cloud)


def wrong_boundary(scene: Tiny) -> None:
    line = decision_line(scene.trajectory.at(), scene.view, scene.theme)
    line.show_at(line.coords + 0.01, scene.view)
    scene.appear(line)


def panel_of(scene: Tiny) -> LossPanel:
    return LossPanel(scene.trajectory, scene.layout.panels, scene.theme)


def wrong_number(scene: Tiny) -> None:
    panel = panel_of(scene)
    panel.loss_number.set_value(panel.loss_number.value + 0.0001)
    scene.appear(panel)


def wrong_step(scene: Tiny) -> None:
    panel = panel_of(scene)
    panel.step_number.set_value(panel.step_number.value - 1)
    scene.appear(panel)


def stale_marker(scene: Tiny) -> None:
    panel = panel_of(scene)
    scene.appear(panel)
    scene.play(StaleClock(panel, 12, 0, run_time=2))


class StaleClock(RunClock):
    """A clock that the marker does not follow."""

    def interpolate_mobject(self, alpha: float) -> None:
        place = self.panel.marker.points.copy()
        super().interpolate_mobject(alpha)
        self.panel.marker.points = place


BROKEN: dict[str, tuple[Show, ...]] = {
    "title safe": (far_label, wide_label),
    "text height": (small_label, small_lower_case, small_number),
    "text over text": (two_labels,),
    "text over dots": (label_on_dots,),
    "text over lines": (label_on_line, label_on_strokes),
    "text over regions": (label_on_region,),
    "contrast of text": (pale_label, dim_label),
    "contrast of dots": (pale_dots,),
    "contrast of lines": (pale_curve,),
    "clipped": (unclipped, cut_off),
    "inside regions": (across_panels,),
    "dot speed": (quick_dots,),
    "sudden opacity": (flash,),
    "hard cuts": (pop_up, vanish_at_once, jump),
    "placed by one view": (misplaced, misplaced_line),
    "recorded positions": (not_recorded,),
    "decision line": (wrong_boundary,),
    "printed loss": (wrong_number, wrong_step, stale_marker),
}


@pytest.mark.parametrize(
    ("check", "show"), [(check, show) for check, shows in BROKEN.items() for show in shows]
)
def test_a_broken_scene_is_found(short_run: Trajectory, check: str, show: Show) -> None:
    assert check in found(short_run, show)


def label_between(scene: Tiny) -> None:
    scene.appear(dots((-3, 0.4), (-3, -0.4)), label().move_to([-3, 0, 0]))


def backed_label(scene: Tiny) -> None:
    line = Line([-5, 0, 0], [-1, 0, 0])
    text = label().move_to([-3, 0, 0])
    scene.appear(line, BackgroundRectangle(text, color=scene.theme.background), text)


def dim_part(scene: Tiny) -> None:
    pair = VGroup(label("One").move_to([-3, 1, 0]), label("Two").move_to([-3, 0, 0]))
    scene.appear(pair)
    scene.play(pair[1].animate.set_opacity(0.2))


def ghosts_beneath(scene: Tiny) -> None:
    cloud = scene.cloud()
    scene.appear(cloud)
    scene.add(cloud.copy().set_opacity(scene.theme.ghost))
    scene.bring_to_front(cloud)
    scene.rest(0.5)


def declared_jump(scene: Tiny) -> None:
    cloud = dots((-6, 0))
    scene.appear(cloud)
    animation = Jump(cloud, run_time=0.5, rate_func=linear)
    scene.play(animation)


class Jump(Animation):
    """Goes fast, and says so."""

    jump = True

    def interpolate_mobject(self, alpha: float) -> None:
        self.mobject.points[0, 0] = -6 + 5 * self.rate_func(alpha)


def true_line(scene: Tiny) -> None:
    line = decision_line(scene.trajectory.at(), scene.view, scene.theme)
    scene.appear(scene.cloud(), line)


def true_panel(scene: Tiny) -> None:
    panel = panel_of(scene).set_step(0)
    scene.appear(panel)
    scene.play(RunClock(panel, 0, panel.span[0], run_time=3))


def drawn_frame(scene: Tiny) -> None:
    scene.play(Create(Rectangle(width=2, height=1).move_to([-3, 0, 0])))


@pytest.mark.parametrize(
    "show",
    [
        label_between,
        backed_label,
        dim_part,
        ghosts_beneath,
        declared_jump,
        true_line,
        true_panel,
        drawn_frame,
    ],
)
def test_a_sound_scene_passes(short_run: Trajectory, show: Show) -> None:
    assert found(short_run, show) == set()


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
@pytest.mark.parametrize("theme", [Theme.paper(), Theme.flat()])
def test_other_shapes_and_themes_are_looked_at(
    short_run: Trajectory, shape: str, theme: Theme
) -> None:
    pale = replace(theme, text=theme.background)
    assert found(short_run, dim_nothing, shape=shape, theme=theme, along=False) == set()
    assert "contrast of text" in found(
        short_run, dim_nothing, shape=shape, theme=pale, along=False
    )


def dim_nothing(_: Tiny) -> None:
    """Show no more than the title."""


def beats_of(run_: Trajectory, **attributes: Any) -> list[str]:
    scene = type("Shown", (Tiny,), {"run": run_, "show": dim_nothing, **attributes})
    return [f"{finding.check}: {finding.message}" for finding in inspect(scene, along=False)]


def table(caption: str) -> dict[str, str]:
    return {"only.title": "Title", "only.caption": caption}


def test_captions_and_rests_are_measured(short_run: Trajectory) -> None:
    assert beats_of(short_run) == []
    (short,) = beats_of(short_run, hold=0.5)
    assert short == "rests: rests 0.50 s at its end, not 2 s"
    quick = " ".join(beats_of(short_run, words=table("long words " * 8)))
    assert "characters a second" in quick
    long = " ".join(beats_of(short_run, words=table("long words " * 9), hold=9.0))
    assert "of 99 characters" in long


def test_a_beat_without_its_caption_is_found(short_run: Trajectory) -> None:
    class Silent(Tiny):
        show = dim_nothing

        def add_subcaption(self, content: str, duration: float = 1, offset: float = 0) -> None:
            """Say nothing."""

    scene = type("Shown", (Silent,), {"run": short_run})
    findings = [f"{f.check}: {f.message}" for f in inspect(scene, along=False)]
    assert findings == ["captions: has 0 captions, not one"]


def test_a_key_without_a_title_is_found(short_run: Trajectory) -> None:
    table_ = {**table("Only this is shown."), "other.caption": "Never shown."}
    assert beats_of(short_run, words=table_) == ["words: has no title"]


def test_a_layer_that_is_left_out_is_found(short_run: Trajectory) -> None:
    class Lazy(LayerMorphScene):
        run = short_run
        beats = ("input", "layers")

        def show_layers(self) -> None:
            self.show_layer(1)

    findings = inspect(Lazy, along=False, checks=_positions())
    assert [(f.check, f.subject) for f in findings if f.check == "every layer shown"] == [
        ("every layer shown", "layer 2")
    ]


def _positions() -> Any:
    from tests.inspector.checks.positions import recorded_positions

    return (recorded_positions,)
