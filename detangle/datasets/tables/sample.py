"""Reservoir sampling: a uniform sample of rows that are seen once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle._typing import IntArray


@dataclass(eq=False)
class Reservoir:
    """A uniform sample of rows, drawn in one pass and in little memory.

    Each row draws a random number, and the rows with the smallest numbers stay. So the sample
    depends on the seed and on the rows' order alone, not on how they are divided into chunks, and
    each set of `size` rows is as likely as any other.

    Parameters
    ----------
    size
        Rows to keep; 0 keeps all.
    seed
        Seed of the random numbers.
    """

    size: int = 0
    seed: int = 0
    seen: int = 0
    _kept: list[tuple[NDArray[Any], ...]] = field(default_factory=list)
    _bound: float = math.inf

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(max(self.seed, 0))

    def choose(self, n: int) -> IntArray:
        """Return which of the next n rows may stay, counted from the first of them."""
        self._keys = self._rng.random(n) if self.size else np.zeros(n)
        return np.flatnonzero(self._keys < self._bound)

    def keep(self, chosen: IntArray, *columns: NDArray[Any]) -> None:
        """Keep the m chosen rows: the (m, …) arrays of what is known of them."""
        self._kept.append((self._keys[chosen], *columns))
        self.seen += len(self._keys)
        if self.size and sum(len(part[0]) for part in self._kept) > 2 * self.size:
            self._shrink()

    def rows(self) -> tuple[NDArray[Any], ...]:
        """Return what is known of the m rows that stay, in order."""
        self._shrink()
        return self._kept[0][1:]

    def _shrink(self) -> None:
        parts = tuple(map(np.concatenate, zip(*self._kept, strict=True)))
        if self.size and len(parts[0]) > self.size:
            smallest = np.sort(np.argpartition(parts[0], self.size - 1)[: self.size])
            parts = tuple(part[smallest] for part in parts)
            self._bound = float(parts[0].max())
        self._kept = [parts]
