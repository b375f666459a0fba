"""The words that all films of projected layers share, in English."""

from __future__ import annotations

from collections.abc import Mapping

PROJECTED_WORDS: Mapping[str, str] = {
    "share.note": "{share:.1%} of the variance shown",
    "tangle.title": "No line in this plane separates them",
    "tangle.caption": "The best found gets {right} of {n} right. In all {d} dimensions a flat cut "
    "can.",
    "tangle.narration": "The best line found gets {right} of {n} right. In all {d} dimensions, a "
    "flat cut gets all.",
    "knot.title": "No line in this plane separates them",
    "knot.caption": "The best found gets {right} of {n} right. No flat cut in {d} dimensions can.",
    "knot.narration": "The best line found gets {right} of {n} right. No flat cut in all {d} "
    "dimensions gets them all.",
    "line.title": "A line in this plane separates them",
    "line.caption": "The best line found in this plane gets {right} of {n} right.",
    "line.note": "best line here: {right} of {n}",
    "zoom.note": "a unit is now {factor:.2g} times as long",
    "side.title": "Seen edge on, the last step is a line",
    "side.caption": "Turn until the network's flat cut is edge on: {right} of {n} are right.",
    "side.note": "right: {right} of {n}",
    "step": "step",
    "loss": "loss",
}

WIDE_WORDS: Mapping[str, str] = {
    **PROJECTED_WORDS,
    "one": "one number",
    "many": "{n} numbers",
    "classes.title": "{n} points of {numbers} each",
    "classes.caption": "{classes} classes, in the plane that shows most of how they vary.",
    "classes.narration": "Each point is a list of {numbers}. You see its shadow, in the plane in "
    "which all of them vary most: {share:.0%} of the variance.",
    "flat.title": "{n} points of {numbers} each",
    "flat.caption": "{classes} classes, as they are: nothing of them is hidden.",
    "flat.narration": "Each point is {numbers}, so you see all there is of it.",
    "training.title": "A network is trained on them",
    "training.caption": "Layers of {shape} units. After {steps} steps the loss is {loss:.4f}.",
    "training.narration": "A network learns to tell them apart. Its layers have {shape} units.",
    "layer.title": "Layer {k}: {numbers} for each point",
    "layer.caption": "The way between is a blend; the new plane shows {share:.1%} of the spread.",
    "layer.narration": "Layer {k} makes {numbers} of each point. The way there is only to guide "
    "your eye; the new plane shows {share:.1%}.",
    "tour.title": "A slow tour of {count} directions",
    "tour.caption": "Layer {k} has more than two. The plane turns through the main ones, and back.",
    "tour.narration": "Two directions are not all of a layer. Turn the plane slowly through the "
    "first {count} of layer {k}, two at a time, and come back. What lay on each other may come "
    "apart.",
    "side.narration": "The last step is one flat cut. Turn until you look along it, and it is a "
    "straight line: {right} of {n} points are on their own side of it.",
    "verdict.title": "The whole network gets {accuracy:.1%} right",
    "verdict.caption": "Colours are the true classes. Ringed: {wrong} of {n} that it gets wrong.",
    "verdict.narration": "The network gets {right} of {n} points right. Colour is the true class, "
    "and the {wrong} that it gets wrong are ringed. It decides in all dimensions, so no line in "
    "this plane could show how.",
    "wrong.note": "wrong: {wrong} of {n}",
    "perfect.title": "The whole network gets all {n} right",
    "perfect.caption": "It decides in all dimensions; this plane only shows where the points are.",
    "perfect.narration": "The network gets all {n} points right. It decides in all dimensions, so "
    "no line in this plane could show how.",
    "counted.title": "The whole network gets {accuracy:.1%} right",
    "counted.caption": "{right} of {n}; which of them they are, was not recorded.",
    "counted.narration": "The network gets {right} of {n} points right. Which of them they are, "
    "was not recorded.",
}
