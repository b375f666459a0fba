"""An animation of several things that are on the screen, each of which keeps its place in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import Group, Mobject, Scene
from manim.utils.rate_functions import smootherstep

from detangle.stage.motion.fades import Uncopied


class Staying(Uncopied):
    """Change mobjects that are on the screen, and leave them where they are in the order.

    Parameters
    ----------
    mobjects
        All that changes: what is not among them may be drawn once, and stand still.
    """

    def __init__(self, mobjects: Sequence[Mobject], **kwargs: Any) -> None:
        # As an introducer it may bring in what it wants, which is nothing: not the group.
        super().__init__(
            Group(*mobjects), **{"rate_func": smootherstep, "introducer": True, **kwargs}
        )

    def _setup_scene(self, scene: Scene) -> None:
        """Leave everything where it is."""
