"""How many points of each class: a dot and a number each, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from manim import RIGHT, Group

from detangle.look.theme import Theme
from detangle.stage.panels.legend import swatch
from detangle.stage.text.typeset import words

BESIDE, BETWEEN = 0.22, 0.25
"""Units from the middle of a dot to its number, and between two classes."""


def tally(counts: Sequence[int], theme: Theme) -> Group:
    """Write how many points of each class there are, in the order of the classes."""
    entries = Group()
    for index, count in enumerate(counts):
        dot = swatch(index, theme)
        number = words(f"${count}$", theme.caption_size, theme.text)
        entries.add(Group(dot, number.next_to(dot, RIGHT, buff=BESIDE)))
    return entries.arrange(RIGHT, buff=BETWEEN)
