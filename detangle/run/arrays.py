"""Named arrays that can be read in part: in memory, or in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Index = int | slice

DTYPES = {"F32": "float32", "F64": "float64", "I64": "int64"}
"""What NumPy calls the types that a run's arrays have; safetensors has a name of its own."""


class Arrays(Protocol):
    """Named arrays that can be read in part."""

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of each array by its name."""

    @property
    def dtypes(self) -> Mapping[str, str]:
        """Type of each array's numbers by its name, such as `float32`."""

    def read(self, key: str, index: Index = slice(None)) -> NDArray[Any]:
        """Read an array, or the part of it that `index` takes along the first axis."""


@dataclass(frozen=True)
class MemoryArrays:
    """Named arrays in memory."""

    arrays: Mapping[str, NDArray[Any]]

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of each array by its name."""
        return {key: array.shape for key, array in self.arrays.items()}

    @property
    def dtypes(self) -> Mapping[str, str]:
        """Type of each array's numbers by its name."""
        return {key: array.dtype.name for key, array in self.arrays.items()}

    def read(self, key: str, index: Index = slice(None)) -> NDArray[Any]:
        """Return the array or a part of it."""
        return np.asarray(self.arrays[key][index])


@dataclass(frozen=True)
class FileArrays:
    """The arrays of a safetensors file, memory-mapped: only what is asked for is read.

    Parameters
    ----------
    handle
        What `safetensors.safe_open` returns.
    """

    handle: Any

    @cached_property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of each array by its name."""
        names = self.handle.keys()
        return {key: tuple(self.handle.get_slice(key).get_shape()) for key in names}

    @property
    def dtypes(self) -> Mapping[str, str]:
        """Type of each array's numbers by its name; one that no run has by that of safetensors."""
        names = {key: self.handle.get_slice(key).get_dtype() for key in self.shapes}
        return {key: DTYPES.get(name, name) for key, name in names.items()}

    def read(self, key: str, index: Index = slice(None)) -> NDArray[Any]:
        """Read an array, or the part of it that `index` takes along the first axis."""
        part = self.handle.get_slice(key)
        if isinstance(index, int):
            return np.asarray(part[index : index + 1].squeeze(0))
        return np.asarray(part[index])
