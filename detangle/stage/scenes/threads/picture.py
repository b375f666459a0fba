"""What is drawn of threads: panes and their names, points, threads, the decision, rings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from manim import RIGHT, UP, Polygon, VMobject

from detangle._typing import BoolArray, FloatArray
from detangle.analysis.stations import Station
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strands, Strokes
from detangle.stage.plot.plane import RING_HOLE, RING_RADIUS, class_style
from detangle.stage.scenes.threads.panes import SEGMENTS, Pane, decision, panes, threads
from detangle.stage.text.typeset import Line, baseline, fit_width, words
from detangle.stage.words.markup import Markup

THREAD_WIDTH = 1.5
"""Stroke width of a thread."""
DOT_FACTOR = 0.75
"""Radius of a dot, as a multiple of the theme's: there are planes beside each other."""
MOST_OPAQUE, USUAL = 0.6, 500
"""Opacity of threads where there are few; number of points of which the theme speaks."""
GLASS, EDGE, EDGE_WIDTH = 0.06, 0.5, 1.2
"""Opacities of a pane and its edge, and the stroke width of that."""
NAME_GAP, NAME_DROP = 0.005, 0.0135
"""Units from a pane to a name beside it, and down to the base line of one below it, for each point
of the font size."""
NAME_WIDTH = 0.92
"""Width of a name at most, as a fraction of the way from one pane to the next."""
RAMP = 0.12
"""Fraction of the way along which points gather speed, and lose it at the end."""
STAYING = 0.6
"""Fraction of the way to the next station along which points that stay in a pane appear."""
SEED = 0
"""Of the order in which threads lie over one another, so that no class covers the other."""


