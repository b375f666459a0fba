"""Finding scenes in files without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from detangle.errors import DetangleError, nearest

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_folder() -> Path:
    """Return the folder of the scenes that come along: shipped in the package, or the clone's."""
    shipped = _PACKAGE / "_scenes"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "scenes"


def bundled_scenes() -> dict[str, Path]:
    """Name every scene that comes along, with its file."""
    files = sorted(bundled_folder().glob("*.py"))
    return {name: file for file in files for name in scenes_in(file)}


def bundled_scene(name: str) -> tuple[Path, str]:
    """Look up a scene that comes along.

    Raises
    ------
    DetangleError
        If there is none of this name.
    """
    known = bundled_scenes()
    if name not in known:
        raise DetangleError(
            f"unknown scene {name!r}: {nearest(name, known)}; or give a file: "
            "detangle render my_scenes.py MyScene"
        )
    return known[name], name


def scene_of(file: Path, name: str | None) -> tuple[Path, str]:
    """Look up a scene in a file of the user's; the name can be left out if there is only one.

    Raises
    ------
    DetangleError
        If the file cannot be read, or does not have this scene, or has several and none is named.
    """
    if name is not None:
        classes = [node.name for node in _classes(file)]
        if name not in classes:
            raise DetangleError(f"{file}: no class {name!r}: {nearest(name, classes)}")
        return file, name
    found = scenes_in(file)
    if not found:
        raise DetangleError(f"{file}: no scene in it; add a class that derives from a scene")
    if len(found) > 1:
        raise DetangleError(
            f"{file}: has {len(found)} scenes; name one, such as: detangle render {file} {found[0]}"
        )
    return file, found[0]


def scenes_in(file: Path) -> list[str]:
    """Name the scenes that a file defines: classes that derive from one called …Scene."""
    found: list[str] = []
    for node in _classes(file):
        bases = list(_base_names(node))
        if any(base.endswith("Scene") or base in found for base in bases):
            found.append(node.name)
    return [name for name in found if not name.startswith("_")]


def _classes(file: Path) -> list[ast.ClassDef]:
    """Read the classes at the top level of a Python file."""
    try:
        tree = ast.parse(file.read_bytes(), filename=str(file))
    except OSError as error:
        raise DetangleError(
            f"{file}: cannot be read ({error.strerror}); give a scene's file"
        ) from None
    except (SyntaxError, ValueError) as error:
        raise DetangleError(f"{file}: is not valid Python ({error})") from None
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _base_names(node: ast.ClassDef) -> Iterator[str]:
    for base in node.bases:
        if isinstance(base, ast.Attribute):
            yield base.attr
        elif isinstance(base, ast.Name):
            yield base.id
