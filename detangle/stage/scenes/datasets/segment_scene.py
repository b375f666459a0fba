"""The film of the line segments: a start, a direction, points along it; then the classes."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from detangle._typing import FloatArray
from detangle.geometry.polylines import rectangle
from detangle.stage.motion.carry import swing
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.restyle import DotStyle, Restyle, count_seen
from detangle.stage.motion.tween import follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.angle_gauge import ARC_RADIUS, AngleGauge
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.datasets.dataset_scene import DatasetScene, is_generated
from detangle.stage.scenes.datasets.segments import DOT_TIME, Segments
from detangle.stage.scenes.shows import Shows
from detangle.stage.text.number import Number
from detangle.stage.words import load

SQUARE = rectangle((-1.0, -1.0), (1.0, 1.0))
"""Where segments start."""
OTHERS_TIME = 2.5
"""The time for all other segments, as a multiple of the theme's `move`."""
LABELS_TIME, LABEL_FRACTION = 1.2, 0.2
"""The time for all classes, likewise, and the fraction of it that one segment takes."""


class LineSegmentsScene(DatasetScene):
    """Segments are drawn one after another, points on them; classes are dealt to the segments."""

    shows = Shows(
        "how line_segments are made",
        lambda r: is_generated(r) and r.setup.dataset == "line_segments",
        "notebook",
    )
    beats: ClassVar[Beats] = ("start", "sample", "others", "labels", "question")
    words = load("datasets.segments")

    def setup(self) -> None:
        """Read off the dataset's own columns where each segment starts, and where it goes."""
        super().setup()
        self.segments = Segments.of(self.dataset, self.parameters["line_length"])
        self.neutral = self.style.colored(self.theme.muted).resized(self.theme.radius(0))
        zeros = np.zeros(len(self.segments), dtype=np.int64)
        self.starts = PlaneCloud(self.segments.starts, zeros, self.plane.view, self.theme)
        self.starts.set_z_index(0)  # in front of the points
        self.start_style = DotStyle.of(self.starts).colored(self.theme.highlight)
        self.first_line = self.outline(self.segments.lines(slice(0, 1)))
        self.other_lines = self.outline(self.segments.lines(slice(1, None)))

    def extent(self) -> FloatArray:
        """Show the whole square in which segments start."""
        return SQUARE.vertices

    def figures(self) -> dict[str, Any]:
        """Count the segments, too."""
        x, y = self.segments.starts[0]
        return {**super().figures(), "lines": len(self.segments), "x": x, "y": y}

    def show_start(self) -> None:
        """Choose where the first segment starts, and where it goes."""
        with self.beat("start"):
            self.clear_plane(self.neutral)
            square = self.outline(SQUARE)
            self.play(Draw(square, run_time=self.seconds(self.theme.appear)))
            self.aids.append(square)
            number = self.page(*self._rule()).numbers["direction"]
            number.set_value(0)
            self.start_style.hidden().dress(self.starts)
            self.add(self.starts)
            lens = self._look_at_first()
            self.briefly(*self.change(self.starts, self._first_start()))
            self.tell("start")
            self._swing(lens, number)

    def show_sample(self) -> None:
        """Let the points of the first segment come, at random distances from the start."""
        with self.beat("sample"):
            self._put_points(0)
            lens = self.lens or self._look_at_first()
            self._lay_first_line(lens)
            number = self.page(*self._rule()).numbers["sample"]
            number.set_value(0)
            self.tell("sample")
            self.let_come(self.neutral, self.segments.first_in_order(), number, fraction=DOT_TIME)

    def show_others(self) -> None:
        """Make all other segments in the same way, faster."""
        with self.beat("others"):
            self.put_aside()
            self._close_lens()
            self._put_points(1)
            facts = self.page(*self.counts(), slot="page")
            facts.numbers["lines"].set_value(1)
            facts.numbers["points"].set_value(count_seen(self.plane.cloud))
            self.tell(*facts.lines)
            self._make_others()

    def show_labels(self) -> None:
        """Deal the classes to the segments."""
        with self.beat("labels"):
            self.put_aside()
            self._put_points(len(self.segments))
            self.vanish(self.first_line, self.other_lines, self.starts, fraction=0.5)
            self.tell(*self.page(*self._classes(), slot="page").lines)
            times = self.segments.line_of / max(len(self.segments) - 1, 1)
            dealt = self.change(self.plane.cloud, self.style, times=times, fraction=LABEL_FRACTION)
            self.play(*dealt, run_time=self.seconds(LABELS_TIME * self.theme.move))

    def counts(self) -> list[Fact]:
        """Tell how many segments and points there are."""
        return [
            self.fact("lines", count=len(self.segments)),
            self.fact("points", count=len(self.points)),
            self.fact("somewhere", apart=True),
            self.fact("somehow"),
            self.fact("line_length"),
        ]

    def _rule(self) -> list[Fact]:
        """Tell how a segment is made."""
        return [
            self.fact("start"),
            self.fact("direction", count=360),
            self.fact("line_length"),
            self.fact("sample", count=self.parameters["n_line_sample"]),
        ]

    def _classes(self) -> list[Fact]:
        """Tell how many segments each class has."""
        counts = (self.parameters["n_neg"], self.parameters["n_pos"])
        notes = [self.text("dealt.note", name=name) for name in self.dataset.class_names]
        return [
            Fact(f"class{k}", note=note, count=count, label=k)
            for k, (note, count) in enumerate(zip(notes, counts, strict=True))
        ]

    def _look_at_first(self) -> Lens:
        """Show the first segment, and the arc of its direction, larger."""
        start, end = self.segments.starts[0], self.segments.ends[0]
        arc = ARC_RADIUS * self.parameters["line_length"]
        around = np.array([start - arc, start + arc, end])
        return self.look_closer(around, self.starts, self.plane.cloud)

    def _first_start(self) -> DotStyle:
        """Return the style of the starts when only the first one is there."""
        return self.start_style.hidden(np.arange(len(self.segments)) > 0)

    def _swing(self, lens: Lens, number: Number) -> None:
        """Draw an arm of the segment's length, and swing it to the segment's direction."""
        start, length = self.segments.starts[0], self.parameters["line_length"]
        gauges = [AngleGauge(start, view, self.theme) for view in (self.plane.view, lens.view)]
        self.show(*gauges)
        self.tell("direction", "line_length")
        self.play(swing(gauges, length, 0.0, self.seconds(self.theme.appear)))
        angle = float(self.segments.angles[0])
        arm = swing(gauges, length, angle, self.seconds(self.theme.move / 2))
        self.play(arm, follow(number, lambda: np.degrees(gauges[0].angle), run_time=arm.run_time))
        self.aids += gauges

    def _put_points(self, lines: int) -> None:
        """Show the points of the first segments, if the beats before have not been shown."""
        self.put_dots(self.segments.line_of < lines, self.neutral)

    def _lay_first_line(self, lens: Lens) -> None:
        """Draw the segment on which the points will lie, where the arm is."""
        shape = self.segments.lines(slice(0, 1))
        inner = lens.lines(shape, self.theme.muted, self.first_line.stroke_width)
        self.show(self.first_line, inner)
        self.put_aside()

    def _close_lens(self) -> None:
        """Let the lens go, and all that is seen through it."""
        if self.lens is not None:
            self.vanish(*self.lens.frame, *self.lens.items, fraction=0.5)
        self.lens = None

    def _make_others(self) -> None:
        """Let all other segments come, each with its start first, then its line and its points."""
        segments, cloud, starts = self.segments, self.plane.cloud, self.starts
        if starts not in self.mobjects:
            self._first_start().dress(starts)
        numbers = self.facts.numbers
        self.play(
            Restyle(starts, self.start_style, times=segments.start_times(), fraction=DOT_TIME),
            Draw(self.other_lines, times=segments.line_times(), fraction=DOT_TIME),
            Restyle(cloud, self.neutral, times=segments.point_times(), fraction=DOT_TIME),
            follow(numbers["lines"], lambda: count_seen(starts)),
            follow(numbers["points"], lambda: count_seen(cloud)),
            run_time=self.seconds(OTHERS_TIME * self.theme.move),
        )
