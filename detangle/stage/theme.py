"""Themes: every colour, size and duration that a scene uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

BLUE = "#58C4DD"
YELLOW = "#F7D96F"
RED = "#FC6255"


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and pace of a film; make your own with `dataclasses.replace`.

    Sizes are in scene units, of which a landscape frame is 8 high; stroke widths are Manim's
    (100 to a unit); durations are in seconds.
    """

    background: str = "#000000"
    """Colour of the frame; backings of text have it, too."""
    text: str = "#FFFFFF"
    """Titles, formulas, numbers."""
    muted: str = "#A8A8A8"
    """Captions and ticks: text that is there to be looked up."""
    structure: str = "#888888"
    """Axes and frames of panels."""
    grid: str = "#4E6A78"
    """The grid that moves with the points."""
    reference: str = "#222222"
    """The fixed grid behind it."""
    classes: tuple[str, ...] = (BLUE, YELLOW)
    """One colour a class."""
    loss: str = RED
    """Everything about the loss."""
    highlight: str = "#FFFFFF"
    """What is spoken of right now; the decision line."""

    title_size: float = 56.0
    """Font size of titles."""
    formula_size: float = 44.0
    """Font size of formulas."""
    caption_size: float = 30.0
    """Font size of captions and numbers."""
    tick_size: float = 24.0
    """Font size of ticks."""
    dot_radius: float = 0.055
    """Radius of a point's dot."""
    grid_width: float = 1.6
    """Stroke width of the moving grid."""
    reference_width: float = 1.0
    """Stroke width of the fixed grid."""
    line_width: float = 4.0
    """Stroke width of curves and of the decision line."""

    dim: float = 0.22
    """Opacity of what is not spoken of."""
    ghost: float = 0.2
    """Opacity of the faint copies of where points were."""
    tint: float = 0.16
    """Opacity of tinted regions."""
    raw: float = 0.45
    """Opacity of the raw batch loss."""

    move: float = 3.0
    """Seconds that a map takes."""
    appear: float = 1.0
    """Seconds that a fade or a write takes."""
    hold: float = 1.2
    """Seconds of rest after a new idea."""
    long_hold: float = 2.2
    """Seconds of rest after a clamp and after the end."""

    @classmethod
    def dark(cls) -> Self:
        """Return the default: black, for screens."""
        return cls()

    @classmethod
    def paper(cls) -> Self:
        """Return a white one, for print and bright rooms: the same hues in darker tones."""
        return cls(
            background="#FFFFFF",
            text="#111111",
            muted="#5A5A5A",
            structure="#777777",
            grid="#9DB4C0",
            reference="#E4E4E4",
            classes=("#1C7FA6", "#9A7400"),
            loss="#C8352A",
            highlight="#111111",
            raw=0.5,
            tint=0.2,
        )

    @classmethod
    def flat(cls) -> Self:
        """Return a plain dark one, for GIFs: few tones, so that 256 colours are enough."""
        return cls(background="#101418", reference="#2A2F36", grid="#46606E", raw=0.6)

    def is_ring(self, index: int) -> bool:
        """Whether a class is drawn as rings: the second cue beside colour."""
        return index % 2 == 1

    def class_color(self, index: int) -> str:
        """Colour of a class."""
        return self.classes[index % len(self.classes)]
