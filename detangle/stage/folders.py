"""Where films keep what they make: below Manim's `media_dir`, whoever has set it."""

from __future__ import annotations

from pathlib import Path

from manim import config


def folder(name: str) -> Path:
    """Return one of Manim's folders, `media_dir` or `tex_dir`, as its configuration is now.

    Its template may name the file of scenes, as in `{module_name}/media`; it is the same for all
    scenes of that file.
    """
    module = Path(config.input_file or "").stem
    return Path(config.get_dir(name, module_name=module, scene_name=""))


def runs_folder() -> Path:
    """Return where a scene keeps the runs that it trains, to find them there the next time."""
    return folder("media_dir") / "runs"
