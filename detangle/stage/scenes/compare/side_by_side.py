"""The same points through networks that differ in their activation alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from manim import Group

from detangle.analysis.collapse import information_loss
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.planes import flow, rename, unname
from detangle.stage.panels.facts import Fact
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.scenes.runs import SEVERAL_RUNS, Run, several_runs
from detangle.stage.scenes.shows import Shows, is_flat
from detangle.stage.words import load
from detangle.stage.words.markup import Markup, escape

LEAST_RUNS, MOST_RUNS = 2, 3
OF_POINTS = ("dataset", "dataset_parameters", "data_hash")
"""Fields of a setup that may differ although the points are the same."""
MOST_DIFFERENCES = 3
"""Settings in which runs differ that are named; if there are more, they are counted."""
COUNTED = {"places": "places", "full_rank": "kept", "dead": "dead"}
"""What of `InformationLoss` is counted, and the key of its word."""


class SideBySideScene(PanelsScene):
    """Panels flow through the layers together; then what each has lost is counted.

    It compares runs on the same points, with layers that are 2 wide, of the same depth.
    """

    not_one = SEVERAL_RUNS
    shows = Shows("runs of 2-wide layers", is_flat, "moons")
    beats: ClassVar[Beats] = ("start", "layers", "count", "line")
    needs: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "count": ("layers",),
        "line": ("layers",),
    }
    words = load("side_by_side")
    lines: ClassVar[int] = len(COUNTED)

    def check_run(self) -> None:
        """Refuse runs that cannot be compared."""
        super().check_run()
        if not LEAST_RUNS <= len(self.compared) <= MOST_RUNS:
            raise DetangleError(
                f"this scene compares {LEAST_RUNS} or {MOST_RUNS} runs, not {len(self.compared)}"
            )
        first, *others = zip(self.compared, self.trajectories, strict=True)
        for name, run in others:
            if difference := _misfit(run, first[1]):
                raise DetangleError(
                    "this scene compares runs on the same points, with equally many layers: "
                    f"{name} has {difference.format(first[0])}"
                )

    def find_runs(self) -> Mapping[str, Run]:
        """Return the runs by their names, which others may take the place of."""
        return several_runs(self.runs)

    def setup(self) -> None:
        """Lay a grid into each plane, which moves with the points."""
        super().setup()
        for panel in self.panels:
            panel.plane.add_grid(smooth=not panel.snapshot.activation.piecewise_linear)

    def show_start(self) -> None:
        """Show the same points in every panel."""
        with self.beat(self.among("start", "starts"), **self._about()):
            self.reveal_panels()
            self.show(*(panel.plane.grid for panel in self.panels), fraction=0.5)
            self._tell(0, [Fact("rule", note=p.snapshot.activation.rule) for p in self.panels])

    def show_layers(self) -> None:
        """Send all panels through each layer."""
        planes = [panel.plane for panel in self.panels]
        for k in range(1, self.trajectory.depth + 1):
            self.rescale_if_needed(*((p.plane, p.view_through(k)) for p in self.panels))
            with self.beat(self.among("linear", "linears"), k=k):
                self.briefly(*map(unname, planes))
                self._flow(k, "linear")
            key = self.among("activation", "activations")
            values = {"k": k, "acts": self._acts(), **self._about()}
            with self.beat(key, hold=self.theme.long_hold, **values):
                self._flow(k, "shift")
                self._flow(k, "activation")
                names = [rename(plane, axis_symbols(k)) for plane in planes]
                self.briefly(*names)

    def show_count(self) -> None:
        """Count places, directions and dead units below each plane."""
        depth = self.trajectory.depth
        lost = [information_loss(panel.snapshot, depth, panel.points) for panel in self.panels]
        first, *others = (each.places for each in lost)
        values = {"n": len(self.trajectory.points), "first": first, "others": min(others)}
        self.rescale_if_needed(*((p.plane, p.view_of(depth)) for p in self.panels))
        with self.beat(self.among("count", "counts"), hold=self.theme.long_hold, **values):
            for line, (name, word) in enumerate(COUNTED.items()):
                counts = [float(getattr(each, name)) for each in lost]
                self._tell(line, [Fact(name, note=self.words[word], count=n) for n in counts])
                self.rest(self.theme.hold / 2)

    def show_line(self) -> None:
        """Draw each network's line in its last layer."""
        depth = self.trajectory.depth
        right = [float(run.accuracy[-1]) for run in self.trajectories]
        n = len(self.trajectory.points)
        values = {
            "accuracies": ", ".join(f"{fraction:.1%}" for fraction in right),
            "right": round(min(right) * n),
            "n": n,
        }
        self.rescale_if_needed(*((p.plane, p.view_of(depth)) for p in self.panels))
        with self.beat(self.among("line", "lines"), hold=self.theme.long_hold, **values):
            for kind in (DecisionLine, DecisionRegions):
                drawn = [kind(p.snapshot, depth, p.plane.view, self.theme) for p in self.panels]
                self.show(*drawn, fraction=0.5)
            style: dict[str, Any] = {"note": self.words["right"], "decimals": 1, "suffix": "%"}
            facts = [Fact("right", count=100 * fraction, **style) for fraction in right]
            self._tell(0, facts, clear=["row 1", "row 2"])
            self.rest(self.theme.hold / 2)

    def among(self, three: str, others: str) -> str:
        """Choose words: for a clamp, a leak and a bend and else the same recipe, or for others."""
        kinds = [panel.snapshot.activation.kind for panel in self.panels]
        same = self._differences() == ["activation"]
        return three if kinds == ["clamp", "leak", "bend"] and same else others

    def _differences(self) -> list[str]:
        """Name the fields of the runs' setups that are not the same in all of them."""
        setups = [run.setup.facts() for run in self.trajectories]
        fields = dict.fromkeys(name for setup in setups for name in setup)
        kept = (name for name in fields if name not in OF_POINTS)
        return [name for name in kept if len({str(setup.get(name)) for setup in setups}) > 1]

    def _about(self) -> dict[str, Any]:
        """Return what the words may say of the runs: how many there are, and how they differ."""
        found = self._differences()
        names = [self.words.get(f"differ.{name}", Markup(escape(name))) for name in found]
        several = self.text("differ.several", settings=len(found))
        return {
            "runs": len(self.panels),
            "activations": len({panel.snapshot.activation for panel in self.panels}),
            "differences": len(found),
            "differ": Markup(", ".join(names)) if len(found) <= MOST_DIFFERENCES else several,
        }

    def _acts(self) -> str:
        """Say what each activation does."""
        found = dict.fromkeys(panel.snapshot.activation for panel in self.panels)
        acts = [self.text(a.kind, name=a.label, slope=a.negative_slope) for a in found]
        return Markup(", ".join(acts))

    def _flow(self, k: int, part: str) -> None:
        run_time = self.seconds(self.theme.move)
        self.play(*(flow(p.plane, p.motion(k, part), run_time) for p in self.panels))

    def _tell(self, line: int, facts: Sequence[Fact], clear: Sequence[str] = ()) -> None:
        """Write a fact below each plane, in place of what is on that line."""
        digits = len(str(len(self.trajectory.points)))
        self.put(f"row {line}", Group(*self.rows(line, facts, digits)), clear=clear)


def _misfit(run: Trajectory, first: Trajectory) -> str:
    """Say what a run has that keeps it from being compared to the first, `{}`; empty if nothing."""
    if run.depth != first.depth:
        return f"{run.depth} layers, {{}} has {first.depth}"
    if len(run.points) != len(first.points):
        return f"{len(run.points)} points, {{}} has {len(first.points)}"
    if not np.array_equal(run.points, first.points):
        return "other points than {}"
    same = run.class_names == first.class_names and np.array_equal(run.labels, first.labels)
    return "" if same else "other classes than {}"
