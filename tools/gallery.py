"""Makes the stills of `media/gallery/`: every beat's end and every example, dark and paper."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from manim import CairoRenderer, Scene, tempconfig
from PIL import Image

from detangle.stage import StageScene, Theme

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "media" / "gallery"
SIZE = (960, 540)
"""Pixels of a kept still; it is drawn at twice that."""
COLORS = 256
"""Colours of a kept still: enough for flat drawings, and a third of the size."""
THEMES = {"dark": Theme.dark(), "paper": Theme.paper()}
FILMS = {"layer_morph.py": ("LayerMorph",)}
"""Films whose beats are shown, by their files."""


def scenes_of(path: Path) -> dict[str, type[Scene]]:
    """Load a scene file and return the scenes that are defined in it."""
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python file")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found = {name: value for name, value in vars(module).items() if isinstance(value, type)}
    return {name: scene for name, scene in found.items() if scene.__module__ == path.stem}


def keep(scene: Scene, name: str) -> None:
    """Draw what a scene shows now, and keep it as a small PNG."""
    renderer = cast("CairoRenderer", scene.renderer)
    renderer.static_image = None
    renderer.update_frame(scene)
    image = renderer.camera.get_image().convert("RGB")
    GALLERY.mkdir(parents=True, exist_ok=True)
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    # Maximum coverage keeps the few saturated colours; the median cut turns the red to brown.
    few = small.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(GALLERY / f"{name}.png", optimize=True)
    sys.stdout.write(f"  {name}.png\n")


def with_stills(scene: type[StageScene], theme: Theme, name: str) -> type[StageScene]:
    """Return the scene in a theme, keeping a still at the end of each beat."""

    class Stills(scene):  # type: ignore[misc, valid-type]  # the base is only known here
        count = 0

        @contextmanager
        def beat(self, key: str, **values: Any) -> Iterator[None]:
            with super().beat(key, **values):
                yield
            type(self).count += 1
            keep(self, f"{name}-{self.count:02d}-{key}")

    Stills.theme = theme
    return Stills


def draw_films() -> None:
    """Keep the end of every beat of the films."""
    for file, names in FILMS.items():
        scenes = scenes_of(ROOT / "scenes" / file)
        for name in names:
            for label, theme in THEMES.items():
                with_stills(scenes[name], theme, f"{name}-{label}")().render()  # type: ignore[arg-type]


def draw_examples() -> None:
    """Keep the last frame of every example of the documentation."""
    for path in sorted((ROOT / "docs" / "examples").glob("*.py")):
        for name, scene in scenes_of(path).items():
            for label, theme in THEMES.items():
                themed = type(name, (scene,), {"theme": theme})()
                themed.render()
                keep(themed, f"{name}-{label}")


def write_page() -> None:
    """List all stills on one page of the documentation, dark beside paper."""
    names = sorted(path.name for path in GALLERY.glob("*-dark*.png"))
    rows = [f"| {_cell(name)} | {_cell(name.replace('-dark', '-paper'))} |" for name in names]
    head = "# Gallery\n\nMade by `make gallery`: the end of each beat, and each example.\n"
    table = "\n".join(["| dark | paper |", "| --- | --- |", *rows])
    (ROOT / "docs" / "gallery.md").write_text(f"{head}\n{table}\n")


def _cell(name: str) -> str:
    return f"![{name.removesuffix('.png')}](../media/gallery/{name})"


def main() -> None:
    """Draw everything anew."""
    with TemporaryDirectory() as folder:
        settings: dict[str, Any] = {
            "media_dir": folder,
            "save_last_frame": True,
            "verbosity": "ERROR",
            "progress_bar": "none",
            "pixel_width": 2 * SIZE[0],
            "pixel_height": 2 * SIZE[1],
        }
        with tempconfig(settings):
            draw_films()
            draw_examples()
    write_page()


if __name__ == "__main__":
    main()
