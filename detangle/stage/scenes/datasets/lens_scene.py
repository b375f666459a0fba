"""A scene with facts beside its plane, and below them a lens on a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from manim import Animation, Mobject
from numpy.typing import NDArray

from detangle.look.layout import WIDE, Area
from detangle.stage.motion.restyle import DotStyle, Restyle
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.panels.facts import Fact, Ledger
from detangle.stage.panels.lens import Lens, LensCloud
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.scenes.scene import StageScene

Array = NDArray[np.float64]

ONE_ABOVE_THE_OTHER, SIDE_BY_SIDE = (0.4, 0.6), (0.54, 0.46)
"""How facts and lens share the panels: beside the stage in a landscape frame, else below it."""


class LensScene(StageScene):
    """Facts come in pages; points may be seen larger through a lens, and look alike there."""

    plane: Plane

    def setup(self) -> None:
        """Divide the panels; nothing is in them yet."""
        super().setup()
        self.facts_area, self.lens_area = self._divided()
        self.ledger: Ledger | None = None
        self.lens: Lens | None = None
        self.twins: dict[int, LensCloud] = {}
        self.aids: list[Mobject] = []

    def _divided(self) -> tuple[Area, Area]:
        layout = self.layout
        if layout.frame.width > WIDE * layout.frame.height:
            facts, lens = layout.panels.rows(ONE_ABOVE_THE_OTHER, layout.gap)
        else:
            facts, lens = layout.panels.columns(SIDE_BY_SIDE, layout.gap)
        return facts, lens

    def open_page(self, facts: Mapping[str, Fact], area: Area | None = None) -> Ledger:
        """Make room for facts, none of which is told yet; those of another page go."""
        if self.ledger is None or list(self.ledger.lines) != list(facts):
            self.close_page()
            self.ledger = Ledger(facts, area or self.facts_area, self.theme)
        return self.ledger

    def close_page(self) -> None:
        """Let the facts go that have been told."""
        lines = [] if self.ledger is None else self.ledger.lines.values()
        self.vanish(*lines, fraction=0.5)
        self.ledger = None

    def tell(self, *names: str) -> None:
        """Let facts of the open page appear."""
        if self.ledger is not None:
            self.show(*map(self.ledger.line, names), fraction=0.5)

    def put_aside(self) -> None:
        """Let go what has helped the beat before."""
        old, self.aids = self.aids, []
        self.vanish(*old, fraction=0.5)
        if self.lens is not None:
            self.lens.forget(*old)

    def leave_only(self, *kept: Mobject) -> None:
        """Let all go but these and the title."""
        gone = [m for m in self.mobjects if m not in [*kept, self._title]]
        self.vanish(*gone, fraction=0.5)
        self.ledger, self.lens, self.aids, self.twins = None, None, [], {}

    def look_closer(self, coords: Array, *others: PlaneCloud) -> Lens:
        """Show a part of the plane larger, below the facts: its points, and those of others."""
        lens = Lens(self.lens_area, coords, self.plane.view, self.theme, self.words["lens"])
        self.twins = {id(cloud): lens.twin(cloud) for cloud in (*others, self.plane.cloud)}
        self.show(*lens.frame, *self.twins.values())
        self.lens = lens
        return lens

    def close_lens(self) -> None:
        """Let the lens go, and all that is seen through it."""
        if self.lens is not None:
            self.vanish(*self.lens.frame, *self.lens.items, fraction=0.5)
        self.lens, self.twins = None, {}

    def change(self, cloud: PlaneCloud, looks: DotStyle, **kwargs: Any) -> list[Animation]:
        """Give the dots of a cloud other looks, in the plane and in the lens alike."""
        twin = self.twins.get(id(cloud))
        clouds: list[PointCloud] = [cloud] if twin is None else [cloud, twin]
        return [Restyle(each, looks, **kwargs) for each in clouds]

    def drop(self, cloud: PlaneCloud) -> None:
        """Take away a cloud that nobody sees any more, in the plane and in the lens."""
        twin = self.twins.pop(id(cloud), None)
        self.remove(cloud, *([] if twin is None else [twin]))
        if self.lens is not None and twin is not None:
            self.lens.forget(twin)
