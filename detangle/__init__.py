"""How a neural network pulls tangled classes apart: data, training, trajectories, films.

The names below are the whole of what most users import; each is loaded when it is first used, so
that `import detangle` costs nothing, and torch is loaded only when a network is trained.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detangle import activations as activations
    from detangle import datasets as datasets
    from detangle.datasets import Dataset as Dataset
    from detangle.errors import DetangleError as DetangleError
    from detangle.presets import PRESETS as PRESETS
    from detangle.recipe import Architecture as Architecture
    from detangle.recipe import Recipe as Recipe
    from detangle.recipe import Training as Training
    from detangle.run.file import load as load
    from detangle.run.file import save as save
    from detangle.run.from_arrays import from_arrays as from_arrays
    from detangle.run.metrics import metrics as metrics
    from detangle.run.snapshot import Snapshot as Snapshot
    from detangle.run.trajectory import Trajectory as Trajectory
    from detangle.train.modules.record_checkpoints import record_checkpoints as record_checkpoints
    from detangle.train.modules.record_module import record_module as record_module
    from detangle.train.modules.recorder import Recorder as Recorder
    from detangle.train.record import load_or_train as load_or_train
    from detangle.train.record import record as record

_HOMES = {  # the module of each name
    "Architecture": "recipe",
    "Dataset": "datasets",
    "DetangleError": "errors",
    "PRESETS": "presets",
    "Recipe": "recipe",
    "Recorder": "train.modules.recorder",
    "Snapshot": "run.snapshot",
    "Training": "recipe",
    "Trajectory": "run.trajectory",
    "from_arrays": "run.from_arrays",
    "load": "run.file",
    "load_or_train": "train.record",
    "metrics": "run.metrics",
    "record": "train.record",
    "record_checkpoints": "train.modules.record_checkpoints",
    "record_module": "train.modules.record_module",
    "save": "run.file",
}

_MODULES = ("activations", "datasets")

__all__ = [*_HOMES, *_MODULES]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"detangle.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'detangle' has no attribute {name!r}")
    return getattr(import_module(f"detangle.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
