"""Datasets whose classes are tangled: made from a seed, small real ones, and your own."""

from __future__ import annotations

from detangle.datasets.curves import circles, line_segments, moons, spirals
from detangle.datasets.dataset import Dataset
from detangle.datasets.disks import holes
from detangle.datasets.prepare import DEFAULTS, Preparation, prepare
from detangle.datasets.real import breast_cancer, digits, iris, wine
from detangle.datasets.registry import GENERATORS, MAKERS, complete, defaults, generator, make
from detangle.datasets.solids import linked_rings, nested_spheres
from detangle.datasets.squares import checkerboard, xor
from detangle.datasets.tables import from_file, from_frame, table

__all__ = [
    "DEFAULTS",
    "GENERATORS",
    "MAKERS",
    "Dataset",
    "Preparation",
    "breast_cancer",
    "checkerboard",
    "circles",
    "complete",
    "defaults",
    "digits",
    "from_file",
    "from_frame",
    "generator",
    "holes",
    "iris",
    "line_segments",
    "linked_rings",
    "make",
    "moons",
    "nested_spheres",
    "prepare",
    "spirals",
    "table",
    "wine",
    "xor",
]
