"""A scene of several runs side by side, each in a panel of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from detangle.errors import DetangleError
from detangle.look.layout import Area
from detangle.run.trajectory import Trajectory
from detangle.stage.panels.run_panel import RunPanel, panel_parts
from detangle.stage.scenes.runs import RUN_VARIABLE, Run, resolve_run
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.support import about, instead

LEAST = 1.8
"""Side of a plane below which it has no room for ticks and names, where sizes are not scaled."""


class PanelsScene(StageScene):
    """Runs side by side, by the headings of their panels."""

    runs: ClassVar[Mapping[str, Run]] = {}
    """The runs, by what stands above each."""
    lines: ClassVar[int] = 1
    """Lines of text below each plane."""
    bare: ClassVar[bool] = False
    """Whether ticks and axis names are left out."""
    dots: ClassVar[float] = 1.0
    """Radius of the dots, as a share of the theme's: panels are small."""

    def load_run(self) -> None:
        """Find all runs; one of the viewer's own has no place beside them."""
        if os.environ.get(RUN_VARIABLE):
            raise DetangleError(
                f"this scene compares runs of its own; unset {RUN_VARIABLE}, or show yours by "
                "LayerMorph, TrainingReplay or WideMorph"
            )
        self.trajectories: list[Trajectory] = [resolve_run(run) for run in self.runs.values()]
        self.trajectory = self.trajectories[0]

    def check_run(self) -> None:
        """Refuse runs whose points are not in the plane."""
        for name, trajectory in zip(self.runs, self.trajectories, strict=True):
            if trajectory.widths[0] != 2 or not trajectory.has_network:
                raise DetangleError(
                    f"{name}: this scene shows networks on points of the plane; this run has "
                    f"{about(trajectory)}: {instead(trajectory)}"
                )

    def setup(self) -> None:
        """Give each run its panel."""
        super().setup()
        tiles = self.tiles()
        pairs = zip(self.runs, self.trajectories, tiles, strict=True)
        small = replace(self.theme, dot_radius=self.dots * self.theme.dot_radius)
        bare = self.bare or self._side(tiles) < LEAST * self.layout.scale
        self.panels = [RunPanel(*pair, small, self.lines, bare) for pair in pairs]

    @property
    def areas(self) -> list[Area]:
        """Where it draws: in the panels' tiles."""
        return self.tiles()

    def tiles(self) -> list[Area]:
        """Return where the panels are: in the rows that leave the largest planes."""
        body, count = self.layout.body, len(self.runs)
        grids = (body.grid(count, rows, self.layout.gap) for rows in range(1, count + 1))
        return max(grids, key=self._side)

    def _side(self, tiles: list[Area]) -> float:
        """Return the side of the planes in such tiles."""
        return panel_parts(tiles[0], self.theme, self.lines, self.bare)[0].width
