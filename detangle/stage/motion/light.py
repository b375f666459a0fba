"""The animation that lights parts of a mobject and dims the others."""

from __future__ import annotations

from typing import Any

from detangle.stage.motion.fades import Uncopied
from detangle.stage.text.lighting import Lightable


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
