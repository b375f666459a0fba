"""The words of the training films, in English."""

from __future__ import annotations

from collections.abc import Mapping

REPLAY_WORDS: Mapping[str, str] = {
    "input": "input",
    "layer": "layer {k}",
    "step": "step",
    "loss": "loss",
    "curve": "batch loss",
    "right": "right",
    "speed": "speed",
    "speed_unit": "steps/s",
    "start.title": "Before training: random weights",
    "start.caption": "The same {n} points in the input and in every layer, before the first step.",
    "start.narration": (
        "These are the same {n} points, once as they come in, and once in each layer. "
        "The weights are still random, so the layers only make a heap of them."
    ),
    "decision.title": "At step {start}, {right_before} of {n} are right",
    "decision.caption": "The last layer is cut straight. The planes before show the same cut.",
    "decision.narration": (
        "The last layer is cut straight. In the input, the same cut is this border. "
        "{right_before} of {n} points are right."
    ),
    "training.title": "Training: {steps} steps, all layers at once",
    "training.caption": "Steps {start} to {end}: first {right_before} right, then {right_after}.",
    "training.narration": (
        "Now the network is trained. Where the loss falls fast, time slows down. "
        "After {steps} steps, {right_after} of {n} points are right."
    ),
    "plateau.title": "At first, the loss hardly falls",
    "plateau.caption": (
        "Steps {start} to {end}: the loss goes from {loss_before:.3f} to {loss_after:.3f}."
    ),
    "plateau.narration": (
        "For the first {steps} steps little happens. The loss goes from {loss_before:.3f} to "
        "{loss_after:.3f}."
    ),
    "fall.title": "The loss falls fast, so time slows down",
    "fall.caption": (
        "Steps {start} to {end}: the loss falls from {loss_before:.2f} to {loss_after:.2f}."
    ),
    "fall.narration": (
        "In the first {end} steps the loss falls from {loss_before:.2f} to {loss_after:.2f}. "
        "Time slows down, so that you can watch. "
        "{right_before} of {n} points were right, now it is {right_after}."
    ),
    "slow.title": "The last {wrong_before} points take longer",
    "slow.caption": "Steps {start} to {end}: {wrong_before} points are wrong, then {wrong_after}.",
    "slow.narration": (
        "{wrong_before} points are still on the wrong side, and these take {steps} more steps. "
        "Watch the border in the input: it follows what the layers do."
    ),
    "again.title": "Now the loss falls fast again",
    "again.caption": (
        "Steps {start} to {end}: the loss falls from {loss_before:.2f} to {loss_after:.2f}."
    ),
    "again.narration": (
        "Now it falls again, from {loss_before:.2f} to {loss_after:.2f}. "
        "{right_after} of {n} points are right."
    ),
    "tail.title": "From here on, the loss hardly changes",
    "tail.caption": (
        "Steps {start} to {end}: the loss goes from {loss_before:.3f} to {loss_after:.3f}."
    ),
    "tail.narration": (
        "In the remaining {steps} steps the loss hardly changes. It goes from {loss_before:.3f} "
        "to {loss_after:.3f}."
    ),
    "solved.title": "All {n} are right, and the loss falls on",
    "solved.caption": "From step {start} on nothing is wrong; the loss ends at {loss_after:.4f}.",
    "solved.narration": (
        "From step {start} on, every point is on its side. The loss falls on, to {loss_after:.4f}."
    ),
    "zoom_out.title": "Zooming out: the layers need room",
    "zoom_out.caption": "The same picture, smaller: layer {k} by a factor of {factor:.2g}.",
    "zoom_out.narration": "The points spread out, so we step back. Nothing else changes here.",
    "end.title": "After {step} steps, {right} of {n} are right",
    "end.caption": "The cut is straight in the last layer. In the input, this is the same cut.",
    "end.narration": "In the last layer the cut is straight. This is it in the input.",
}

FAILED_WORDS: Mapping[str, str] = {
    **REPLAY_WORDS,
    "level": "$ln {classes}$",
    "and": " and ",
    "fall.title": "At first, the loss falls",
    "fall.caption": (
        "Steps {start} to {end}: the loss falls from {loss_before:.3f} to {loss_after:.3f}."
    ),
    "fall.narration": (
        "In the first {end} steps the loss falls from {loss_before:.3f} to {loss_after:.3f}. "
        "{right_after} of {n} points are right."
    ),
    "guess.title": "It ends at {loss:.3f}; guessing costs {guess:.3f}",
    "guess.caption": "Guessing costs ln {classes}. After {step} steps, {right} of {n} are right.",
    "guess.narration": (
        "The dashed line is what guessing costs. After {step} steps, the loss is still there."
    ),
    "dead.title": "Unit {unit} of layer {k} is 0 for all {n} points",
    "dead.caption": "It was above 0 for {before} points, now for none: all lie on one axis.",
    "dead.narration": (
        "Unit {unit} of layer {k} gives 0 for every point. ReLU is flat there: "
        "no gradient comes back."
    ),
    "pile.title": "{count} points share one place in layer {k}",
    "pile.caption": "{whose}: whatever comes after, they all get the same answer.",
    "pile.narration": (
        "{count} points lie in one place: {whose}. At most {most} of them can be right."
    ),
    "tie.title": "{count} points at the origin of layer {k}: a tie",
    "tie.caption": "All scores are 0: each costs exactly ln {classes}; ReLU sends no gradient.",
    "tie.narration": (
        "At the origin of layer {k} all scores are 0. {count} points lie there, "
        "and send no gradient back."
    ),
    "end.title": "After {step} steps, {right} of {n} are right",
    "end.caption": "{wrong} wrong, {forced} of them by shared places. Ties count as {first}.",
    "end.narration": (
        "{wrong} points are wrong. For {forced} of them no line could help: they share a place "
        "with more points of the other class."
    ),
}

WIDE_REPLAY_WORDS: Mapping[str, str] = {
    **{key: words for key, words in REPLAY_WORDS.items() if not key.startswith("decision.")},
    "share": "of the variance",
    "share.short": "shown",
    "which.one": "Layer {k}",
    "which.many": "Layers {first} to {k}",
    "start.title": "At step {step}, {right} of {n} are right",
    "start.caption": "{which} before training. Between recorded steps, points go straight.",
    "start.narration": (
        "This is what the network makes of the {n} points before it is trained, in the plane in "
        "which they vary most. The plane will turn slowly to follow them."
    ),
    "slow.narration": (
        "{wrong_before} points are still wrong, and these take {steps} more steps. "
        "Watch the classes move apart."
    ),
    "solved.narration": (
        "From step {start} on, every point is right. The loss falls on, to {loss_after:.4f}."
    ),
    "tail.title": "From here on, the loss changes slowly",
    "tail.narration": (
        "In the remaining {steps} steps the loss changes slowly. It goes from {loss_before:.3f} to "
        "{loss_after:.3f}, and {right_after} of {n} points are right."
    ),
    "zoom_out.narration": "The points need more room, so we step back. Nothing else changes here.",
    "end.caption": "The network decides in all dimensions of the layer; this is their shadow.",
    "end.narration": "After {step} steps, {right} of {n} points are right.",
    "marked.title": "Ringed: the {wrong} of {n} it gets wrong",
    "marked.caption": "{right} are right. It decides in all dimensions; this is their shadow.",
    "marked.narration": (
        "After {step} steps, {right} of {n} points are right, and the others are ringed. The "
        "network decides in all dimensions of the layer; this is only their shadow."
    ),
}
