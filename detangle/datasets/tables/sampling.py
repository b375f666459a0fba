"""A sample of rows that stream by, drawn in one pass and in little memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.tables.source import Batch, Rows, Values


class Reservoir:
    """Keeps a uniform sample of the rows that it is offered; size 0 keeps them all.

    Each row draws a random number, and the rows with the smallest numbers stay. So the sample
    depends on the seed and on the rows' order alone, not on how they are batched, and each set of
    `size` rows is as likely as any other.

    Parameters
    ----------
    size
        Rows to keep.
    seed
        Seed of the random numbers.
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self.seen = 0
        self._rng = np.random.default_rng(seed)
        self._bound = np.inf
        self._keys: list[NDArray[np.float64]] = []
        self._index: list[Rows] = []
        self._values: list[Values] = []
        self._codes: list[Rows] = []
        self._kept = 0

    def offer(self, batch: Batch, codes: Rows) -> None:
        """Show it the next rows, with the number of each one's class."""
        n = len(codes)
        keys = self._rng.random(n) if self.size else np.zeros(n)
        chosen = np.flatnonzero(keys < self._bound)
        self._keys.append(keys[chosen])
        self._index.append(self.seen + chosen)
        self._values.append(batch.take(chosen))
        self._codes.append(codes[chosen])
        self.seen += n
        self._kept += len(chosen)
        if self.size and self._kept > 2 * self.size:
            self._shrink()

    def rows(self) -> tuple[Rows, Values, Rows]:
        """Return number (n,), values (n, D) and class (n,) of the rows that are kept, in order."""
        if self.size and self._kept > self.size:
            self._shrink()
        return (
            np.concatenate(self._index),
            np.concatenate(self._values),
            np.concatenate(self._codes),
        )

    def _shrink(self) -> None:
        keys = np.concatenate(self._keys)
        smallest = np.sort(np.argpartition(keys, self.size - 1)[: self.size])
        self._bound = float(keys[smallest].max())
        self._keys = [keys[smallest]]
        self._index = [np.concatenate(self._index)[smallest]]
        self._values = [np.concatenate(self._values)[smallest]]
        self._codes = [np.concatenate(self._codes)[smallest]]
        self._kept = self.size
