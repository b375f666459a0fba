"""Themes: every colour, size and duration that a scene uses."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

from detangle.errors import DetangleError
from detangle.look.palette import (
    DARK_CLASSES,
    HOLES,
    PAPER_CLASSES,
    RADII,
    RED,
    contrast,
    is_color,
    on_ground,
)

OPACITIES = ("dim", "ghost", "tint", "raw", "backing", "scrim", "tail", "thread")
"""Fields that are opacities."""

GREYS = ("muted", "structure", "grid", "reference", "positive", "negative")
"""Fields that are colours between background and text."""


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and pace of a film; make your own with `dataclasses.replace`.

    Colours are written `#RRGGBB`. Sizes are in scene units, of which a landscape frame is 8 high;
    stroke widths are Manim's (100 to a unit); durations are in seconds.

    Raises
    ------
    DetangleError
        If a colour does not parse, a size or duration is not positive, or an opacity is not
        between 0 and 1; it names the field.
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
    classes: tuple[str, ...] = DARK_CLASSES
    """One colour a class."""
    loss: str = RED
    """Everything about the loss."""
    highlight: str = "#FFFFFF"
    """What is spoken of right now; the decision line."""
    positive: str = "#D4D4D4"
    """Weights above zero, drawn solid."""
    negative: str = "#8C8C8C"
    """Weights below zero, drawn dashed."""

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
    edge_width: float = 7.0
    """Stroke width of the largest weight in a network diagram."""

    tail_length: float = 0.9
    """Length of the tail behind a moving point."""

    dim: float = 0.22
    """Opacity of what is not spoken of."""
    ghost: float = 0.2
    """Opacity of the faint copies of where points were."""
    tint: float = 0.16
    """Opacity of tinted regions."""
    raw: float = 0.45
    """Opacity of the raw batch loss."""
    backing: float = 0.75
    """Opacity of the background's colour behind text that stands on lines."""

    scrim: float = 0.88
    """Opacity of the background's colour behind text over a plane that fills the frame."""

    tail: float = 0.6
    """Opacity of a tail beside its point; it fades from there."""

    thread: float = 0.16
    """Opacity of each of 500 threads; fewer are denser, more are fainter."""

    move: float = 3.0
    """Seconds that a map takes."""
    appear: float = 1.0
    """Seconds that a fade or a write takes."""
    hold: float = 1.2
    """Seconds of rest after a new idea."""
    long_hold: float = 2.2
    """Seconds of rest after a clamp and after the end."""

    def __post_init__(self) -> None:
        """Check every field."""
        if not self.classes:
            raise DetangleError("theme: classes is empty; give at least one colour")
        for field in fields(self):
            value = getattr(self, field.name)
            for part in value if field.name == "classes" else (value,):
                _check(field.name, part, is_text=isinstance(field.default, str | tuple))

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
            classes=PAPER_CLASSES,
            loss="#C8352A",
            highlight="#111111",
            positive="#333333",
            negative="#858585",
            raw=0.5,
            tint=0.14,
            thread=0.22,
        )

    @classmethod
    def flat(cls) -> Self:
        """Return a plain dark one, for GIFs: few tones, so that 256 colours are enough."""
        return cls(background="#101418", reference="#2A2F36", grid="#46606E", raw=0.6)

    @classmethod
    def on(cls, background: str) -> Self:
        """Return the theme for a background: dark or paper, in whichever text stands out more.

        Its greys keep their places between background and text.

        Parameters
        ----------
        background
            A colour, `#RRGGBB`.

        Examples
        --------
        >>> Theme.on("#FDF6E3").text
        '#111111'
        """
        like = max(cls.dark(), cls.paper(), key=lambda theme: contrast(theme.text, background))
        grounds = like.background, like.text, background
        greys: dict[str, Any] = {name: on_ground(getattr(like, name), *grounds) for name in GREYS}
        return replace(like, background=background, **greys)

    def brisk(self) -> Self:
        """Return the theme with shorter durations, for a film of many chapters."""
        return replace(self, move=2.0, appear=0.55, hold=1.0, long_hold=2.0)

    def scaled(self, factor: float) -> Self:
        """Return the theme with every size multiplied by a factor; see `Layout.scale`."""
        return replace(self, **{name: factor * getattr(self, name) for name in SIZES})

    def class_color(self, index: int) -> str:
        """Colour of a class."""
        return self.classes[index % len(self.classes)]

    def hole(self, index: int) -> float:
        """Inner radius of a class's dots as a fraction of the outer one; 0 for discs.

        It is the second cue beside colour: disc, ring, thin ring, small disc, and again.
        """
        return HOLES[index % len(HOLES)]

    def radius(self, index: int) -> float:
        """Outer radius of a class's dots."""
        return self.dot_radius * RADII[index % len(RADII)]


_LENGTHS = ("_size", "_radius", "_width", "_length")
SIZES = tuple(field.name for field in fields(Theme) if field.name.endswith(_LENGTHS))
"""Fields that are lengths in the frame, so that `Theme.scaled` scales them."""


def _check(name: str, value: object, *, is_text: bool) -> None:
    """Refuse one value of a field, by a line that says what would do."""
    if is_text:
        good, wanted = is_color(value), "a colour such as '#58C4DD'"
    else:
        top = 1.0 if name in OPACITIES else float("inf")
        good = isinstance(value, int | float) and 0 < value <= top and value != float("inf")
        wanted = "an opacity above 0, up to 1" if name in OPACITIES else "a positive number"
    if not good:
        raise DetangleError(f"theme: {name} is {value!r}; give {wanted}")
