"""The scenes that come along, by their files."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from detangle.stage import StageScene

FOLDER = Path(__file__).parents[3] / "scenes"


def scenes() -> Iterator[tuple[Path, type[StageScene]]]:
    """All scenes of the files in `scenes/`, in their order, with their files."""
    for path in sorted(FOLDER.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"inspected_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for found in vars(module).values():
            if _is_scene(found) and found.__module__ == module.__name__:
                yield path, found


def _is_scene(thing: object) -> TypeGuard[type[StageScene]]:
    return inspect.isclass(thing) and issubclass(thing, StageScene)


def kinds() -> Iterator[tuple[Path, type[StageScene]]]:
    """One scene of each kind: others of the kind show other runs."""
    known: set[type] = set()
    for path, scene in scenes():
        if scene.__base__ is not None and scene.__base__ not in known:
            known.add(scene.__base__)
            yield path, scene
