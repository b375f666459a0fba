"""`detangle check`: a talk's scenes looked at as a critical viewer would."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from detangle.cli.scenes import find_scene
from detangle.errors import DetangleError, nearest, printable

if TYPE_CHECKING:
    from detangle.stage.inspector import Check, Report

STILLS = "check"
"""Folder of pictures of what is found, below Manim's `media_dir`."""
FOUND = 1


class Resolution(click.ParamType[tuple[int, int]]):
    """Width and height in pixels, as Manim takes them."""

    name = "W,H"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int, int]:
        """Read two positive whole numbers."""
        width, _, height = str(value).partition(",")
        if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
            self.fail(f"{value!r} is not a width and a height, such as 1080,1920", param, ctx)
        return int(width), int(height)


@click.command
@click.argument("scene")
@click.argument("names", nargs=-1, metavar="[CLASS ...]")
@click.option("--fps", type=click.FloatRange(min=0.1, max=60), default=4.0, show_default=True,
              help="Frames a second to look at, beside the end of each animation.")  # fmt: skip
@click.option("-q", "--quality", type=click.Choice("lmhpk"), default="l", show_default=True,
              help="Size of the picture, as Manim's.")  # fmt: skip
@click.option("-r", "--resolution", type=Resolution(), help="Size of the picture in pixels.")
@click.option("--only", multiple=True, metavar="CHECK", help="Run this check, and no other.")
@click.option("--skip", multiple=True, metavar="CHECK", help="Leave this check out.")
@click.option("--no-stills", is_flag=True, help="Save no pictures of what is found.")
def command(
    scene: str,
    names: tuple[str, ...],
    fps: float,
    quality: str,
    resolution: tuple[int, int] | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    no_stills: bool,
) -> int:
    """Look for faults in scenes: text that is cut off, too small, hard to read, over other things.

    SCENE is a Python file of scenes, of Manim's own classes or of this package's, or one that
    `detangle scenes` lists. Every scene of a file is checked, or those that are named. Each finding
    is a line with its time and a picture, in check/ below Manim's media folder; the exit status is
    then 1.

    \b
    The checks: safe frame, clipped text, small letters, text over text, text over points,
    contrast of text, contrast of points, contrast of lines, speed, hard cuts.

    \b
    Examples:
      detangle check my_talk.py
      detangle check my_talk.py Intro Outro -r 1080,1920 --skip "hard cuts"
    """
    from detangle.stage import inspector  # Manim is slow to import: not for the help
    from detangle.stage.folders import folder

    checks = _chosen(inspector.CHECKS, only, skip)
    file, wanted = _scenes(scene, names)
    stills = None if no_stills else folder("media_dir") / STILLS
    with inspector.quietly(resolution or inspector.pixels_of(quality)):
        scenes = guarded(str(file), inspector.scenes_of, file, wanted)
        return max(_check(shown, checks=checks, fps=fps, stills=stills) for shown in scenes)


def _check(shown: Any, **options: Any) -> int:
    """Check one scene, print what is found, and return the exit status."""
    from detangle.stage.inspector import inspect

    name = shown.__name__
    with tqdm(desc=name, unit=" frames", leave=False, file=sys.stderr, disable=None) as bar:
        try:
            report = guarded(name, inspect, shown, on_frame=lambda _: bar.update(), **options)
        except SystemExit as refusal:  # a scene that cannot show its run has said so
            return int(refusal.code or 0)
    for finding in report.findings:
        print(printable(finding.line))
    print(_summary(name, report), flush=True)
    return FOUND if report.findings else 0


def _summary(name: str, report: Report) -> str:
    count = len(report.findings)
    found = f"{count or 'no'} finding{'s' * (count != 1)}"
    return f"{name}: {found} in {report.seconds:.0f} s, {report.frames:,} frames looked at"


def guarded(what: str, function: Any, /, *arguments: Any, **options: Any) -> Any:
    """Call what runs a user's code, and say in one line where it fails."""
    try:
        return function(*arguments, **options)
    except DetangleError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        problem = f"{type(error).__name__}: {error}"
        raise DetangleError(f"{what} fails, {problem} ({last.filename}:{last.lineno})") from error


def _scenes(scene: str, names: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return a file, and the names of its scenes that are wanted; none for all."""
    if not scene.endswith(".py") and "/" not in scene:
        found = find_scene(scene, *names)
        return found.file, (found.name,)
    if not Path(scene).is_file():
        raise DetangleError(f"{scene}: no such file; give a scene's file")
    return Path(scene), names


def _chosen(
    known: Mapping[str, Check], only: tuple[str, ...], skip: tuple[str, ...]
) -> Mapping[str, Check]:
    """Return the checks to run, by name."""
    for name in (*only, *skip):
        if name not in known:
            raise DetangleError(f"unknown check {name!r}: {nearest(name, known)}")
    return {name: known[name] for name in only or known if name not in skip}
