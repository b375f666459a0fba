"""The words of the layer films, in English."""

from __future__ import annotations

from collections.abc import Mapping

LAYER_MORPH_WORDS: Mapping[str, str] = {
    "input.title": "Can one straight line separate these?",
    "input.caption": "{n} points: {names}. Can one straight line separate them?",
    "training.title": "A small network is trained on them",
    "training.caption": "Training runs for {steps} steps and ends at a loss of {loss:.4f}.",
    "zoom_out.title": "Zooming out: layer {k} needs room",
    "zoom_out.caption": "The same picture, smaller: a unit is now {factor:.2g} times as long.",
    "zoom_in.title": "Zooming in",
    "zoom_in.caption": "The same picture, larger: a unit is now {factor:.2g} times as long.",
    "flip.title": "Layer {k}: ${map}$ turns the plane over",
    "flip.caption": "The determinant of the weights is negative, so the plane is turned over.",
    "linear.title": "Layer {k}: ${map}$ turns and stretches",
    "linear.caption": "Multiplying by the weights turns and stretches the whole plane.",
    "shift.title": "Layer {k}: $+ b_{k}$ slides",
    "shift.caption": "Adding the bias slides everything, without any bending.",
    "clamp1.title": "Layer {k}: ReLU clamps all that is left of 0",
    "clamp1.caption": "{count} points have a negative first coordinate: ReLU sets it to 0.",
    "clamp1.note": "{count} points: first coordinate to 0",
    "clamp2.note": "{count} points: second coordinate to 0",
    "clamp2.title": "Layer {k}: … and all that is below 0",
    "clamp2.caption": "{count} points have a negative second coordinate: it becomes 0, too.",
    "lost": "{count} points are now at the origin",
    "bend.title": "Layer {k}: {name} bends the plane",
    "bend.caption": "The activation bends each coordinate on its own.",
    "identity.title": "Layer {k}: no activation",
    "identity.caption": "This layer has no activation: it is a linear map and a shift.",
    "readout.title": "Here, one straight line gets {accuracy:.1%} right",
    "readout.caption": "The last step only draws a line. {right} of {n} points are on their side.",
    "pullback.title": "Back in the input, that line is bent",
    "pullback.caption": "The same decision, drawn where the points came from.",
    "step": "step",
    "loss": "loss",
}
