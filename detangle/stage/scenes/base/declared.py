"""What the class of a scene declares: its run, look, beats and words, which are checked."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from detangle.errors import DetangleError, nearest
from detangle.look.theme import Theme
from detangle.recipe import Recipe
from detangle.run.trajectory import Trajectory
from detangle.stage.refusal import refuse
from detangle.stage.scenes.base.own_beats import OwnBeat, as_names, declare_beats
from detangle.stage.scenes.base.settings import DEFAULT
from detangle.stage.scenes.base.skip import SkippingScene
from detangle.stage.scenes.runs import Run
from detangle.stage.scenes.shows import ANY, Shows
from detangle.stage.words import Words, merged, replaced
from detangle.stage.words.markup import as_markup

Beats = tuple[str, ...]


class DeclaredScene(SkippingScene):
    """A scene whose class attributes say what is shown; a wrong one ends the program in a line."""

    run: ClassVar[Run] = "moons"
    """A preset's name, a trajectory file, a `Recipe` or a `Trajectory`."""
    theme: Theme = DEFAULT
    """Colours, sizes and durations; in the running scene, its sizes fit the frame. If a scene names
    none, or None, it is dark or paper, whichever suits Manim's `background_color`, and has that."""
    figure: bool = True
    """Whether planes stand in boxes with ticks around them, as printed figures want it. Scenes of
    one plane let it fill the frame where this is False."""
    pace: ClassVar[float] = 1.0
    """Factor of every duration."""
    reading_time: ClassVar[bool] = True
    """Whether a beat lasts until its caption is read and its narration spoken, however small `pace`
    is. With False, a film may be faster than its words."""
    follow: ClassVar[Sequence[int | str]] = ()
    """Points that are marked and named wherever they are, while all others are dimmed: names, or
    numbers of rows of the user's table."""
    marks_points: ClassVar[bool] = False
    """Whether it can do that."""
    class_names: ClassVar[Mapping[str, str]] = {}
    """What classes are called, by their names in the run, where that is not their names: words of
    another language. The word that joins names is `words = {"and": …}`, where a film has one."""
    shows: ClassVar[Shows] = ANY
    """Which runs it shows; it refuses others."""
    beats: ClassVar[Beats] = ()
    """What is shown, in order."""
    needs: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Beats that must come before others, where these would show something else without them. A
    subclass gives those of its own beats; the others keep theirs."""
    words: ClassVar[Mapping[str, str]] = {}
    """All words a viewer reads: `KEY.title` and `KEY.caption` for each beat; and what a speaker
    says, `KEY.narration`, where it is more than the caption. A subclass gives those that it
    changes, as plain text or as `Markup`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the attributes of a class, and add its words and needs to those of the base."""
        super().__init_subclass__(**kwargs)
        if cls.theme is None:
            cls.theme = DEFAULT
        try:
            check_values(cls)
            check_tables(cls)
            own = declare_beats(cls)
            join(cls, own)
            check_beats(cls)
            if "words" in cls.__dict__:
                cls.words = all_words(cls)
            check_own_words(cls, own)
        except DetangleError as error:
            refuse(cls.__name__, error)

    @classmethod
    def may_speak_of(cls) -> Iterable[str]:
        """Name what a class may have words of that its base has not: the beats that are new."""
        return beats_of(cls.__dict__)


def beats_of(names: Iterable[str]) -> list[str]:
    """Return the beats that methods of these names show."""
    return [name.removeprefix("show_") for name in names if name.startswith("show_")]


def check_values(scene: type[DeclaredScene]) -> None:
    """Refuse a theme, a pace, a run or points of another type than a scene can use."""
    if not isinstance(scene.theme, Theme):
        raise DetangleError(f"theme is a Theme, not {scene.theme!r}: theme = Theme.paper()")
    pace: object = scene.pace
    if not isinstance(pace, int | float) or isinstance(pace, bool) or not 0 < pace < math.inf:
        raise DetangleError(f"pace is a number above 0, not {pace!r}: 2 is half as fast")
    if not isinstance(scene.reading_time, bool):
        raise DetangleError(f"reading_time is True or False, not {scene.reading_time!r}")
    if not isinstance(scene.run, str | Path | Recipe | Trajectory):
        raise DetangleError(
            f"run is a preset's name, a file, a Recipe or a Trajectory, not "
            f"{type(scene.run).__name__}: run = record(dataset, recipe) makes one"
        )
    points: object = scene.follow
    if isinstance(points, str) or not (
        isinstance(points, Sequence) and all(isinstance(one, int | str) for one in points)
    ):
        raise DetangleError(f"follow is a tuple of rows or names, not {points!r}: follow = (3, 17)")


def check_tables(scene: type[DeclaredScene]) -> None:
    """Refuse names, needs and words of another type than a scene can use."""
    names: object = scene.class_names
    if not isinstance(names, Mapping) or not all(isinstance(n, str) and n for n in names.values()):
        raise DetangleError(
            f"class_names is a dict of names by those in the run, not {names!r}: "
            'class_names = {"setosa": "Borsten-Schwertlilie"}'
        )
    if not isinstance(scene.needs, Mapping):
        raise DetangleError(f'needs is a dict, not {scene.needs!r}: needs = {{"mine": ("input",)}}')
    if not isinstance(scene.words, Mapping):
        raise DetangleError(f"words is a dict of BEAT.title and its like, not {scene.words!r}")


def join(scene: type[DeclaredScene], own: Mapping[str, OwnBeat]) -> None:
    """Add the needs of all bases, and needs and words of the beats that a class declares itself."""
    needs = [vars(base).get("needs", {}) for base in scene.__mro__]
    scene.needs = dict(ChainMap({name: beat.needs for name, beat in own.items()}, *needs))
    said = {f"{n}.{part}": text for n, beat in own.items() for part, text in beat.words.items()}
    if said:
        given = vars(scene).get("words", {})
        kind = Words if isinstance(given, Words) else dict
        scene.words = kind({key: as_markup(text) for key, text in said.items()} | given)


def check_own_words(scene: type[DeclaredScene], own: Iterable[str]) -> None:
    """Refuse a beat of the decorator that has no title anywhere."""
    for name in own:
        for part in ("title", "caption"):
            if f"{name}.{part}" not in scene.words:
                raise DetangleError(
                    f"the beat {name!r} has no {part}: @beat({part}=…), or {name}.{part} in words"
                )


def check_beats(scene: type[DeclaredScene]) -> None:
    """Refuse beats that a scene has no method for, and beats without those that they need."""
    if isinstance(scene.beats, str):
        raise DetangleError(f"beats is a tuple of names: beats = ({scene.beats!r},)")
    known = beats_of(dir(scene))
    for i, name in enumerate(scene.beats):
        if name not in known:
            if callable(getattr(scene, str(name), None)):
                raise DetangleError(
                    f"{name!r} is a method, and no beat: @beat(title=…) makes it one, or the name "
                    f"show_{name}"
                )
            raise DetangleError(f"no beat {name!r}: {nearest(str(name), known)}")
        for need in as_names(scene.needs.get(name, ())):
            if need not in known:
                raise DetangleError(f"needs: no beat {need!r}: {nearest(str(need), known)}")
            if need not in scene.beats[:i]:
                raise DetangleError(f"the beat {name!r} needs {need!r} before it, in beats")


def all_words(scene: type[DeclaredScene]) -> Words:
    """Add the words that a class gives to those of its base.

    Words of a file may have any key; others change words that are known, or are of what the class
    may speak of.
    """
    given, *inherited = (c.__dict__["words"] for c in scene.__mro__ if "words" in c.__dict__)
    if isinstance(given, Words):
        return replaced(inherited[0], given)
    return merged(inherited[0], given, scene.may_speak_of())
