"""What a check is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detangle._typing import FloatArray
from detangle.stage.inspector.frame import Frame


@dataclass(frozen=True, eq=False)
class Problem:
    """Something on the screen that should not be so.

    Attributes
    ----------
    subject
        What it is about; problems of one check about the same subject are told once.
    message
        What is wrong, with numbers.
    box
        Where in the frame: left, bottom, right, top; None for nowhere in particular.
    """

    subject: str
    message: str
    box: FloatArray | None = None


Problems = Iterator[Problem]
Check = Callable[[Frame], Problems]
