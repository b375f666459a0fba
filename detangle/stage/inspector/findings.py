"""What the checks have found, how it is told, and the stills that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from manim import Scene
from PIL import Image, ImageDraw

from detangle._typing import FloatArray
from detangle.stage.inspector.checks import Problem
from detangle.stage.inspector.frame import Frame

OUTLINE = (255, 80, 200)
"""Colour of the outline in a still: one that films seldom have."""
ROOM, WIDTH = 0.08, 3
"""Units between what is outlined and the outline, and its width in pixels."""


@dataclass
class Finding:
    """A problem, when it was first seen, and how often.

    Attributes
    ----------
    scene
        Name of the scene.
    check
        Name of the check.
    time
        Seconds from the film's beginning.
    problem
        What is wrong.
    count
        In how many frames it was seen.
    still
        The picture that shows it.
    """

    scene: str
    check: str
    time: float
    problem: Problem
    count: int = 1
    still: Path | None = None

    @property
    def line(self) -> str:
        """The finding in one line."""
        text = f"{self.scene} {clock(self.time)} {self.check}: "
        text += f"{self.problem.subject} {self.problem.message}"
        if self.count > 1:
            text += f" (in {self.count} frames)"
        return text if self.still is None else f"{text}  {self.still}"


@dataclass
class Findings:
    """The findings of one scene: those of one check about one subject are one.

    Parameters
    ----------
    scene
        Name of the scene.
    folder
        Where stills go; None for none.
    """

    scene: str
    folder: Path | None = None
    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def note(self, check: str, frame: Frame, problem: Problem) -> None:
        """Add a problem; of the first of its kind a still is made."""
        kind = check, re.sub(r"\d", "0", problem.subject)
        if kind in self.found:
            self.found[kind].count += 1
            return
        finding = Finding(self.scene, check, frame.time, problem)
        self.found[kind] = finding
        if self.folder is not None:
            name = f"{len(self.found):02}-{clock(frame.time).replace(':', 'm')}s-{check}.png"
            finding.still = self.folder / self.scene / name.replace(" ", "-")
            still(frame.scene, frame.window, problem.box, finding.still)


def still(scene: Scene, window: FloatArray, box: FloatArray | None, path: Path) -> None:
    """Draw a scene as it is now, with a rectangle of the frame outlined, into a PNG file."""
    camera: Any = scene.camera
    camera.reset()
    camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    picture = Image.fromarray(np.array(camera.pixel_array[..., :3]))
    if box is not None:
        left, bottom, right, top = window
        x = (np.array([box[0] - ROOM, box[2] + ROOM]) - left) / (right - left) * picture.width
        y = (top - np.array([box[3] + ROOM, box[1] - ROOM])) / (top - bottom) * picture.height
        x, y = np.clip(x, 0, picture.width - 1), np.clip(y, 0, picture.height - 1)
        corners = (float(x[0]), float(y[0]), float(x[1]), float(y[1]))
        ImageDraw.Draw(picture).rectangle(corners, outline=OUTLINE, width=WIDTH)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds, such as 0:12.3."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
