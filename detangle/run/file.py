"""The trajectory file: safetensors, with the recipe as JSON in one metadata key."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from detangle.errors import DetangleError, error_in, shortened
from detangle.recipe import ExternalSetup, Recipe, read_setup
from detangle.run.arrays import FileArrays
from detangle.run.trajectory import Trajectory
from detangle.run.whole_file import check_place, written_whole

FORMAT_VERSION = 1
SUFFIX = ".safetensors"
_METADATA_KEY = "detangle"

Names = tuple[str, ...]

MOST_HEADER = 16 * 10**6
"""Bytes of a header at most: names, shapes and the recipe, which may name thousands of columns."""


def save(trajectory: Trajectory, path: str | Path) -> Path:
    """Write a trajectory file.

    The file appears under its name only when it is complete: a crash never leaves half a file,
    and never harms one that was there.

    Parameters
    ----------
    trajectory
        The run.
    path
        Where to; `.safetensors` is added to a name without it, missing folders are made.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    DetangleError
        If the place cannot be written, or the names in the recipe are too many to be read again.
    """
    target = _target(path)
    # safetensors writes the memory as it lies: a strided array would be saved wrongly.
    arrays = {key: np.ascontiguousarray(trajectory.arrays.read(key)) for key in trajectory.keys}
    metadata: dict[str, Any] = {
        "class_names": trajectory.class_names,
        "format": FORMAT_VERSION,
        "recipe": trajectory.setup.facts(),
    }
    if trajectory.point_names:
        metadata["point_names"] = trajectory.point_names
    text = json.dumps(metadata, sort_keys=True)
    if len(text) > MOST_HEADER / 2:
        raise DetangleError(
            f"{target}: names of classes, columns and points take {len(text) / 1e6:.0f} MB: "
            "shorten them"
        )
    with _place(target), written_whole(target) as temporary:
        save_file(arrays, temporary, metadata={_METADATA_KEY: text})
    return target


def save_somewhere(trajectory: Trajectory, path: str | Path) -> Path:
    """Write a trajectory file, or keep it in a temporary folder where its place fails.

    A run may have taken hours: a disk that is full by now must not lose it.

    Raises
    ------
    DetangleError
        If the place cannot be written; it says where the run is kept.
    """
    try:
        return save(trajectory, path)
    except DetangleError as error:
        problem = str(error)
    try:
        kept = save(trajectory, Path(tempfile.mkdtemp(prefix="detangle-")) / _target(path).name)
    except (DetangleError, OSError):
        raise DetangleError(f"{problem}; nor can the run be kept elsewhere") from None
    raise DetangleError(f"{problem}; the run is kept in {kept}")


def check_writable(path: str | Path, *, size: int = 0, force: bool = True) -> None:
    """Refuse a place that cannot be written, before the work is done.

    Parameters
    ----------
    path
        Where a run shall be saved.
    size
        Bytes that it will take.
    force
        Whether a file that is there already may be replaced.

    Raises
    ------
    DetangleError
        If the folder cannot be made or written, or has too little room; or if there is a file.
    """
    target = _target(path)
    with _place(target):
        check_place(target)
        free = shutil.disk_usage(target.parent).free
    if target.is_file() and not force:
        raise DetangleError(f"{target}: is there already; add --force to replace it")
    if free < size:
        raise DetangleError(
            f"{target}: cannot be written (the run takes up to {size / 1e6:.0f} MB, and "
            f"{free / 1e6:.0f} MB are free); fewer points, widths or steps, or another place"
        )


def load(path: str | Path) -> Trajectory:
    """Open a trajectory file; its arrays are read when they are asked for.

    Raises
    ------
    DetangleError
        If the file is missing, damaged, not a trajectory, or of a newer format.
    """
    file = existing(path)
    try:
        _check_place(file)
        handle = _opened(file)
        setup, class_names, point_names = _parse(handle.metadata() or {})
        return Trajectory(setup, class_names, FileArrays(handle), point_names)
    except DetangleError as error:
        raise error_in(file, str(error)) from None
    except RecursionError:
        raise error_in(file, "its metadata are nested too deep; record it again") from None
    except OSError as error:
        raise error_in(file, f"cannot be read ({error.strerror})") from None


def _check_place(file: Path) -> None:
    """Refuse a path that is no file, and a header that is no run's."""
    if not file.is_file():
        if file.is_dir():
            raise DetangleError("is a folder; name the file in it")
        if file.exists():
            raise DetangleError("is a device or a pipe, not a file that holds a run")
        raise DetangleError(
            f"the file is not there; make a run with: detangle train moons --output {file}"
        )


