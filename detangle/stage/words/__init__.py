"""All that a viewer reads: a folder for each language, a file for each film.

A file holds Typst markup under the names of the beats; what stands in braces is filled in by the
scene. A sentence that is not true of every run stands in a table of the beat that is named after a
claim, see `claims`. A translation is a folder like `en`, with as many of its files and keys as are
translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from detangle.errors import DetangleError, nearest
from detangle.stage.words.claims import without_claim
from detangle.stage.words.markup import Markup, as_markup, fields

FOLDER = Path(__file__).parent
LANGUAGE = "en"
"""The language whose files are complete."""


FILLED_IN = "values"
"""Key of a beat that lists what may stand in braces, beside what its words use already."""


class Words(dict[str, Markup]):
    """What a film says: every key that its scene asks for."""


@lru_cache
def load(name: str) -> Mapping[str, str]:
    """Read the words of a film.

    Parameters
    ----------
    name
        `FILM`, or `FILM.TABLE` for one table of its file; before it `LANGUAGE/` where it is not
        English. What a translation lacks is said in English.

    Raises
    ------
    DetangleError
        If there is no such file or table, or if a translation has a key that English lacks.

    Examples
    --------
    >>> print(load("layer_morph")["bend.title"])
    Layer {k}: {name} bends the plane
    """
    language, _, film = name.rpartition("/")
    own = _read(language or LANGUAGE, film)
    if language in ("", LANGUAGE):
        return Words(own)
    return Words(merged(load(film), own))


def merged(words: Mapping[str, str], changes: Mapping[str, str], own: Iterable[str] = ()) -> Words:
    """Change some words.

    Where the words of a beat are changed, they are said in any case: what was said only where a
    claim holds goes.

    Parameters
    ----------
    words
        All keys that are known. Wherever there is a caption, there may be a narration.
    changes
        What is said otherwise: `Markup`, or plain text that is shown as written.
    own
        Beats that are new: every key `BEAT.…` of theirs is allowed.

    Raises
    ------
    DetangleError
        If a key is not known, or a name in braces.
    """
    new = set(own)
    for key, text in changes.items():
        if not isinstance(text, str):
            raise DetangleError(f"the words {key!r} are text, not {text!r}")
        if key.split(".")[0] not in new:
            _check(words, key, text)
    return replaced(words, {key: as_markup(text) for key, text in changes.items()})


def replaced(words: Mapping[str, str], changes: Mapping[str, Markup]) -> Words:
    """Change and add words; of what is changed, nothing is said any more where a claim holds."""
    gone = {k for k in words if without_claim(k) != k and without_claim(k) in changes}
    kept = {key: as_markup(text) for key, text in words.items() if key not in gone}
    return Words({**kept, **changes})


def _check(words: Mapping[str, str], key: str, text: str) -> None:
    """Refuse words that are never said, and braces that nothing fills in."""
    captions = [name.removesuffix("caption") for name in words if name.endswith(".caption")]
    known = {*words, *(f"{name}narration" for name in captions)}
    if without_claim(key) not in known:
        raise DetangleError(f"no words {key!r} are ever said: {_nearest(key, known)}")
    allowed = _filled_in(words, key)
    for name in sorted(fields(text) - allowed):
        told = f"these are: {', '.join(sorted(allowed))}" if allowed else "nothing is"
        raise DetangleError(f"in the words {key!r}, {{{name}}} is not filled in; {told}")


def _filled_in(words: Mapping[str, str], key: str) -> set[str]:
    """Return what may stand in the braces of a key: all that the words of its beat tell."""
    beat = without_claim(key).rpartition(".")[0]
    same = [k for k in words if without_claim(k).rpartition(".")[0] == beat] if beat else [key]
    listed = words.get(f"{beat}.{FILLED_IN}", "").split()
    return {*listed, *(name for k in same for name in fields(words.get(k, "")))}


def _nearest(key: str, known: Iterable[str]) -> str:
    return nearest(key, known).split(" known:")[0]


def _read(language: str, name: str) -> dict[str, Markup]:
    """Read a file, or one of its tables, as one level of keys: `BEAT.title`."""
    film, _, table = name.partition(".")
    path = FOLDER / language / f"{film}.toml"
    if not path.is_file():
        films = [f"{file.parent.name}/{file.stem}" for file in FOLDER.glob("*/*.toml")]
        raise DetangleError(
            f"no words of {language}/{film}: {nearest(f'{language}/{film}', films)}"
        )
    tables: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    if table and table not in tables:
        raise DetangleError(f"{path} has no table {table!r}: {nearest(table, tables)}")
    return dict(_flat(tables[table] if table else tables))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, Markup]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield before + key, Markup(value)
        else:
            yield from _flat(value, f"{before}{key}.")
