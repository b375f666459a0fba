"""How many numbers each layer has, from the input to the class scores, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from manim import VGroup

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.text.highlightable import Highlightable
from detangle.stage.text.typeset import fit_width, formula


class WidthRow(Highlightable, VGroup):
    """64 → 32 → 16 → 2; the parts `layer0`, `layer1`, … can be lit.

    Parameters
    ----------
    widths
        Numbers of each layer.
    area
        Where it goes, in the middle.
    theme
        Colour and size.
    """

    def __init__(self, widths: Sequence[int], area: Area, theme: Theme) -> None:
        names = ascii_lowercase[: len(widths)]
        marks = [f"{{{{ {width} : {name} }}}}" for width, name in zip(widths, names, strict=True)]
        line = formula(" arrow.r ".join(marks), theme.formula_size, theme.text)
        line.set_fill(theme.muted)
        for name in names:
            line.select(name).set_fill(theme.text)
        super().__init__(fit_width(line, area.width).move_to(area.center))
        parts = {f"layer{k}": [line.select(name)] for k, name in enumerate(names)}
        self.name_parts(parts, theme.dim)
