"""Makes the stills of `media/gallery/`: some of every film and of every example, dark and paper."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from detangle.stage import StageScene, Theme
from tools.stills import draw, scenes_of

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "media" / "gallery"
SIZE = (960, 540)
"""Pixels of a kept still; it is drawn at twice that."""
COLORS = 256
"""Colours of a kept still: enough for flat drawings, and a third of the size."""
THEMES = {"dark": Theme.dark(), "paper": Theme.paper()}
KEPT = {"LayerMorph": 6, "Explainer": 6}
"""How many stills of a film are kept, evenly spread over its beats, the last one among them."""
OTHERS = 1
"""Of all other films."""


def keep(drawn: Path, name: str) -> None:
    """Keep a drawn still as a small PNG."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    small = Image.open(drawn).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    # Maximum coverage keeps the few saturated colours; the median cut turns the red to brown.
    few = small.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(GALLERY / f"{name}.png", optimize=True)
    sys.stdout.write(f"  {name}.png\n")


def spread(drawn: list[Path], count: int) -> list[Path]:
    """Choose some of the stills, evenly, the last one among them."""
    places = np.linspace(len(drawn) - 1, 0, min(count, len(drawn)))
    return [drawn[round(place)] for place in places[::-1]]


def draw_scene(name: str, scene: type[StageScene], count: int) -> None:
    """Keep some stills of a scene, in both themes."""
    for label, theme in THEMES.items():
        with TemporaryDirectory() as folder:
            shown = draw(scene, Path(folder), theme, (2 * SIZE[0], 2 * SIZE[1]), middles=False)
            drawn = [path for path in sorted(Path(folder).iterdir()) if "zoom" not in path.name]
            if not drawn:  # a scene without beats
                shown.folder = Path(folder)  # type: ignore[attr-defined]
                shown.keep("end")  # type: ignore[attr-defined]
                drawn = sorted(Path(folder).iterdir())
            for i, path in enumerate(spread(drawn, count), start=1):
                beat = re.sub(r"^\d+-(.*)-end$", r"\1", path.stem)
                keep(path, f"{name}-{label}-{i:02d}-{beat}")


def write_page(films: list[str], examples: list[str]) -> None:
    """List all stills on one page of the documentation, dark beside paper."""
    lines = [
        "# Gallery",
        "",
        "Made by `make gallery`: some beats' ends of each film, and each example.",
    ]
    for name in [*films, *examples]:
        rows = sorted(GALLERY.glob(f"{name}-dark-*.png"))
        lines += ["", f"## {name}", "", "| dark | paper |", "| --- | --- |"]
        lines += [
            f"| {_cell(p.name)} | {_cell(p.name.replace('-dark-', '-paper-'))} |" for p in rows
        ]
    (ROOT / "docs" / "gallery.md").write_text("\n".join(lines) + "\n")


def _cell(name: str) -> str:
    return f"![{name.removesuffix('.png')}](../media/gallery/{name})"


def main() -> None:
    """Draw everything anew."""
    for old in GALLERY.glob("*.png"):
        old.unlink()
    names: dict[str, list[str]] = {}
    for folder in ("scenes", "docs/examples"):
        for path in sorted((ROOT / folder).glob("*.py")):
            for name, scene in scenes_of(path).items():
                draw_scene(name, scene, KEPT.get(name, OTHERS))
                names.setdefault(folder, []).append(name)
    write_page(names["scenes"], names["docs/examples"])


if __name__ == "__main__":
    main()
