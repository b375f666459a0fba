"""What a scene takes from Manim's configuration, and what it tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from manim import Camera, config

from detangle.look.layout import UNITS
from detangle.look.theme import Theme
from detangle.stage.scenes.base.defaults import drawn_in, sized_by_the_frame

SAME_SHAPE = 0.01
"""Difference of two ratios of width to height below which they are one; 854 by 480 is 16:9."""


def frame_of(camera: Camera) -> tuple[float, float]:
    """Return width and height of the frame in scene units, with pixels that are square.

    A frame that the user has set is kept, if the picture has its shape. Manim's own stays 16:9
    whatever the shape of the picture is; there the shorter side has 8 units.
    """
    wide, high = camera.pixel_width, camera.pixel_height
    width, height = float(config.frame_width), float(config.frame_height)
    fits = abs(width * high / (height * wide) - 1) < SAME_SHAPE
    unit = (min(width, height) if fits else UNITS) / min(wide, high)
    return wide * unit, high * unit


@contextmanager
def told(camera: Camera, theme: Theme) -> Iterator[None]:
    """Tell Manim what is seen.

    It is the frame, for `to_edge`, `NumberPlane` and their like; the ground; and the colour of
    text, for what would be white. Afterwards all is as before, for other scenes of the process.
    """
    before = config.frame_width, config.frame_height, config.background_color
    config.frame_width, config.frame_height = frame_of(camera)
    config.background_color = theme.background  # that of a `BackgroundRectangle`
    try:
        with sized_by_the_frame(), drawn_in(theme.text):
            yield
    finally:
        config.frame_width, config.frame_height, config.background_color = before


DEFAULT = Theme.dark()
"""The theme of scenes that name none: it gives way to a background that Manim is told."""


def theme_of(named: Theme) -> Theme:
    """Return the theme of a scene: the one that it names, or one on Manim's background."""
    return Theme.on(config.background_color.to_hex()) if named is DEFAULT else named
