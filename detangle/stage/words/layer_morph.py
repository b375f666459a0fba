"""The words of the layer films, in English."""

from __future__ import annotations

from collections.abc import Mapping

LAYER_MORPH_WORDS: Mapping[str, str] = {
    "input.title": "Can one straight line separate these?",
    "input.caption": "{n} points: {names}. Can one straight line separate them?",
    "input.narration": "{n} points: {names}. Could one straight line separate them? Watch what a "
    "small network does instead.",
    "inputs.title": "Can straight lines separate these?",
    "inputs.caption": "{n} points of {classes} classes. Can straight lines keep them apart?",
    "inputs.narration": "{classes} classes of points. Could straight lines keep them apart? Let us "
    "watch what a small network does.",
    "training.title": "A small network is trained on them",
    "training.caption": "Training runs for {steps} steps and ends at a loss of {loss:.4f}.",
    "training.narration": "The network trains for {steps} steps, and its loss ends at {loss:.4f}. "
    "What has it learned to do?",
    "zoom_out.title": "Zooming out: layer {k} needs room",
    "zoom_out.caption": "The same picture at {factor:.2g} times its scale; nothing moves.",
    "zoom_out.narration": "",
    "zoom_in.narration": "",
    "zoom_in.title": "Zooming in",
    "zoom_in.caption": "The same picture at {factor:.2g} times its scale; nothing moves.",
    "flip.title": "Layer {k}: ${map}$ turns the plane over",
    "flip.caption": "The determinant of the weights is negative, so the plane is turned over.",
    "linear.title": "Layer {k}: ${map}$ turns and stretches",
    "linear.caption": "Multiplying by the weights turns and stretches the whole plane.",
    "flip.narration": "The first thing it does is turn the plane over, like a page.",
    "linear.narration": "Multiplying by the weights turns and stretches the whole plane. Lines "
    "stay straight, and the grid stays a grid.",
    "shift.title": "Layer {k}: $+ b_{k}$ slides",
    "shift.caption": "Adding the bias slides everything, without any bending.",
    "shift.narration": "Adding the bias slides everything. Nothing bends yet.",
    "why.title": "Without a clamp: still {accuracy:.1%}",
    "why.caption": "A line stays a line: the best one has only moved along with the points.",
    "why.narration": "So far nothing is won. A line stays a line, and the best one has only moved "
    "along with the points.",
    "clamp1.title": "Layer {k}: ReLU clamps all that is left of 0",
    "clamp1.caption": "{count} points have a negative first coordinate: ReLU sets it to 0.",
    "clamp1.narration": "Now ReLU. Everything left of zero is clamped onto the axis: {count} "
    "points, flattened onto a line.",
    "clamp1.note": "{count} points: first unit to 0",
    "clamp2.note": "{count} points: second unit to 0",
    "leak1.title": "Layer {k}: {name} shrinks the left",
    "leak1.caption": "{count} points have a negative first coordinate: a hundredth of it is left.",
    "leak1.note": "{count} points: first unit $times 0.01$",
    "leak2.title": "Layer {k}: … and all that is below 0",
    "leak2.caption": "{count} points have a negative second coordinate: a hundredth is left.",
    "leak2.note": "{count} points: second unit $times 0.01$",
    "clamp2.title": "Layer {k}: … and all that is below 0",
    "clamp2.caption": "{count} points have a negative second coordinate: it becomes 0, too.",
    "clamp2.narration": "The same for the second coordinate: all that is below zero is pressed "
    "onto the other axis.",
    "lost": "{count} points are now at the origin",
    "bend.title": "Layer {k}: {name} bends the plane",
    "bend.caption": "The activation bends each coordinate on its own.",
    "again.title": "Layer {k} does the same once more",
    "again.caption": "Turn, stretch, slide and clamp, with weights of its own.",
    "again.narration": "The next layer does the same once more: it turns, stretches, slides and "
    "clamps what the first one has left.",
    "identity.title": "Layer {k}: no activation",
    "identity.caption": "This layer has no activation: it is a linear map and a shift.",
    "readout.title": "Here, one straight line gets {accuracy:.1%} right",
    "readout.caption": "The last step only draws a line. {right} of {n} points are on their side.",
    "readout.narration": "And now the line from the beginning is enough. Here, one straight line "
    "gets {right} of {n} points right.",
    "borders.title": "Straight borders get {accuracy:.1%} right",
    "borders.caption": "Each class has a score; the highest wins. Two are equal along a straight "
    "line.",
    "borders.narration": "The last step gives each class a score, and the highest one wins. Two "
    "scores are equal along a straight line, so all borders are straight here. {right} of {n} "
    "points are in the region of their class.",
    "pullback.title": "Back in the input, that line is bent",
    "pullback.caption": "It is known where each point came from: the same line, followed back "
    "home.",
    "pullback.narration": "Wind it all back, the line with it. The straight line has become a bent "
    "one, folded wherever a layer has clamped.",
    "pullbacks.title": "Back in the input, the borders are bent",
    "pullbacks.caption": "It is known where each point came from: the same borders, followed home.",
    "pullbacks.narration": "Wind it all back, the borders with it. Straight lines have become bent "
    "ones, folded wherever a layer has clamped.",
    "step": "step",
    "loss": "loss",
}
