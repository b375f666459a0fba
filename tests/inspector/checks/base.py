"""The shape of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.inspector.film import Film
from tests.inspector.frame import Frame

Problems = Iterator[tuple[str, str]]
"""Pairs of what it is about and what is wrong with it."""
Check = Callable[[Frame], Problems]
FilmCheck = Callable[[Film], Problems]
