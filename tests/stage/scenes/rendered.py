"""What holds for every film that Manim has rendered in its low quality."""

from __future__ import annotations

from pathlib import Path

import av

FRAMES_A_SECOND = 2
"""Fewer than Manim's low quality has: the pictures are the same, and there are fewer of them."""


def check_film(film: Path) -> str:
    """Look at a film, and at the captions and the script beside it; return the captions."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (854, 480)
        pictures = [picture.to_ndarray(format="rgb24") for picture in container.decode(stream)]
    assert len(pictures) > 10 * FRAMES_A_SECOND
    assert pictures[-1].std() > 10  # the film ends on something to be seen
    script = film.with_suffix(".narration.md").read_text()
    assert script.startswith(f"# {film.stem}: what to say")
    captions = film.with_suffix(".srt").read_text()
    assert "{" not in captions + script
    return captions
