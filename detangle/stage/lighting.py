"""Parts of a mobject that are lit while they are spoken of; the others sink, but stay."""

from __future__ import annotations

from typing import Any, Self

from manim import Mobject

from detangle.stage.fades import Uncopied


class Lightable(Mobject):
    """A mixin for mobjects with named parts; call `name_parts` once they are there."""

    parts: dict[str, list[Any]]
    """What can be lit: mobjects that know `set_opacity`."""
    opacities: dict[str, float]
    """The opacity of each part."""
    unlit: float
    """The opacity of parts that are not lit."""

    def name_parts(self, parts: dict[str, list[Any]], unlit: float) -> None:
        """Say what the parts are, all of them lit, and how opaque they are when they are not."""
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
        return self.set_opacities({p: 1.0 if p in parts else self.unlit for p in self.parts})

    def light(self, part: str, run_time: float) -> Light:
        """Return the animation that lights one part and dims the others."""
        return Light(self, part, run_time=run_time)


class Light(Uncopied):
    """Light some parts of a mobject and dim the others, whatever else changes in it meanwhile.

    Parameters
    ----------
    lightable
        What has the parts.
    parts
        Those that are to be lit.
    """

    def __init__(self, lightable: Lightable, *parts: str, **kwargs: Any) -> None:
        self.lightable = lightable
        self.chosen = parts
        super().__init__(lightable, **kwargs)

    def begin(self) -> None:
        """Take the opacities at which it starts."""
        self.start = dict(self.lightable.opacities)
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the opacities of this instant."""
        t, unlit = self.rate_func(alpha), self.lightable.unlit
        end = {part: 1.0 if part in self.chosen else unlit for part in self.start}
        self.lightable.set_opacities({p: (1 - t) * self.start[p] + t * end[p] for p in end})
