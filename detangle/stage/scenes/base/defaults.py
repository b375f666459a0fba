"""What Manim's mobjects are like if nothing is said of it, while a scene is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FunctionType
from typing import Any, cast

from manim import WHITE, Axes, ManimColor, Mobject, NumberPlane, config

PACKAGES = "manim.", "detangle."
"""Whose mobjects are meant: what others give their own stays."""


@contextmanager
def sized_by_the_frame() -> Iterator[None]:
    """Let axes and planes fill the frame, if nothing is said of their size.

    Manim reads off the frame when it is imported how large they are then.
    """
    x, y = config.frame_x_radius, config.frame_y_radius
    plane = {"x_range": (-x, x, 1), "y_range": (-y, y, 1)}
    axes = {"x_length": round(2 * x) - 2, "y_length": round(2 * y) - 2}
    with ExitStack() as stack:
        for kind, own in ((NumberPlane, plane), (Axes, axes)):
            made = cast("FunctionType", vars(kind)["_original__init__"])
            names = made.__code__.co_varnames[: made.__code__.co_argcount]
            old = made.__defaults__ or ()
            known = dict(zip(names[-len(old) :], old, strict=True))
            stack.enter_context(_changed(made, tuple((known | own)[name] for name in known)))
        yield


@contextmanager
def drawn_in(color: str) -> Iterator[None]:
    """Draw in a colour what is white if nothing is said of it, and could not be seen on paper."""
    new = ManimColor(color)
    with ExitStack() as stack:
        for made in _constructors() if new != WHITE else ():
            values = tuple(new if value is WHITE else value for value in made.__defaults__ or ())
            stack.enter_context(_changed(made, values))
        yield


def _constructors() -> set[FunctionType]:
    """Return the constructors of mobjects that have a parameter which is white by default."""
    found = {vars(kind).get("_original__init__", vars(kind).get("__init__")) for kind in _kinds()}
    made = {function for function in found if isinstance(function, FunctionType)}
    return {f for f in made if any(value is WHITE for value in f.__defaults__ or ())}


def _kinds(above: type[Mobject] = Mobject) -> Iterator[type[Mobject]]:
    if above.__module__.startswith(PACKAGES):
        yield above
    for kind in above.__subclasses__():
        yield from _kinds(kind)


@contextmanager
def _changed(made: FunctionType, defaults: tuple[Any, ...]) -> Iterator[None]:
    """Change a constructor's defaults; what `set_default` of its mobject has set still holds."""
    before, made.__defaults__ = made.__defaults__, defaults
    try:
        yield
    finally:
        made.__defaults__ = before
