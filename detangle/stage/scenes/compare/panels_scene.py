"""A scene of several runs side by side, each in a panel of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from detangle.look.layout import Area
from detangle.stage.panels.facts import Fact, FactLine
from detangle.stage.panels.run_panel import RunPanel, panel_parts
from detangle.stage.scenes.runs import OWN_RUNS, Run, refuse_other_run, resolve_run
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.shows import Shows

LEAST_SIDE = 1.8
"""Units of a plane's side below which it has no room for ticks and names, at scale 1."""


class PanelsScene(StageScene):
    """Runs side by side, each with its name above it and lines of facts below it."""

    not_one = OWN_RUNS
    runs: ClassVar[Mapping[str, Run]] = {}
    """The runs, by their names."""
    shows = Shows(
        "networks on points of the plane",
        lambda run: run.widths[0] == 2 and run.has_network,
        "moons",
    )
    lines: ClassVar[int] = 1
    """Lines of facts below each plane."""
    bare: ClassVar[bool] = False
    """Whether ticks and axis names are left out."""
    dots: ClassVar[float] = 1.0
    """Radius of the dots, as a fraction of the theme's: panels are small."""

    def load_run(self) -> None:
        """Find all runs; the first one stands for them where a scene has one."""
        self.compared = self.find_runs()
        self.trajectories = [resolve_run(run) for run in self.compared.values()]
        self.trajectory = self.trajectories[0]

    def find_runs(self) -> Mapping[str, Run]:
        """Return the runs by their names: the scene's own, in place of which it takes no others."""
        refuse_other_run()
        return self.runs

    def check_run(self) -> None:
        """Refuse a run that this scene does not show."""
        for name, run in zip(self.compared, self.trajectories, strict=True):
            self.shows.check(run, name)

    def setup(self) -> None:
        """Give each run its panel."""
        super().setup()
        self.find_run()
        small = replace(self.theme, dot_radius=self.dots * self.theme.dot_radius)
        least = LEAST_SIDE * self.layout.scale
        bare = self.bare or any(self._side(area) < least for area in self.slots.values())
        self.panels = [
            RunPanel(name, run, area, small, lines=self.lines, bare=bare)
            for (name, area), run in zip(self.slots.items(), self.trajectories, strict=True)
        ]

    def divide(self) -> dict[str, Area]:
        """Give each run an equal part, in the rows that leave the largest planes."""
        body, count = self.layout.body, len(self.compared)
        grids = (body.grid(count, rows, self.layout.gap) for rows in range(1, count + 1))
        largest = max(grids, key=lambda grid: self._side(grid[0]))
        return dict(zip(self.compared, largest, strict=True))

    @property
    def areas(self) -> Sequence[Area]:
        """Where it draws: in the panels."""
        return list(self.slots.values())

    def reveal_panels(self) -> None:
        """Show all planes and their points."""
        self.show(*(part for panel in self.panels for part in panel.frame), fraction=0.5)
        self.show(*(panel.plane.cloud for panel in self.panels))

    def rows(self, line: int, facts: Iterable[Fact], digits: int = 1) -> list[FactLine]:
        """Set a fact below each plane, or below the first ones.

        Parameters
        ----------
        line
            On which line, counted from 0.
        facts
            One for each panel.
        digits
            Digits before the point that their numbers have room for.
        """
        pairs = zip(self.panels, facts, strict=False)
        return [panel.row(line, fact, digits) for panel, fact in pairs]

    def _side(self, area: Area) -> float:
        """Return the side of the plane in a panel's area."""
        return panel_parts(area, self.theme, self.lines, bare=self.bare)[0].width
