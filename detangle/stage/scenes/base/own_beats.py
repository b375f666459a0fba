"""Beats of one's own, by a decorator: a method with its title, its caption and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, overload

from detangle.errors import DetangleError
from detangle.stage.words.markup import fields

Method = Callable[[Any], object]
_MARK = "declared_beat"


@dataclass(frozen=True)
class OwnBeat:
    """A beat that a class declares by a method.

    Parameters
    ----------
    words
        Its words by their part: `title`, `caption`, `narration`, as far as they are given.
    needs
        Beats that must come before it.
    hold
        Seconds of rest at its end, before `pace`; the theme's `hold` if None.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    hold: float | None = None


@overload
def beat(show: Method, /) -> Method: ...
@overload
def beat(
    *,
    title: str = "",
    caption: str = "",
    narration: str = "",
    needs: str | tuple[str, ...] = (),
    hold: float | None = None,
) -> Callable[[Method], Method]: ...
def beat(
    show: Method | None = None,
    /,
    *,
    title: str = "",
    caption: str = "",
    narration: str = "",
    needs: str | tuple[str, ...] = (),
    hold: float | None = None,
) -> Method | Callable[[Method], Method]:
    """Make a method of a scene a beat, under its own name.

    The method shows what is to be seen; title, caption, section and rest are those of any beat.
    `@beat` alone takes its words from those of the scene.

    Parameters
    ----------
    title, caption, narration
        What a viewer reads, plain text or `Markup`; empty where they stand in `words`. The caption
        is the title, if there is none.
    needs
        Beats that must come before it, where it would show something else without them.
    hold
        Seconds of rest at its end, before `pace`; the theme's `hold` if None.

    Examples
    --------
    >>> class Talk(LayerMorphScene):  # doctest: +SKIP
    ...     beats = ("input", "circled", "layers")
    ...
    ...     @beat(title="These are hard", caption="A ring around three points.", needs=("input",))
    ...     def circled(self):
    ...         self.play(Create(Circle().move_to(self.plane.cloud)))
    """
    if show is not None and not callable(show):
        raise DetangleError(f"beat takes words by their names, not {show!r}: @beat(title={show!r})")
    for name, text in (("title", title), ("caption", caption), ("narration", narration)):
        if not isinstance(text, str):
            raise DetangleError(f"the {name} of a beat is text, not {text!r}")
    given = {"title": title, "caption": caption or title, "narration": narration}
    own = OwnBeat({part: text for part, text in given.items() if text}, as_names(needs), hold)

    def declare(method: Method) -> Method:
        setattr(method, _MARK, own)
        return method

    return declare if show is None else declare(show)


def as_names(needs: object) -> tuple[str, ...]:
    """Return the names of beats that another one needs: one name, or several.

    Raises
    ------
    DetangleError
        If these are not names.
    """
    names = (needs,) if isinstance(needs, str) else needs
    if isinstance(names, tuple | list) and all(isinstance(name, str) for name in names):
        return tuple(names)
    raise DetangleError(f"needs are names of beats, not {needs!r}: needs=('input',)")


def name_of(method: str) -> str:
    """Return the name of the beat that a method shows."""
    return method.removeprefix("show_")


def declare_beats(scene: Any) -> dict[str, OwnBeat]:
    """Make `show_NAME` of each method of a class that has the decorator, and return their beats.

    A subclass that overrides the method shows something else in the same beat.

    Raises
    ------
    DetangleError
        If one would take the place of something else, or has braces that nothing fills in.
    """
    methods = {m: getattr(f, _MARK) for m, f in vars(scene).items() if hasattr(f, _MARK)}
    for method, own in methods.items():
        _check(scene, method, own)
        setattr(scene, f"show_{name_of(method)}", _opening(method, vars(scene)[method], own))
    return {name_of(method): own for method, own in methods.items()}


def _opening(method: str, show: Method, own: OwnBeat) -> Method:
    name = name_of(method)

    @wraps(show)
    def opened(scene: Any) -> None:
        with scene.beat(name, hold=own.hold):
            (show.__get__(scene) if name != method else getattr(scene, method))()

    delattr(opened, _MARK)
    return opened


def _check(scene: type, method: str, own: OwnBeat) -> None:
    name = name_of(method)
    before = [vars(base)[method] for base in scene.__mro__[1:] if method in vars(base)]
    if before and name == method and not any(hasattr(old, _MARK) for old in before):
        raise DetangleError(
            f"the beat {name!r} would take the place of a method of the scene; call it "
            f"show_{name}, and {name!r} in beats"
        )
    for part, text in own.words.items():
        for hole in sorted(fields(text)):
            raise DetangleError(
                f"the {part} of the beat {name!r} has {{{hole}}}, which nothing fills in; write "
                f"show_{name} with self.beat({name!r}, {hole}=…)"
            )
