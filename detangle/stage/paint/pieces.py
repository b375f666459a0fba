"""Groups of painted and typeset parts, which do what Manim's own groups do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Self

from manim import Group, Mobject, VMobject

from detangle.stage.paint.anchor import Anchor, Anchoring


class Pieces(Group):
    """A group whose parts may be of any kind: shapes, letters, and what is painted."""

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Set one opacity of all that is drawn; what has no fill does not get one."""
        for part in self.submobjects if family else ():
            _set_opacity(part, opacity)
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:  # noqa: ARG002
        """Blend nothing: only its parts have colours. `become` and Restore ask for it."""
        return self


class Assembly(Pieces):
    """A group whose parts change with what it shows: those that it has are its submobjects.

    What is added to it stays. Wherever it has been moved to, `anchor` brings what is made later.
    """

    def __init__(self) -> None:
        self.added: list[Mobject] = []
        self.anchor = Anchor()
        super().__init__()

    def add(self, *mobjects: Mobject) -> Self:
        """Add mobjects, which stay, whatever the parts become."""
        super().add(*mobjects)
        known = self.submobjects  # Manim adds one alone to this list, which is made anew each time
        self.added += [mobject for mobject in mobjects if mobject not in known]
        return self

    def add_to_back(self, *mobjects: Mobject) -> Self:
        """Add mobjects: they are above the parts, as all that is added."""
        return self.add(*mobjects)

    def insert(self, index: int, mobject: Mobject) -> Self:  # noqa: ARG002
        """Add a mobject above the parts."""
        return self.add(mobject)

    def remove(self, *mobjects: Mobject) -> Self:
        """Remove what was added; the parts stay."""
        self.added = [mobject for mobject in self.added if mobject not in mobjects]
        return self

    @abstractmethod
    def parts(self) -> Iterable[Mobject]:
        """Return the parts as they are at this time, back to front."""

    @property
    def submobjects(self) -> list[Mobject]:
        """All parts, and what was added to them."""
        return [*self.parts(), *self.added, self.anchor]

    @submobjects.setter
    def submobjects(self, wanted: Iterable[Mobject]) -> None:
        """Keep what is added; a part leaves when another one takes its place."""
        own = {id(part) for part in (*self.parts(), self.anchor)}
        self.added = [mobject for mobject in wanted if id(mobject) not in own]


def _set_opacity(mobject: Mobject, opacity: float) -> None:
    if isinstance(mobject, Anchoring):
        return
    if not isinstance(mobject, VMobject):
        mobject.set_opacity(opacity)
        return
    for shape in mobject.family_members_with_points():
        if isinstance(shape, Anchoring):
            continue
        outlined = shape.get_stroke_width() > 0
        if outlined:
            shape.set_stroke(opacity=opacity, family=False)
        if not outlined or shape.get_fill_opacity() > 0:
            shape.set_fill(opacity=opacity, family=False)
