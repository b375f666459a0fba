"""The share of points that are right, as a number that can change every frame."""

from __future__ import annotations

from typing import Any, Self

from manim import RIGHT, VGroup

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import baseline, words

GAP = 0.6
"""Room between number and word, as a share of a digit's width."""


class Score(VGroup):
    """`98.4% right`, in the middle of an area; the number's left edge stays where it is.

    Parameters
    ----------
    word
        What stands behind the number, in Typst markup.
    area
        Where it goes.
    theme
        Colours and sizes.
    """

    def __init__(self, word: str, area: Area, theme: Theme) -> None:
        style: dict[str, Any] = {"size": theme.caption_size, "color": theme.text, "suffix": "%"}
        self.number = Number(100.0, decimals=1, whole=3, **style)
        name = words(word, theme.caption_size, theme.text)
        name.next_to(self.number, RIGHT, buff=GAP * self.number.pitch)
        name.shift((0, self.number.ink[0].get_bottom()[1] - baseline(name), 0))
        super().__init__(self.number, name)
        self.move_to(area.center)

    def show_share(self, share: float) -> Self:
        """Show a share from 0 to 1."""
        self.number.set_value(100 * share)
        return self
