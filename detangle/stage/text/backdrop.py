"""What keeps text readable over lines: the background's colour behind it, or around its letters."""

from __future__ import annotations

from manim import Mobject, Rectangle, VGroup, VMobject

from detangle.look.theme import Theme
from detangle.stage.text.typeset import Shape

MARGIN = 0.1
"""Units by which a backing is larger than its text on every side, where sizes are not scaled."""
HALO = 6.0
"""Stroke width of a halo."""


def haloed(text: Shape, theme: Theme) -> Shape:
    """Put a stroke of the background's colour behind each letter of a text, which is returned."""
    text.set_stroke(theme.background, width=HALO, background=True)
    return text


def backing(mobject: Mobject, theme: Theme, margin: float = MARGIN) -> Rectangle:
    """Return the rectangle that goes behind a mobject.

    Parameters
    ----------
    mobject
        The text.
    theme
        Its background's colour, and how opaque a backing is.
    margin
        Units by which it is larger on every side.
    """
    rectangle = Rectangle(width=mobject.width + 2 * margin, height=mobject.height + 2 * margin)
    rectangle.set_stroke(width=0)
    rectangle.set_fill(theme.background, opacity=theme.backing)
    rectangle.move_to(mobject)
    return rectangle


def backed(text: VMobject, theme: Theme, margin: float = MARGIN) -> VGroup:
    """Put a backing behind a text: the group of both, the backing first."""
    return VGroup(backing(text, theme, margin), text)
