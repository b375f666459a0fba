"""`detangle scenes`: the scenes that come along, found in their files without running them."""

from __future__ import annotations

import ast
import os
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Sequence
from configparser import ConfigParser
from configparser import Error as ConfigurationError
from dataclasses import dataclass
from pathlib import Path

import click

from detangle.cli.tables import table
from detangle.errors import DetangleError, nearest

PACKAGE = Path(__file__).resolve().parent.parent
USER_SETTINGS = Path.home() / (
    ".config/manim/manim.cfg" if os.name == "posix" else "AppData/Roaming/Manim/manim.cfg"
)
"""Manim's settings of a user, beside those of the working directory."""


@click.command
def command() -> str:
    """List the scenes that come with detangle, with their files.

    \b
    Examples:
      detangle scenes
      detangle render LayerMorph -ql            shows one
      manim -ql FILE LayerMorph                 does the same, with the file from the list
    """
    files: dict[Path, list[Scene]] = {}
    for scene in bundled_scenes().values():
        files.setdefault(scene.file, []).append(scene)
    return "\n\n".join(
        f"{file}\n{table([(f'  {scene.name}', scene.about) for scene in scenes])}"
        for file, scenes in files.items()
    )


@dataclass(frozen=True)
class Scene:
    """A class of a scene's file: where it is, and what its docstring says of it."""

    file: Path
    name: str
    about: str = ""


def bundled_folder() -> Path:
    """Return the folder of the scenes that come along: shipped in the package, or the clone's."""
    shipped = PACKAGE / "_scenes"
    return shipped if shipped.is_dir() else PACKAGE.parent / "scenes"


def bundled_scenes() -> dict[str, Scene]:
    """Return every scene that comes along by its name, `LayerMorph` first."""
    files = sorted(
        bundled_folder().glob("*.py"), key=lambda file: (file.stem != "layer_morph", file.stem)
    )
    return {scene.name: scene for file in files for scene in scenes_in(file)}


def find_scene(where: str, name: str | None = None) -> Scene:
    """Find a scene that comes along by its name, or one of a user's file.

    Parameters
    ----------
    where
        The name of a scene that comes along, or a Python file.
    name
        Which class of the file; it can be left out if the file has only one scene.

    Raises
    ------
    DetangleError
        If there is no such scene, or several and none is named, or the file cannot be read.
    """
    if where.endswith(".py") or "/" in where:
        return _scene_of(Path(where), name)
    if name is not None:
        raise DetangleError(
            f"unexpected argument {name!r} after {where}: a run is given by --run {name}"
        )
    known = bundled_scenes()
    if where not in known:
        raise DetangleError(
            f"unknown scene {where!r}: {nearest(where, known)}; or give a file: "
            "detangle render my_scenes.py MyScene"
        )
    return known[where]


def scenes_in(file: Path) -> list[Scene]:
    """Return the scenes that a file defines: classes that derive from one called …Scene.

    Raises
    ------
    DetangleError
        If the file cannot be read.
    """
    found: dict[str, Scene] = {}
    for node in _classes(file):
        bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        if any(base in found or base.endswith("Scene") for base in bases):
            found[node.name] = _scene(file, node)
    return [scene for name, scene in found.items() if not name.startswith("_")]


def _scene_of(file: Path, name: str | None) -> Scene:
    if name is not None:
        classes = {node.name: node for node in _classes(file)}
        if name not in classes:
            raise DetangleError(f"{file}: no class {name!r}: {nearest(name, classes)}")
        return _scene(file, classes[name])
    found = scenes_in(file)
    if not found:
        raise DetangleError(f"{file}: no scene in it; add a class that derives from a scene")
    if len(found) > 1:
        raise DetangleError(
            f"{file}: has {len(found)} scenes; name one, such as: "
            f"detangle render {file} {found[0].name}"
        )
    return found[0]


def _scene(file: Path, node: ast.ClassDef) -> Scene:
    first_paragraph = (ast.get_docstring(node) or "").partition("\n\n")[0]
    return Scene(file, node.name, " ".join(first_paragraph.split()))


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


def runs_folder(file: Path | None = None, options: Sequence[str] = ()) -> Path:
    """Return where scenes keep their runs, without Manim, which is slow to import.

    It is below Manim's `media_dir`, which is told by its option, by a `manim.cfg`, or is `media`.

    Parameters
    ----------
    file
        The file of scenes, which a template may name.
    options
        Those of Manim's command.
    """
    reader = ArgumentParser(add_help=False, allow_abbrev=False)
    reader.add_argument("--media_dir")
    reader.add_argument("-c", "--config_file", default="manim.cfg")
    told, _ = reader.parse_known_args(options)
    settings = ConfigParser(interpolation=None)
    try:
        settings.read([USER_SETTINGS, told.config_file], encoding="utf-8")
        media = told.media_dir or settings.get("CLI", "media_dir", fallback="media")
        named = media.format_map(defaultdict(str, module_name=file.stem if file else ""))
    except (ConfigurationError, ValueError) as error:
        line = " ".join(str(error).split())
        raise DetangleError(f"Manim's settings cannot be read: {line}") from None
    return Path(named) / "runs"
