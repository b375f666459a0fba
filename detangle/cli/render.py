"""`detangle render`: a scene shown with a run, through Manim's own command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from detangle.cli.alone import obtain_alone
from detangle.cli.flags import DataFlags
from detangle.cli.parsing import parse
from detangle.cli.result import Result
from detangle.cli.scenefiles import bundled_scene, bundled_scenes, scene_of
from detangle.errors import DetangleError
from detangle.presets import is_preset, recipe_for
from detangle.run.file import existing, load

DEFAULT_QUALITY = "-qh"

OWN_FLAGS = {
    "-h": 0,
    "--help": 0,
    "--run": 1,
    "--data": 1,
    "--label": 1,
    "--columns": 2**30,
    "--sample": 1,
    "--sample-seed": 1,
    "--standardize": 0,
    "--test": 1,
    "--test-seed": 1,
}
"""Flags that are not Manim's, and how many values each takes at most."""

_HELP = """\
Render a scene as a video, below media/ in the working directory.

All other flags are Manim's own, such as -ql (fast), -p (play it) or --format gif;
they stand after the scene. Without one for the quality it is {quality}.

Example: detangle render {example} --run runs/moons.safetensors -qh -p

Your own points, trained once: detangle render {example} --data points.csv --label species

Scenes that come along: {scenes}"""


@dataclass(frozen=True)
class Render:
    """What `detangle render` itself understands."""

    scene: Annotated[Positional[str], arg(metavar="SCENE")]
    """A scene that comes along, or a Python file of scenes."""
    name: Annotated[Positional[str | None], arg(metavar="[CLASS]")] = None
    """Which scene of the file; needed if it has several."""
    run: Annotated[str | None, arg(metavar="FILE")] = None
    """The run to show: a file of `detangle train`, or a preset's name."""
    data: Annotated[DataFlags, arg(name="")] = field(default_factory=DataFlags)


def run(words: Sequence[str]) -> Result:
    """Render a scene, and hand Manim's exit status back."""
    own, flags = split(words)
    if flags and not own:
        raise DetangleError(
            f"name the scene before Manim's flags, such as: detangle render LayerMorph {flags[0]}"
        )
    options = parse(Render, own, prog="detangle render", description=_description())
    file, name = _scene(options)
    if not any(re.match(r"-[a-zA-Z]*q|--quality", flag) for flag in flags):
        flags = [DEFAULT_QUALITY, *flags]
    environment = dict(os.environ)
    if options.run is not None and options.data.data is not None:
        raise DetangleError("--run and --data are both given; a scene shows one of them")
    if options.run is not None:
        environment["DETANGLE_RUN"] = _checked_run(options.run)
    elif options.data.data is not None:
        environment["DETANGLE_RUN"] = _trained_run(options.data)
    command = [sys.executable, "-m", "manim", "render", *flags, str(file), name]
    status = subprocess.run(command, env=environment, check=False).returncode
    return Result(status=status if status >= 0 else 128 - status)


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split into the words that are ours and those that are Manim's.

    Ours are the words before the first flag, those flags that say which run to show, each with
    its value, and `--help`: which of Manim's flags take a value is for Manim to know.
    """
    own: list[str] = []
    flags: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name = word.partition("=")[0]
        if name in OWN_FLAGS:
            n_values = 0 if name != word else _count_values(rest, OWN_FLAGS[name])
            own += [word, *rest[:n_values]]
            rest = rest[n_values:]
        else:
            (flags if flags or word.startswith("-") else own).append(word)
    return own, flags


def _count_values(rest: Sequence[str], most: int) -> int:
    """Count the words that belong to a flag: one that takes one takes any, even `-1`."""
    if most <= 1:
        return most
    return next((i for i, word in enumerate(rest) if word.startswith("-")), len(rest))


def _scene(options: Render) -> tuple[Path, str]:
    if options.scene.endswith(".py") or "/" in options.scene:
        return scene_of(Path(options.scene), options.name)
    if options.name is not None:
        raise DetangleError(
            f"unexpected argument {options.name!r} after {options.scene}: "
            f"a run is given by --run {options.name}"
        )
    return bundled_scene(options.scene)


def _checked_run(run: str) -> str:
    """Refuse a file that is no run, before Manim has started; a scene knows the presets itself."""
    path = existing(run)
    if not path.is_file() and is_preset(run):
        return run
    load(path)
    return str(path.resolve())


def _trained_run(data: DataFlags) -> str:
    """Train on a table, once: the same table, read in the same way, is found in the cache."""
    dataset = data.dataset()
    return str(obtain_alone(dataset, recipe_for(dataset)).resolve())


def _description() -> str:
    scenes = list(bundled_scenes())
    return _HELP.format(
        quality=DEFAULT_QUALITY,
        example=scenes[0] if scenes else "my_scenes.py MyScene",
        scenes=", ".join(scenes) or "none",
    )
