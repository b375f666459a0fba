"""The same points through networks that differ in their activation alone."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import Group, Mobject

from detangle.analysis.collapse import information_loss
from detangle.errors import DetangleError
from detangle.stage.motion.planes import flow, mark, rename, rescale, unmark, unname
from detangle.stage.panels.run_panel import RunPanel
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.view import View
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.scenes.support import about, instead, is_flat
from detangle.stage.text.number import Number
from detangle.stage.words import load


class SideBySideScene(PanelsScene):
    """Panels flow through the layers together; then what each has lost is counted.

    It compares runs on the same points, with layers that are 2 wide, of the same depth.
    """

    beats: ClassVar[tuple[str, ...]] = ("start", "layers", "count", "line")
    words = load("side_by_side")
    lines: ClassVar[int] = 3

    def check_run(self) -> None:
        """Refuse runs that cannot be compared."""
        first = self.trajectory
        for name, run in zip(self.runs, self.trajectories, strict=True):
            if not is_flat(run) or run.widths != first.widths:
                raise DetangleError(
                    f"{name}: compared are runs of 2-wide layers, equally many; this run has "
                    f"{about(run)}: {instead(run)}"
                )
            if not np.array_equal(run.points, first.points):
                raise DetangleError(f"{name}: compared are runs on the same points")

    def setup(self) -> None:
        """Remember what stands below the planes."""
        super().setup()
        self.feet: list[Mobject] = []

    def show_start(self) -> None:
        """Show the same points in every panel."""
        with self.beat(self.among("start", "starts"), runs=len(self.panels)):
            self.show(*(part for panel in self.panels for part in panel.frame), fraction=0.5)
            self.show(*(panel.plane.cloud for panel in self.panels))
            self.show(*(panel.plane.grid for panel in self.panels), fraction=0.5)
            rules = [panel.snapshot.activation.rule for panel in self.panels]
            self.feet = [p.row(0, None, rule) for p, rule in zip(self.panels, rules, strict=True)]
            self.show(*self.feet, fraction=0.5)

    def show_layers(self) -> None:
        """Send all panels through each layer."""
        for k in range(1, self.trajectory.depth + 1):
            self._zoom([panel.view_of(k) for panel in self.panels], unnamed=True)
            with self.beat(self.among("linear", "linears"), k=k):
                self._flow(k, "linear")
            key = self.among("activation", "activations")
            with self.beat(key, k=k, acts=self._acts(), hold=self.theme.long_hold):
                self._flow(k, "shift")
                self._flow(k, "activation")
                marked = [panel.plane for panel in self.panels if not panel.bare]
                names = [rename(plane, axis_symbols(k)) for plane in marked]
                if names:
                    self.play(*names, run_time=self.brief)

    def show_count(self) -> None:
        """Count places, directions and dead units below each plane."""
        depth = self.trajectory.depth
        lost = [information_loss(panel.snapshot, depth, panel.points) for panel in self.panels]
        values = {"n": len(self.trajectory.points), "relu": lost[0].places}
        self._zoom([self._last_view(panel) for panel in self.panels], unnamed=False)
        with self.beat(self.among("count", "counts"), hold=self.theme.long_hold, **values):
            self.vanish(*self.feet, fraction=0.4)
            self.feet = []
            for line, name in enumerate(("places", "full_rank", "dead")):
                counts = [float(getattr(each, name)) for each in lost]
                self._count(line, ("places", "kept", "dead")[line], counts)

    def show_line(self) -> None:
        """Draw each network's line in its last layer."""
        depth = self.trajectory.depth
        shares = [self._share(panel) for panel in self.panels]
        accuracies = ", ".join(f"{share:.1%}" for share in shares)
        self._zoom([self._last_view(panel) for panel in self.panels], unnamed=False)
        with self.beat(
            self.among("line", "lines"), hold=self.theme.long_hold, accuracies=accuracies
        ):
            for kind in (DecisionLine, DecisionRegions):
                drawn = (
                    kind(panel.snapshot, depth, panel.plane.view, self.theme)
                    for panel in self.panels
                )
                self.show(*drawn, fraction=0.5)
            self.vanish(*self.feet, fraction=0.4)
            self._count(0, "right", [100 * share for share in shares], decimals=1, suffix="%")

    def among(self, three: str, others: str) -> str:
        """Choose words: for a clamp, a leak and a bend, in this order, or for other activations."""
        kinds = [panel.snapshot.activation.kind for panel in self.panels]
        return three if kinds == ["clamp", "leak", "bend"] else others

    def _acts(self) -> str:
        """Say what each activation does."""
        found = dict.fromkeys(panel.snapshot.activation for panel in self.panels)
        acts = (
            self.words[each.kind].format(name=each.label, slope=each.negative_slope)
            for each in found
        )
        return ", ".join(acts)

    def _flow(self, k: int, part: str) -> None:
        run_time = self.seconds(self.theme.move)
        self.play(*(flow(p.plane, p.motion(k, part), run_time) for p in self.panels))

    def _zoom(self, views: list[View], *, unnamed: bool) -> None:
        """Rescale the panels that must be, at the same time."""
        pairs = zip(self.panels, views, strict=True)
        due = [(p.plane, view) for p, view in pairs if not p.plane.view.serves(view)]
        marked = [panel.plane for panel in self.panels if not panel.bare]
        names = [unname(plane) for plane in marked] if unnamed else []
        if due:
            with self.beat("zoom"):
                marks = [plane for plane, _ in due if plane in marked]
                if marks or names:
                    self.play(*map(unmark, marks), *names, run_time=self.brief)
                run_time = self.seconds(0.7 * self.theme.move)
                self.play(*(rescale(plane, view, run_time) for plane, view in due))
                if marks:
                    self.play(*map(mark, marks), run_time=self.brief)
        elif names:
            self.play(*names, run_time=self.brief)

    def _count(self, line: int, word: str, values: list[float], **style: Any) -> None:
        """Write one number below each plane."""
        width = len(str(len(self.trajectory.points)))
        rows: list[Group] = []
        for panel, value in zip(self.panels, values, strict=True):
            size, color = self.theme.caption_size, self.theme.text
            number = Number(value, size=size, color=color, whole=width, **style)
            rows.append(panel.row(line, number, self.words[word]))
        self.show(*rows, fraction=0.5)
        self.rest(self.theme.hold / 2)
        self.feet += rows

    def _share(self, panel: RunPanel) -> float:
        right = panel.snapshot.predict(panel.points) == panel.trajectory.labels
        return float(right.mean())

    def _last_view(self, panel: RunPanel) -> View:
        return View.fit(panel.snapshot.layer(panel.snapshot.depth, panel.points), panel.plot)
