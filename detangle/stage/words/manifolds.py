"""The words of the film of images, in English."""

from __future__ import annotations

from collections.abc import Mapping

from detangle.stage.words.projected import PROJECTED_WORDS

MANIFOLD_WORDS: Mapping[str, str] = {
    **PROJECTED_WORDS,
    "image.title": "An image is a list of numbers",
    "image.caption": "{side} by {side} pixels, from 0, paper, to 1, ink: a list of {n} numbers.",
    "image.narration": "To a computer this handwritten digit is {n} numbers, row by row: 0 for "
    "paper, 1 for ink.",
    "point.title": "{n} numbers are one point",
    "point.caption": "The list is one point in a space of {n} dimensions. You see its shadow.",
    "point.narration": "{n} numbers are a point in a space of {n} dimensions. On a screen, you "
    "see its shadow.",
    "slide.title": "Slide it a little: the point moves",
    "slide.caption": "Each slide is a new image, so a new point. Together they draw a curve.",
    "slide.narration": "Slide it by part of a pixel: all the numbers change a little, and the "
    "point draws a curve.",
    "turn.title": "Turn it: another direction",
    "turn.caption": "Turning draws a second curve, through the same point, in another direction.",
    "turn.narration": "Turn it, and the point moves along another curve. It is the same digit "
    "all the way.",
    "sheet.title": "Slide and turn: a sheet of images",
    "sheet.caption": "Slides and turns make a sheet in the digit's manifold. This plane shows "
    "{share:.0%}.",
    "sheet.narration": "Both together make a sheet, with two directions to walk in. Such a "
    "surface is called a manifold.",
    "pen.title": "A thicker pen moves the whole sheet",
    "pen.caption": "The pen is one more direction, which this plane hardly shows.",
    "pen.narration": "A thicker pen moves the whole sheet, mostly out of this plane: one more "
    "direction.",
    "classes.title": "{n} handwritten {first}s and {second}s",
    "classes.caption": "All {first}s and {second}s of the run, in the plane that shows most of how "
    "they vary.",
    "classes.narration": "Turn the plane to where all {first}s and {second}s vary most. It shows "
    "{share:.0%} of that, and the two are mixed.",
    "training.title": "A small network is trained on them",
    "training.caption": "Layers of {widths} units. In {steps} steps the loss falls to {loss:.4f}.",
    "training.narration": "A small network learns to tell them apart, with layers of {widths} "
    "units.",
    "layer.title": "Layer {k}: {width} numbers for each image",
    "layer.caption": "The way between is a blend; the new plane shows {share:.1%} of the spread.",
    "layer.narration": "Layer {k} makes {width} numbers of each image. The way there is only to "
    "guide your eye; the new plane shows {share:.1%}.",
    "side.narration": "The last step is one flat cut. Turn until you look along it, and it is a "
    "straight line: {right} of {n} images are on their own side of it.",
    "slide": "slide",
    "pixels": "pixels",
    "turn": "turn",
    "degrees": "degrees",
}
