"""Which colour and shape is which class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group

from detangle.stage.cloud import PointCloud
from detangle.stage.text import escape, words
from detangle.stage.theme import Theme

DOT_FACTOR = 1.8
"""Dots of the legend are larger than those of the data, to be seen beside letters."""


class Legend(Group):
    """A dot and a name for each class, one below the other.

    Parameters
    ----------
    names
        The classes' names, in the order of their indices.
    theme
        Colours and sizes.
    """

    def __init__(self, names: Sequence[str], theme: Theme) -> None:
        super().__init__()
        for index, name in enumerate(names):
            self.add(_entry(index, name, theme))
        self.arrange(DOWN, buff=0.35, aligned_edge=LEFT)


def _entry(index: int, name: str, theme: Theme) -> Group:
    dot = PointCloud(
        np.zeros((1, 3)),
        theme.class_color(index),
        radius=DOT_FACTOR * theme.dot_radius,
        rings=np.array([theme.is_ring(index)]),
    )
    label = words(escape(name), theme.caption_size, theme.text)
    return Group(dot, label.next_to(dot, RIGHT, buff=0.3))
