"""How a neural network pulls tangled classes apart: data, training, trajectories, films.

The names below are the whole of what most users import; each is loaded when it is first used, so
that `import detangle` costs nothing, and torch is loaded only when a network is trained.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detangle import datasets as datasets
    from detangle.datasets import Dataset as Dataset
    from detangle.errors import DetangleError as DetangleError
    from detangle.modules import record_module as record_module
    from detangle.presets import PRESETS as PRESETS
    from detangle.recipe import Recipe as Recipe
    from detangle.recorder import Recorder as Recorder
    from detangle.recording import obtain as obtain
    from detangle.recording import record as record
    from detangle.snapshot import Snapshot as Snapshot
    from detangle.storage import load as load
    from detangle.storage import save as save
    from detangle.trajectory import Trajectory as Trajectory

_HOMES = {
    "PRESETS": "presets",
    "Dataset": "datasets",
    "DetangleError": "errors",
    "Recipe": "recipe",
    "Recorder": "recorder",
    "Snapshot": "snapshot",
    "Trajectory": "trajectory",
    "load": "storage",
    "obtain": "recording",
    "record": "recording",
    "record_module": "modules",
    "save": "storage",
}

__all__ = [*_HOMES, "datasets"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "datasets":
        return import_module("detangle.datasets")
    if name not in _HOMES:
        raise AttributeError(f"module 'detangle' has no attribute {name!r}")
    return getattr(import_module(f"detangle.{_HOMES[name]}"), name)
