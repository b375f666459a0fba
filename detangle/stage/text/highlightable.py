"""What mobjects with named parts can do: light some of them, and follow a network in training."""

from __future__ import annotations

from typing import Any, Self

from manim import Mobject

from detangle.errors import DetangleError, nearest
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot


class Highlightable(Mobject):
    """A mixin for mobjects with named parts; call `name_parts` once they are there."""

    parts: dict[str, list[Any]]
    """What can be lit: mobjects that know `set_opacity`."""
    opacities: dict[str, float]
    """The opacity of each part."""
    unlit: float
    """The opacity of parts that are not lit."""

    def name_parts(self, parts: dict[str, list[Any]], unlit: float) -> None:
        """Set the named parts, all of them lit, and their opacity when they are not."""
        self.parts = parts
        self.opacities = dict.fromkeys(parts, 1.0)
        self.unlit = unlit

    def set_opacities(self, opacities: dict[str, float]) -> Self:
        """Set the opacity of parts."""
        for name, opacity in opacities.items():
            for mobject in self.parts[name] if opacity != self.opacities[name] else ():
                mobject.set_opacity(opacity)
        self.opacities = {**self.opacities, **opacities}
        return self

    def lit(self, *parts: str) -> Self:
        """Light some of the parts and dim the others."""
        return self.set_opacities(self.lighting(*parts))

    def lighting(self, *parts: str) -> dict[str, float]:
        """Return the opacity that each part has when some of them are lit."""
        for part in parts:
            if part not in self.parts:
                raise DetangleError(f"there is no part {part!r}; {nearest(part, self.parts)}")
        return {p: 1.0 if p in parts else self.unlit for p in self.parts}


class LiveNetwork(Highlightable):
    """A mixin for mobjects with named parts that show the weights of a network."""

    @property
    def live(self) -> list[Mobject]:
        """What changes with the moment."""
        return [self]

    def at(self, moment: Moment) -> Self:
        """Show the network of a moment."""
        return self.show_network(moment.snapshot)

    def show_network(self, snapshot: Snapshot) -> Self:
        """Show a network."""
        raise NotImplementedError