class Picture:
    """Everything that is drawn of a run's threads.

    Parameters
    ----------
    run
        The run.
    step
        A recorded step.
    stations
        Where its points are at that step.
    area
        Where the panes stand.
    down
        Whether the threads go down, or to the right.
    theme
        Colours and sizes.

    Attributes
    ----------
    layers
        The panes of the input and of all layers.
    glass, clouds
        What is drawn of each of them.
    strands
        The threads, whole.
    lines
        The network's decision on the panes.
    """

    def __init__(
        self,
        run: Trajectory,
        step: float,
        stations: Sequence[Station],
        area: Area,
        theme: Theme,
        *,
        down: bool,
    ) -> None:
        self.theme, self.labels, self.down = theme, run.labels, down
        self.stations = stations
        shown = panes(self.stations, area, down=down)
        pairs = list(zip(self.stations, shown, strict=True))
        self.inner = [i for i, (s, _) in enumerate(pairs) if s.layer is not None]
        self.layers = [pairs[i][1] for i in self.inner]
        self.ways = threads(self.stations, shown)
        self.glass = [_glass(pane, theme) for pane in self.layers]
        self.clouds = [self._cloud(pairs[i][1].place(pairs[i][0].coords)) for i in self.inner]
        self.strands = self._strands()
        self._drawn = [(pane, decision(run, s, pane, step)) for s, pane in pairs]

    def _cloud(self, places: FloatArray) -> PointCloud:
        style = class_style(self.labels, self.theme, DOT_FACTOR)
        return PointCloud(places, **style).set_z_index(Depth.POINTS)

    def _strands(self) -> Strands:
        """Make all threads, in an order of chance, which is the same each time."""
        n, vertices, _ = self.ways.shape
        self.order = np.random.default_rng(SEED).permutation(n)
        opacity = min(self.theme.thread * np.sqrt(USUAL / n), MOST_OPAQUE)
        strands = Strands(
            self.ways[self.order].reshape(-1, 2),
            np.full(n, vertices),
            color=[self.theme.class_color(label) for label in self.labels[self.order]],
            width=THREAD_WIDTH * self.theme.line_width / Theme().line_width,
            opacity=opacity,
        )
        return strands.set_z_index(Depth.GRID)

    def draw_threads(self, run_time: float) -> Tween:
        """Let all points go through the network at once, each with its thread behind it.

        The points of the last pane are those that move: they come from the input.
        """
        items = [self.strands, *self.clouds[1:]]
        return Tween(items, self._from_the_input, run_time=run_time, rate_func=even)

    def _from_the_input(self) -> Setter:
        whole, last = self.ways[self.order], self.ways.shape[1] - 1
        arrivals = [*(i * SEGMENTS for i in self.inner[1:-1]), 0]
        colors = [cloud.rgbas.copy() for cloud in self.clouds[1:]]

        def set_at(t: float) -> None:
            vertex = self.vertex_at(t)
            places, drawn = self.at(vertex), whole.copy()
            here = min(int(vertex), last - 1)
            drawn[:, here + 1] = places[self.order]
            drawn[:, here + 2 :] = np.nan
            self.strands.set_points_to(drawn.reshape(-1, 2))
            self.clouds[-1].set_points_to(places)
            for cloud, color, arrival in zip(self.clouds[1:], colors, arrivals, strict=True):
                shown = np.clip((vertex - arrival) / (STAYING * SEGMENTS), 0.0, 1.0)
                cloud.rgbas = color * [1, 1, 1, shown]

        return set_at

    @cached_property
    def passed(self) -> FloatArray:
        """Units that the fastest point goes up to each vertex of the threads: (V,)."""
        steps = np.linalg.norm(np.diff(self.ways, axis=1), axis=2)
        return np.concatenate([[0.0], np.cumsum(steps.max(axis=0))])

    def vertex_at(self, t: float) -> float:
        """Return how far all points are at a time from 0 to 1, so that the fastest goes evenly.

        It is a number of vertices: 1.5 is half way from the second one to the third.
        """
        return float(np.interp(t * self.passed[-1], self.passed, np.arange(len(self.passed))))

    def at(self, vertex: float) -> FloatArray:
        """Return where all points are, (N, 2), at a vertex or between two."""
        here = min(int(vertex), self.ways.shape[1] - 2)
        part = vertex - here
        return np.asarray((1 - part) * self.ways[:, here] + part * self.ways[:, here + 1])

    @cached_property
    def lines(self) -> Strokes | None:
        """The decision on all panes that show it, those of the last first."""
        found = [(pane, lines) for pane, lines in self._drawn[::-1] if lines and len(lines.lengths)]
        if not found:
            return None
        vertices = np.concatenate([pane.place(lines.vertices) for pane, lines in found])
        lengths = np.concatenate([lines.lengths for _, lines in found])
        color, width = self.theme.highlight, self.theme.line_width
        return Strokes(vertices, lengths, color=color, width=width).set_z_index(Depth.LINE)

    def draw_lines(self, run_time: float) -> Draw:
        """Draw the decision on the last pane, then on those before it."""
        assert self.lines is not None
        found = [len(lines.lengths) for _, lines in self._drawn[::-1] if lines]
        of = np.repeat(np.arange(len(found)), found)
        times, fraction = of / max(len(found) - 1, 1), 1 / len(found)
        return Draw(self.lines, times=times, fraction=fraction, run_time=run_time)

    def rings(self, wrong: BoolArray) -> PointCloud:
        """Ring some of the points, (N,), in the last pane.

        They are drawn once more within their rings: where rings are dense, none hides a point.
        """
        dots = class_style(self.labels[wrong], self.theme, DOT_FACTOR)
        count, color = int(wrong.sum()), self.theme.highlight
        radius = RING_RADIUS * DOT_FACTOR * self.theme.dot_radius
        return PointCloud(
            np.tile(self.ways[wrong, -1], (2, 1)),
            [color] * count + dots["colors"],
            radius=[radius] * count + dots["radius"],
            holes=[RING_HOLE] * count + dots["holes"],
        )

    def names(self, texts: Sequence[Markup]) -> list[Line]:
        """Write the name of each layer below its pane, or beside it where threads go down."""
        gap, size = NAME_GAP * self.theme.caption_size, self.theme.caption_size
        lines = []
        for pane, text in zip(self.layers, texts, strict=True):
            line = words(text, size, self.theme.muted)
            if self.down:
                edge = (pane.corners[0] + pane.corners[3]) / 2
                line.move_to((edge[0] - gap, edge[1], 0), aligned_edge=RIGHT)
            else:
                fit_width(line, NAME_WIDTH * self._pitch)
                line.move_to((pane.middle[0], 0, 0))
                line.shift((pane.corners[0, 1] - NAME_DROP * size - baseline(line)) * UP)
            lines.append(line)
        return lines

    @property
    def _pitch(self) -> float:
        """Units from one pane to the next; the width of the only one."""
        if len(self.layers) == 1:
            return float(np.ptp(self.layers[0].corners[:, 0]))
        return float(self.layers[1].middle[0] - self.layers[0].middle[0])


def even(t: float) -> float:
    """Ease a time from 0 to 1: evenly, but for the first and the last part of it."""
    late = 1 - t if t > 1 / 2 else t
    way = late * late / (2 * RAMP) if late < RAMP else late - RAMP / 2
    return (1 - RAMP - way if t > 1 / 2 else way) / (1 - RAMP)


def _glass(pane: Pane, theme: Theme) -> VMobject:
    """Draw a pane."""
    corners = np.column_stack([pane.corners, np.zeros(4)])
    glass = Polygon(*corners, color=theme.structure, stroke_width=EDGE_WIDTH)
    glass.set_fill(theme.grid, opacity=GLASS).set_stroke(opacity=EDGE)
    return glass.set_z_index(Depth.SCENERY)
