"""How much of a table is read into memory, and how many classes can be told apart."""

from __future__ import annotations

MOST_ROWS = 1_000_000
"""A table with more rows is read only as a sample."""

MOST_CELLS = 2**26
"""Rows times chosen columns that are kept at most: half a gigabyte while they are read."""

MOST_COLUMNS = 2**20
"""Columns of an array at most: each has a name."""

BATCH_CELLS = 2**18
"""Cells of numbers that are looked at together while a table streams by."""

TEXT_CELLS = 2**13
"""The same of text: Python is fastest with few strings at a time."""

MOST_CLASSES = 10
"""There are colours for so many classes."""

LONGEST_LINE = 2**24
"""Characters of a line of text that are read at once; what has longer ones is no table."""
