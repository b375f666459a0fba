"""What a scene takes from Manim's configuration, and what it tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FunctionType
from typing import Any, cast

from manim import Axes, Camera, NumberPlane, config

from detangle.look.layout import UNITS
from detangle.look.theme import Theme

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
    """Tell Manim what is seen: the frame, for `to_edge`, `NumberPlane` and their like; the ground.

    Afterwards its configuration is as before, for other scenes of the same process.
    """
    before = config.frame_width, config.frame_height, config.background_color
    config.frame_width, config.frame_height = frame_of(camera)
    config.background_color = theme.background  # that of a `BackgroundRectangle`
    try:
        with _sized_by_the_frame():
            yield
    finally:
        config.frame_width, config.frame_height, config.background_color = before


@contextmanager
def _sized_by_the_frame() -> Iterator[None]:
    """Let axes and planes fill the frame, if nothing is said of their size.

    Manim reads off the frame when it is imported how large they are then.
    """
    x, y = config.frame_x_radius, config.frame_y_radius
    with ExitStack() as stack:
        stack.enter_context(_defaults(NumberPlane, x_range=(-x, x, 1), y_range=(-y, y, 1)))
        stack.enter_context(_defaults(Axes, x_length=round(2 * x) - 2, y_length=round(2 * y) - 2))
        yield


@contextmanager
def _defaults(kind: type, **values: Any) -> Iterator[None]:
    """Change what some parameters of a mobject are by default; `set_default` of it still holds."""
    made = cast("FunctionType", vars(kind)["_original__init__"])
    before = made.__defaults__ or ()
    names = made.__code__.co_varnames[: made.__code__.co_argcount][-len(before) :]
    known = dict(zip(names, before, strict=True))
    made.__defaults__ = tuple({**known, **values}[name] for name in names)
    try:
        yield
    finally:
        made.__defaults__ = before


DEFAULT = Theme.dark()
"""The theme of scenes that name none: it gives way to a background that Manim is told."""


def theme_of(named: Theme) -> Theme:
    """Return the theme of a scene: the one that it names, or one on Manim's background."""
    return Theme.on(config.background_color.to_hex()) if named is DEFAULT else named
