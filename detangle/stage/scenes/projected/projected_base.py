"""What scenes of wide layers share: the plane, its scale, the notes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from manim import Animation, Mobject
from numpy.typing import NDArray

from detangle.geometry.motions import Travel
from detangle.geometry.projection import aligned
from detangle.look.layout import Area
from detangle.stage.motion.planes import develop, flow, mark, rescale, undevelop, unmark
from detangle.stage.motion.restyle import light
from detangle.stage.motion.tween import Vanish
from detangle.stage.panels.legend import Legend, place_legend
from detangle.stage.panels.width_row import WidthRow
from detangle.stage.plot.axes import plot_area, with_tick_room
from detangle.stage.plot.projected_plane import ProjectedPlane
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.plot.view import View
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.support import Shows
from detangle.stage.text.typeset import words
from detangle.stage.words import load

Array = NDArray[np.float64]

ZOOM = 0.5
"""How long a change of scale takes, in the theme's maps."""
LINE = 0.0155
"""Height of a line in the panel above the loss, units for each point of the font size."""
SAME = 1e-9
"""Share of the largest coordinate by which points may be off and still be where they should."""
MOST_LAYERS = 10
"""Layers whose widths can be read in one line."""
DIGITS_SIDE = 8
"""Pixels along each side of the handwritten digits."""


