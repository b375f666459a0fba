"""Makes the clips of `media/gallery/` that the README shows: short GIFs of two films."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
from manim import tempconfig
from PIL import Image

from detangle.stage import LayerMorphScene, StageScene, Theme, TrainingReplayScene

GALLERY = Path(__file__).parent.parent / "media" / "gallery"
SIZE = (640, 360)
RATE = 10
"""Frames a second of the clip."""
COLORS = 64
"""Colours of a clip: the flat theme has few."""


class LayerMorphClip(LayerMorphScene):
    """Both layers without a stop, the line, and the way back; played twice as fast."""

    theme = Theme.flat().brisk()
    beats = ("layers", "readout", "pullback")
    in_full = 0


class TrainingReplayClip(TrainingReplayScene):
    """The training in one go."""

    theme = Theme.flat().brisk()
    beats = ("training", "end")
    replay_seconds = 14.0
    in_parts = False


CLIPS: dict[str, tuple[type[StageScene], int]] = {
    "LayerMorph": (LayerMorphClip, 2),
    "TrainingReplay": (TrainingReplayClip, 1),
}
"""The clips: the scene, and how many times as fast it is played."""


def film(scene: type[StageScene], folder: Path) -> list[Image.Image]:
    """Render a scene and return its frames."""
    settings: dict[str, Any] = {
        "video_dir": str(folder),
        "pixel_width": SIZE[0],
        "pixel_height": SIZE[1],
        "frame_rate": RATE,
        "verbosity": "ERROR",
        "progress_bar": "none",
    }
    with tempconfig(settings):
        scene().render()
    (path,) = (p for p in folder.rglob("*.mp4") if "partial" not in str(p))
    with av.open(str(path)) as container:
        arrays = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return [Image.fromarray(array) for array in arrays]


def main() -> None:
    """Make the clips anew."""
    for name, (scene, speed) in CLIPS.items():
        with TemporaryDirectory() as folder:
            frames = film(scene, Path(folder))[::speed]
        # One palette for all frames: a colour never changes from one frame to the next.
        palette = frames[-1].quantize(COLORS, Image.Quantize.MAXCOVERAGE)
        few = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
        path = GALLERY / f"{name}.gif"
        few[0].save(
            path, save_all=True, append_images=few[1:], duration=1000 // RATE, loop=0, optimize=True
        )
        size = path.stat().st_size / 1e6
        sys.stdout.write(f"  {path.name}: {len(few) / RATE:.0f} s, {size:.1f} MB\n")


if __name__ == "__main__":
    main()
