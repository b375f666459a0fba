"""All that a viewer reads: a folder for each language, a file for each film.

A file holds Typst markup under the names of the beats; what stands in braces is filled in by the
scene. A translation is a folder like `en`, with as many of its files and keys as are translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from detangle.errors import DetangleError, nearest

FOLDER = Path(__file__).parent
LANGUAGE = "en"
"""The language whose files are complete."""


class Words(dict[str, str]):
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
    >>> load("layer_morph")["shift.title"]
    'Layer {k}: $+ b_{k}$ slides everything'
    """
    language, _, film = name.rpartition("/")
    own = _read(language or LANGUAGE, film)
    if language in ("", LANGUAGE):
        return Words(own)
    return Words(merged(load(film), own))


def merged(words: Mapping[str, str], changes: Mapping[str, str], own: Iterable[str] = ()) -> Words:
    """Change some words.

    Parameters
    ----------
    words
        All keys that are known. Wherever there is a caption, there may be a narration.
    changes
        What is said otherwise.
    own
        Beats that are new: every key `BEAT.…` of theirs is allowed.

    Raises
    ------
    DetangleError
        If a key is not known.
    """
    captions = [key.removesuffix("caption") for key in words if key.endswith(".caption")]
    known = {*words, *(f"{key}narration" for key in captions)}
    for key in changes:
        if key not in known and key.split(".")[0] not in own:
            raise DetangleError(f"no words {key!r} are ever said: {_nearest(key, known)}")
    return Words({**words, **changes})


def _nearest(key: str, known: Iterable[str]) -> str:
    return nearest(key, known).split(" known:")[0]


def _read(language: str, name: str) -> dict[str, str]:
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


def _flat(table: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield before + key, value
        else:
            yield from _flat(value, f"{before}{key}.")
