"""Draws a scene's beats to be judged: `python -m tools.stills scenes/layer_morph.py LayerMorph`.

Of each beat it keeps the middle of every longer movement, and the end. The stills go to
`media/stills/NAME-THEME/`, at full size, and nine to a contact sheet.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from manim import Animation, Wait, tempconfig
from PIL import Image

from detangle.stage import Chapter, FilmScene, StageScene, Theme
from detangle.stage.scenes.base.narration import clock

THEMES = {"dark": Theme.dark(), "paper": Theme.paper(), "flat": Theme.flat()}
SHAPES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}
LONG = 1.2
"""Seconds from which on a movement is looked at in its middle, too."""
INSTANTS = (0.3, 0.65)
ACROSS = 3
"""Stills beside and below each other on a contact sheet."""
SMALL = 3
"""How many times smaller they are there."""


class Stills(StageScene):
    """A mixin that keeps pictures in place of a film."""

    folder: Path
    middles = True
    still_numbers = count(1)
    beat_key = "start"

    def setup(self) -> None:
        """Make the renderer keep still."""
        for name in ("update_frame", "save_static_frame_data", "add_frame"):
            setattr(self.renderer, name, _nothing)
        super().setup()

    def is_current_animation_frozen_frame(self) -> bool:
        """Let waits go the way of all plays."""
        return False

    def play_internal(self, skip_rendering: bool = False) -> None:  # noqa: ARG002 (Manim's name)
        """Look at the middle of what moves for long, and go on to its end."""
        animations: list[Animation] = list(self.animations or [])
        self.duration = self.get_run_time(animations)
        still = all(isinstance(animation, Wait) for animation in animations)
        for alpha in INSTANTS if self.middles and not still and self.duration > LONG else ():
            self.update_to_time(alpha * self.duration)
            self.keep("middle")
        self.update_to_time(self.duration)
        for animation in animations:
            animation.finish()
            animation.clean_up_from_scene(self)
        self.update_mobjects(0)
        self.renderer.time += self.duration

    @contextmanager
    def beat(self, key: str, **values: Any) -> Iterator[None]:
        """Keep the beat's end."""
        self.beat_key = key
        with super().beat(key, **values):
            yield
        self.keep("end")

    def keep(self, part: str) -> None:
        """Draw what is shown now."""
        camera = self.stage_camera
        camera.reset()
        camera.capture_mobjects([*self.mobjects, *self.foreground_mobjects])
        name = f"{next(self.still_numbers):03d}-{self.beat_key}-{part}.png"
        camera.get_image().convert("RGB").save(self.folder / name)


class FilmStills(Stills, FilmScene):
    """The mixin for films: their chapters keep pictures, too."""

    def cast(self, part: Chapter) -> type[StageScene]:
        """Return the class that plays a chapter."""
        guest = super().cast(part)
        own = {"folder": self.folder, "middles": self.middles}
        return type(guest.__name__, (Stills, guest), own)


def _nothing(*_: Any, **__: Any) -> None:
    """Draw nothing."""


def sheets(folder: Path) -> list[Path]:
    """Put the stills of a folder side by side."""
    paths = sorted(folder.glob("[0-9]*.png"))
    made = []
    for start in range(0, len(paths), ACROSS**2):
        part = [Image.open(path) for path in paths[start : start + ACROSS**2]]
        width, height = part[0].width // SMALL, part[0].height // SMALL
        sheet = Image.new("RGB", (ACROSS * width, -(-len(part) // ACROSS) * height), "#404040")
        for i, image in enumerate(part):
            small = image.resize((width - 4, height - 4), Image.Resampling.LANCZOS)
            sheet.paste(small, (i % ACROSS * width, i // ACROSS * height))
        made.append(folder / f"sheet-{start // ACROSS**2 + 1:02d}.png")
        sheet.save(made[-1])
    return made


def scenes_of(path: Path) -> dict[str, type[StageScene]]:
    """Load a scene file and return the scenes that are defined in it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = {name: value for name, value in vars(module).items() if isinstance(value, type)}
    return {
        name: value
        for name, value in found.items()
        if issubclass(value, StageScene) and value.__module__ == path.stem
    }


def draw(
    scene: type[StageScene],
    folder: Path,
    theme: Theme,
    size: tuple[int, int],
    **changes: Any,
) -> StageScene:
    """Draw a scene's stills into a folder, and return the scene as it is at its end."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {**changes, "folder": folder, "theme": theme}
    settings: dict[str, Any] = {
        "dry_run": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": size[0],
        "pixel_height": size[1],
        "frame_rate": 60,
        "disable_caching": True,
    }
    with tempconfig(settings):
        mixin = FilmStills if issubclass(scene, FilmScene) else Stills
        shown: StageScene = type(scene.__name__, (mixin, scene), own)()
        shown.render()
    return shown


def main() -> None:
    """Draw the stills of one scene."""
    parser = argparse.ArgumentParser(prog="python -m tools.stills", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("scene")
    parser.add_argument("--theme", choices=THEMES, default="dark")
    parser.add_argument("--shape", choices=SHAPES, default="16:9")
    parser.add_argument("--beats", nargs="+", default=None, help="only these of the scene's beats")
    given = parser.parse_args()
    found = scenes_of(given.file)
    if given.scene not in found:
        parser.error(f"{given.file} has no scene {given.scene}; it has {', '.join(found)}")
    folder = Path("media/stills") / f"{given.scene}-{given.theme}-{given.shape.replace(':', 'x')}"
    shutil.rmtree(folder, ignore_errors=True)
    changes = {"beats": tuple(given.beats)} if given.beats else {}
    shown = draw(found[given.scene], folder, THEMES[given.theme], SHAPES[given.shape], **changes)
    sys.stdout.write(f"{clock(shown.spoken[-1].end if shown.spoken else 0.0)} long\n")
    for sheet in sheets(folder):
        sys.stdout.write(f"{sheet}\n")


if __name__ == "__main__":
    main()
