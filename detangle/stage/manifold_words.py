"""The words of the film of images, in English."""

from __future__ import annotations

from collections.abc import Mapping

MANIFOLD_WORDS: Mapping[str, str] = {
    "image.title": "An image is a list of numbers",
    "image.caption": "{side} by {side} pixels, from 0, paper, to 1, ink: a list of {n} numbers.",
    "image.narration": "Somebody wrote this digit by hand. For a computer it is {n} numbers, read "
    "row by row: 0 is paper, 1 is ink, and there is nothing else.",
    "point.title": "{n} numbers are one point",
    "point.caption": "The list is one point in a space of {n} dimensions. You see its shadow.",
    "point.narration": "Two numbers are a point in the plane. {n} numbers are a point in a space "
    "of {n} dimensions. On a screen you only ever see its shadow.",
    "slide.title": "Slide it a little: the point moves",
    "slide.caption": "Each slide is a new image, so a new point. Together they draw a curve.",
    "slide.narration": "Slide the digit by part of a pixel. All its numbers change a little, so "
    "the point moves a little. The whole slide is a curve.",
    "turn.title": "Turn it: another direction",
    "turn.caption": "Turning draws a second curve, through the same point, in another direction.",
    "turn.narration": "Turning the digit moves the point, too, but another way. It is the same "
    "digit all along the curve.",
    "sheet.title": "Slide and turn: a sheet of images",
    "sheet.caption": "All slides of all turns make a sheet: a small part of the digit's manifold.",
    "sheet.narration": "Do both, and you get a sheet: two directions to walk in, whatever the "
    "number of pixels. Such a surface is called a manifold. This plane shows {share:.0%} of how "
    "these {n} images vary.",
    "pen.title": "A thicker pen moves the whole sheet",
    "pen.caption": "The pen is one more direction, which this plane hardly shows.",
    "pen.narration": "Write with a thicker pen, and the whole sheet moves, mostly out of this "
    "plane. Every way to write the digit adds a direction.",
    "classes.title": "{n} handwritten {first}s and {second}s",
    "classes.caption": "All {first}s and {second}s of the dataset, in the plane that shows most of "
    "how they vary.",
    "classes.narration": "Turn the plane, and put in all the {first}s and {second}s, by many "
    "hands. Of all planes this one shows most of how they vary, and that is {share:.0%}.",
    "share.note": "{share:.1%} of the variance shown",
    "tangle.title": "No line in this plane separates them",
    "tangle.caption": "The best found gets {right} of {n} right. In all {d} dimensions a flat cut "
    "can.",
    "tangle.narration": "In this plane the two are tangled: the best straight line found gets "
    "{right} of {n} right. To be fair, in all {d} dimensions one flat cut does separate them. You "
    "cannot see it from here.",
    "knot.title": "No line in this plane separates them",
    "knot.caption": "The best found gets {right} of {n} right. No flat cut in {d} dimensions can.",
    "knot.narration": "In this plane the two are tangled: the best straight line found gets "
    "{right} of {n} right. Nor can any flat cut in all {d} dimensions.",
    "line.title": "A line in this plane separates them",
    "line.caption": "The best line found in this plane gets {right} of {n} right.",
    "line.note": "best line here: {right} of {n}",
    "training.title": "A small network is trained on them",
    "training.caption": "Layers of {widths} units. In {steps} steps the loss falls to {loss:.4f}.",
    "training.narration": "Now a network learns to tell them apart, with layers of {widths} units.",
    "zoom_out.title": "Zooming out: layer {k} needs room",
    "zoom_out.caption": "The same picture, smaller: a unit is now {factor:.2g} times as long.",
    "zoom_in.title": "Zooming in",
    "zoom_in.caption": "The same picture, larger: a unit is now {factor:.2g} times as long.",
    "layer.title": "Layer {k}: {width} numbers for each image",
    "layer.caption": "Only the ends of this move are layers. The new plane shows {share:.1%}.",
    "layer.narration": "Layer {k} turns each image into {width} numbers. The way between is drawn "
    "straight; only its two ends are layers. The new plane shows {share:.1%} of how they vary.",
    "side.title": "Seen edge on, the last step is a line",
    "side.caption": "Turn until the network's flat cut is edge on: {right} of {n} are right.",
    "side.narration": "The network's last step is one flat cut. Turn the picture until you look "
    "along it, and the cut is a straight line, with {right} of {n} images on their own side. The "
    "digits were tangled like the toys, and they come apart like them.",
    "side.note": "right: {right} of {n}",
    "slide": "slide",
    "pixels": "pixels",
    "turn": "turn",
    "degrees": "degrees",
    "step": "step",
    "loss": "loss",
}
