"""The words of the film that compares activations, in English."""

from __future__ import annotations

from collections.abc import Mapping

SIDE_BY_SIDE_WORDS: Mapping[str, str] = {
    "start.title": "Same data, same seed, three activations",
    "start.caption": "Three networks of two 2-wide layers. Only the activation was chosen "
    "differently.",
    "start.narration": "Three networks, side by side. Same points, same first weights, same "
    "training. The only difference is the function after each layer.",
    "linear.title": "Layer {k}: three linear maps",
    "linear.caption": "Each has learned weights of its own; the map is linear in all three.",
    "linear.narration": "Each has learned its own weights, but this part is alike: it is linear, "
    "and loses nothing.",
    "activation.title": "Layer {k}: slide, then the activation",
    "activation.caption": "ReLU clamps, leaky ReLU leaves a hundredth, tanh bends.",
    "activation.narration": "Now the activations. ReLU clamps half planes flat. Leaky ReLU leaves "
    "a hundredth of what was there. And tanh bends the whole plane, but flattens nothing.",
    "zoom.title": "Each panel gets a scale of its own",
    "zoom.caption": "Nothing moves: only the units get shorter or longer, to make room.",
    "count.title": "What is left of {n} points",
    "count.caption": "Different places; points that keep both directions (rank 2); dead units.",
    "count.narration": "So count. With ReLU, {n} points are left at {relu} different places, and "
    "at few of them do both directions of the plane survive. The other two keep everything.",
    "line.title": "And yet one line does it in all three",
    "line.caption": "Accuracy of the last layer's line: {accuracies}.",
    "line.narration": "And yet one straight line separates the classes in every one of them. What "
    "ReLU forgot was not needed. Forgetting the right things is how it gets there so bluntly.",
    "relu": "$max(0, z)$",
    "leaky_relu": "$max(0.01 z, z)$",
    "tanh": "$tanh z$",
    "sigmoid": "$1 \\/ (1 + e^(-z))$",
    "gelu": "$z Phi(z)$",
    "identity": "$z$",
    "places": "places",
    "kept": "with rank 2",
    "dead": "dead",
    "right": "right",
}
