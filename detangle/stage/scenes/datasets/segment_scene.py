"""The film of the line segments: a start, a direction, points along it; then the classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines
from detangle.stage.motion.carry import swing
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.restyle import DotStyle, Restyle, count_seen
from detangle.stage.motion.stagger import NEVER
from detangle.stage.motion.tween import follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.angle_gauge import ARC_RADIUS, AngleGauge
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.scenes.datasets.segments import SHARE, Segments
from detangle.stage.scenes.datasets.toy_scene import ToyScene
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import escape
from detangle.stage.words import load

Array = NDArray[np.float64]

SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])
"""Where segments start."""
OTHERS = 2.5
"""The time for all other segments, in that of a movement."""
LABEL_SHARE = 0.2
"""The part of the time for all classes that one segment takes to change its colour."""


class LineSegmentsScene(ToyScene):
    """Segments are drawn one after another, points on them; classes are dealt to the segments."""

    kinds: ClassVar[tuple[str, ...]] = ("line_segments",)
    remedy: ClassVar[str] = "notebook"
    beats: ClassVar[tuple[str, ...]] = ("start", "sample", "others", "labels", "question")
    told_parameters: tuple[str, ...] = ("line_length", "n_line_sample")
    words = load("datasets.segments")

    def setup(self) -> None:
        """Read off the dataset's own columns where each segment starts, and where it goes."""
        super().setup()
        self.segments = Segments.of(self.dataset, self.parameters["line_length"])
        self.neutral = self.looks.colored(self.theme.muted).resized(self.theme.radius(0))
        zeros = np.zeros(len(self.segments), dtype=np.int64)
        self.origins = PlaneCloud(self.segments.starts, zeros, self.plane.view, self.theme)
        self.origin_looks = DotStyle.of(self.origins).colored(self.theme.highlight)
        self.first_line = self.outline(self.segments.lines(slice(0, 1)))
        self.other_lines = self.outline(self.segments.lines(slice(1, None)))

    def extent(self) -> Array:
        """Show the whole square in which segments start."""
        return SQUARE

    def figures(self) -> dict[str, Any]:
        """Count the segments, too."""
        x, y = self.segments.starts[0]
        return {**super().figures(), "lines": len(self.segments), "x": x, "y": y}

    def show_start(self) -> None:
        """Choose where the first segment starts, and where it goes."""
        with self.beat("start", **self.figures()):
            self.clear_plane(self.neutral)
            self._outline_square()
            page = self.open_page(self._rule())
            page.numbers["direction"].set_value(0)
            self.origin_looks.hidden().dress(self.origins)
            self.add(self.origins)
            lens = self.look_closer(self._around_first(), self.origins)
            self._begin_first()
            self._swing(lens, page.numbers["direction"])

    def show_sample(self) -> None:
        """Let the points of the first segment come, at random distances from the start."""
        with self.beat("sample", **self.figures()):
            self._put_points(0)
            lens = self.lens or self.look_closer(self._around_first())
            self._lay_first_line(lens)
            number = self.open_page(self._rule()).numbers["sample"]
            number.set_value(0)
            self.tell("sample")
            self._come(self.segments.first_in_order(), number, self.theme.move)

    def show_others(self) -> None:
        """Make all other segments in the same way, faster."""
        with self.beat("others", **self.figures()):
            self.put_aside()
            self.close_lens()
            self._put_points(1)
            page = self.open_page(self._counts(), self.layout.panels)
            page.numbers["lines"].set_value(1)
            page.numbers["points"].set_value(count_seen(self.plane.cloud))
            self.tell(*page.lines)
            self._make_others(page.numbers)

    def show_labels(self) -> None:
        """Deal the classes to the segments."""
        with self.beat("labels", **self.figures()):
            self.put_aside()
            self._put_points(len(self.segments))
            self.vanish(self.first_line, self.other_lines, self.origins)
            page = self.open_page(self._classes(), self.layout.panels)
            self.tell(*page.lines)
            times = self.segments.line_of / max(len(self.segments) - 1, 1)
            dealt: dict[str, Any] = {"times": times, "fraction": LABEL_SHARE}
            run_time = self.seconds(1.2 * self.theme.move)
            self.play(*self.change(self.plane.cloud, self.looks, **dealt), run_time=run_time)

    def _rule(self) -> dict[str, Fact]:
        """Tell how a segment is made."""
        return {
            "start": self.fact("start"),
            "direction": self.fact("direction", count=360),
            "line_length": self.fact("line_length"),
            "sample": self.fact("sample", count=self.parameters["n_line_sample"]),
        }

    def _counts(self) -> dict[str, Fact]:
        """Tell how many segments and points there are."""
        return {
            "lines": self.fact("lines", count=len(self.segments)),
            "points": self.fact("points", count=len(self.points)),
            "somewhere": self.fact("somewhere", apart=True),
            "somehow": self.fact("somehow"),
            "line_length": self.fact("line_length"),
        }

    def _classes(self) -> dict[str, Fact]:
        """Tell how many segments each class has."""
        counts = (self.parameters["n_neg"], self.parameters["n_pos"])
        names = self.dataset.class_names
        return {
            name: self.fact("dealt", escape(name), count=count, label=k)
            for k, (name, count) in enumerate(zip(names, counts, strict=True))
        }

    def _outline_square(self) -> None:
        square = self.outline(Polylines(SQUARE, np.array([len(SQUARE)])))
        self.play(Draw(square, run_time=self.seconds(self.theme.appear)))
        self.aids.append(square)

    def _around_first(self) -> Array:
        """Return what the lens must show: the first segment and the arc of its direction."""
        start, end = self.segments.starts[0], self.segments.ends[0]
        arc = ARC_RADIUS * self.parameters["line_length"]
        return np.array([start - arc, start + arc, end])

    def _begin_first(self) -> None:
        """Let the first start come."""
        only = np.where(np.arange(len(self.segments)) == 0, 0.0, NEVER)
        brief = self.seconds(self.theme.appear / 2)
        self.play(
            *self.change(self.origins, self.origin_looks, times=only, fraction=0.9), run_time=brief
        )
        self.tell("start")

    def _swing(self, lens: Lens, number: Number) -> None:
        """Draw an arm of the segment's length, and swing it to the segment's direction."""
        start, length = self.segments.starts[0], self.parameters["line_length"]
        dials = [AngleGauge(start, view, self.theme) for view in (self.plane.view, lens.view)]
        self.show(*dials)
        self.tell("direction", "line_length")
        self.play(swing(dials, length, 0.0, self.seconds(self.theme.appear)))
        angle = float(self.segments.angles[0])
        arm = swing(dials, length, angle, self.seconds(self.theme.move / 2))
        self.play(arm, follow(number, lambda: np.degrees(dials[0].angle), run_time=arm.run_time))
        self.aids += dials

    def _put_points(self, lines: int) -> None:
        """Show the points of the first segments, if the beats before have not been shown."""
        self.put_dots(self.segments.line_of < lines, looks=self.neutral)

    def _lay_first_line(self, lens: Lens) -> None:
        """Draw the segment on which the points will lie, where the arm is."""
        shape = self.segments.lines(slice(0, 1))
        inner = lens.lines(shape, self.theme.muted, self.first_line.stroke_width)
        self.show(self.first_line, inner)
        self.put_aside()

    def _dots(self) -> list[Mobject]:
        """Return all dots that are there, back to front: starts lie above points."""
        clouds = (self.plane.cloud, self.origins)
        twins = [self.twins[id(cloud)] for cloud in clouds if id(cloud) in self.twins]
        return [*(cloud for cloud in clouds if cloud in self.mobjects), *twins]

    def _come(self, times: Array, number: Number, run_time: float) -> None:
        """Let points come, and count them."""
        cloud, timed = self.plane.cloud, {"times": times, "fraction": SHARE}
        counting = follow(number, lambda: count_seen(cloud))
        changes = self.change(cloud, self.neutral, **timed)
        self.play(*changes, counting, run_time=self.seconds(run_time))

    def _make_others(self, numbers: Mapping[str, Number]) -> None:
        """Let all other segments come, each with its start first, then its line and its points."""
        segments, cloud, origins = self.segments, self.plane.cloud, self.origins
        if origins not in self.mobjects:
            self.origin_looks.hidden(np.arange(len(segments)) > 0).dress(origins)
        self.add(self.other_lines, origins)
        self.bring_to_front(*self._dots())
        self.play(
            Restyle(origins, self.origin_looks, times=segments.start_times(), fraction=SHARE),
            Draw(self.other_lines, times=segments.line_times(), fraction=SHARE),
            Restyle(cloud, self.neutral, times=segments.point_times(), fraction=SHARE),
            follow(numbers["lines"], lambda: count_seen(origins)),
            follow(numbers["points"], lambda: count_seen(cloud)),
            run_time=self.seconds(OTHERS * self.theme.move),
        )