def _opened(file: Path) -> Any:
    """Open a safetensors file, after a look at how long its header says that it is."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
        if MOST_HEADER < length <= file.stat().st_size:
            raise DetangleError(
                f"its header has {length / 1e6:.0f} MB, that of a run at most "
                f"{MOST_HEADER / 1e6:.0f}; record it again"
            )
        return safe_open(file, framework="numpy")
    except (SafetensorError, OSError) as error:
        raise DetangleError(
            f"cannot be read as safetensors ({shortened(str(error), 100)}); it may be cut off: "
            "record it again"
        ) from None


def existing(path: str | Path) -> Path:
    """Return the path of a file that may be named without the suffix that `save` adds."""
    file, full = Path(path), Path(f"{path}{SUFFIX}")
    with suppress(OSError):  # the name is too long for a file
        if not file.is_file() and full.is_file():
            return full
    return file


def _parse(metadata: dict[str, str]) -> tuple[Recipe | ExternalSetup, Names, Names]:
    """Read the recipe, the names of the classes and those of the points."""
    if _METADATA_KEY not in metadata:
        raise DetangleError(
            f"is a safetensors file, but not a run of detangle (no {_METADATA_KEY!r} "
            "in its metadata)"
        )
    try:
        values = json.loads(
            metadata[_METADATA_KEY],
            object_pairs_hook=_unlike_names,
            parse_float=_finite,
            parse_constant=_finite,
        )
        version, names, recipe = values["format"], values["class_names"], values["recipe"]
        of_points = values.get("point_names", [])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = shortened(repr(error), 100)
        raise DetangleError(f"its metadata are damaged ({reason}); record it again") from None
    if type(version) is not int or not 1 <= version <= FORMAT_VERSION:
        raise DetangleError(
            f"it has format {shortened(str(version), 20)}, this detangle reads up to "
            f"{FORMAT_VERSION}: upgrade detangle (pip install -U detangle)"
        )
    if not _are_texts(names) or not _are_texts(of_points) or not isinstance(recipe, dict):
        raise DetangleError("its metadata are damaged (wrong types); record it again")
    return read_setup(_with_lists(recipe)), tuple(names), tuple(of_points)


def _are_texts(names: object) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)


def _unlike_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, no name of which comes twice."""
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name comes twice")
    return values


def _finite(digits: str) -> float:
    """Read a number of JSON that is not whole; Python takes Infinity and NaN for such."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {shortened(digits, 20)}")
    return number


def _with_lists(recipe: dict[str, Any]) -> dict[str, Any]:
    """Return a recipe's fields with real lists in place of those that version 0.1 wrote as text."""
    name, parameters = recipe.get("dataset"), recipe.get("dataset_parameters")
    if not isinstance(parameters, dict):
        return recipe
    lists = {key: _as_list(name, key, value) for key, value in parameters.items()}
    return recipe | {"dataset_parameters": lists}


def _as_list(dataset: object, key: str, value: Any) -> Any:
    with suppress(AttributeError, ValueError, RecursionError):  # not text, or not such a list
        if key in ("means", "scales", "columns"):
            return json.loads(value) if value.startswith("[") else value
        if (dataset, key) == ("digits", "classes"):
            return [int(digit) for digit in value.split()]
        if dataset in ("iris", "wine", "breast_cancer") and key in ("features", "classes"):
            return [word.strip() for word in value.split(",") if word.strip()]
    return value


def _target(path: str | Path) -> Path:
    """Add the suffix that is missing; a folder keeps its name and is refused under it."""
    target = Path(path)
    if target.suffix == SUFFIX or target.is_dir():
        return target
    return target.with_name(target.name + SUFFIX)


@contextmanager
def _place(target: Path) -> Iterator[None]:
    """Say in one line why a file cannot be written."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        if isinstance(error, FileExistsError | NotADirectoryError):
            reason = "there is a file where its folder should be"
        raise DetangleError(
            f"{target}: cannot be written ({reason}); choose another place"
        ) from None