class ProjectedBase(StageScene):
    """The plane of a run's layers, each projected to two directions, aligned to the one before."""

    shows = Shows(
        f"runs of up to {MOST_LAYERS} layers (record fewer, such as every second)",
        lambda run: run.depth <= MOST_LAYERS,
        "digits",
    )
    words = load("projected")
    step: ClassVar[float | None] = None
    """The training step that is shown: the recorded one nearest to it. None is the last one."""

    plane: ProjectedPlane

    def setup(self) -> None:
        """Project every layer, and build the plane of the first."""
        super().setup()
        run = self.trajectory
        self.moment = int(run.steps[run.record_of(self.step)])
        self.points = run.points.astype(np.float64)
        layers = range(run.depth + 1)
        self.layers = [run.layer_at(k, self.moment).astype(np.float64) for k in layers]
        # Points of the plane are drawn as they lie there.
        self.projections = aligned(self.layers, like=self.points if run.widths[0] == 2 else None)
        self.legend = Legend(run.class_names, self.theme)
        size = self.theme.caption_size
        lines = 3 * (LINE * size,)
        self.whole = self.layout
        self.layout, areas = place_legend(self.legend, self.layout, lines, size)
        *self.note_regions, below = areas
        self.widths = WidthRow((*run.widths, len(run.class_names)), below, self.theme)
        extents = [self.extent(k) for k in range(len(self.layers))]
        self.plot = with_tick_room(plot_area(self.layout.stage), extents, self.theme)
        self.plane = self.plane_of(0)
        self.loss_area = self.layout.loss
        self.notes: dict[int, Mobject] = {}
        self.cut: TrialLine | None = None

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws: all of the stage, whatever part the plane takes of it."""
        return self.whole.stage, self.layout.panels

    @property
    def images(self) -> Array | None:
        """What the points are images of, (N, H, W) from 0 to 1; None if they are no images."""
        run, side = self.trajectory, DIGITS_SIDE
        if run.setup.dataset != "digits" or run.widths[0] != side**2:
            return None
        bright = self.points.min() >= 0 and self.points.max() <= 1
        return self.points.reshape(-1, side, side) if bright else None

    def drawn(self, k: int) -> Array:
        """Return the points of layer k as they are drawn, (N, 2)."""
        return self.projections[k].place(self.layers[k])

    def plane_of(self, k: int) -> ProjectedPlane:
        """Build the plane of layer k."""
        view = View.fit(self.extent(k), self.plot)
        labels = self.trajectory.labels
        return ProjectedPlane(self.drawn(k), self.images, labels, view, self.theme)

    def extent(self, k: int) -> Array:
        """Return the coordinates (M, 2) that must be seen in the plane of layer k."""
        return self.drawn(k)

    def meet(self, k: int) -> None:
        """Have the points on the screen, those of layer k if there are none yet."""
        self.arrive()
        if self.plane.cloud not in self.mobjects and k > 0:
            self.plane = self.plane_of(k)
        self.show(*self.plane.scenery, fraction=0.5)
        self.show(self.plane.cloud, self.legend)

    def arrive(self) -> None:
        """Come from what was shown before the points."""

    def tidy(self) -> None:
        """Take away the line and what is said of it, and turn images into dots again."""
        leaving = [*self.uncut(), *self.unnote(1)]
        if self.plane.shows_images:
            leaving.append(undevelop(self.plane, self.brief))
        if leaving:
            self.play(*leaving, run_time=self.brief)

    def go_to(self, k: int) -> None:
        """Lead the points straight to the picture of layer k, if they are elsewhere."""
        goal = self.drawn(k)
        if not np.allclose(self.plane.cloud.coords, goal, atol=SAME * float(np.abs(goal).max())):
            self.make_room(np.concatenate([self.plane.cloud.coords, goal]))
            leaving = self.unnote(0, 1)
            if leaving:
                self.play(*leaving, run_time=self.brief)
            self.play(flow(self.plane, Travel(goal), self.seconds(self.theme.move)))

    def develop(self) -> None:
        """Turn some of the points into the images that they are, if they are any."""
        if self.images is not None:
            self.play(develop(self.plane, self.seconds(self.theme.appear)))

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which points (N,) the network gets right."""
        scores = self.trajectory.scores_at(self.moment)
        return np.asarray(scores.argmax(axis=1) == self.trajectory.labels)

    def score(self) -> dict[str, float]:
        """Count what the network gets right."""
        n = len(self.points)
        share = self.trajectory.accuracy_at(self.moment)
        right = int(self.right.sum()) if self.trajectory.has_scores else round(share * n)
        return {"right": right, "wrong": n - right, "n": n, "accuracy": right / n}

    def make_room(self, coords: Array) -> None:
        """Change the scale, if coordinates need it, and say so, within a beat that is open."""
        view = View.fit(coords, self.plane.view.area)
        if self.plane.view.serves(view):
            return
        self.tell(1, "zoom.note", factor=view.unit / self.plane.view.unit)
        self.play(unmark(self.plane), run_time=self.brief)
        self.play(rescale(self.plane, view, self.seconds(self.theme.move * ZOOM)))
        self.play(mark(self.plane), run_time=self.brief)

    def tell(self, place: int, key: str, **values: float) -> None:
        """Write a line into one of the places beside the plane, in place of what is there."""
        old = self.unnote(place)
        if old:
            self.play(*old, run_time=self.brief)
        markup = self.words[key].format(**values)
        self.put_note(place, words(markup, self.theme.caption_size, self.theme.text))

    def put_note(self, place: int, note: Mobject) -> None:
        """Let something appear in one of these places, which is free."""
        area = self.note_regions[place]
        note.scale(min(1.0, area.width / note.width)).move_to(area.center)
        self.notes[place] = note
        self.show(note, fraction=0.5)

    def unnote(self, *places: int) -> list[Animation]:
        """Take notes away."""
        return [Vanish(self.notes.pop(place)) for place in places if place in self.notes]

    def uncut(self) -> list[Animation]:
        """Take the line away."""
        old, self.cut = self.cut, None
        return [] if old is None else [Vanish(old)]

    def point_at(self, layer: int) -> None:
        """Light the width of one layer; the last is that of the class scores."""
        if self.widths in self.mobjects:
            self.play(light(self.widths, f"layer{layer}", run_time=self.brief))
        else:
            self.show(self.widths.lit(f"layer{layer}"), fraction=0.5)
