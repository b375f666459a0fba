"""The words of the films that follow a few points through the layers, in English."""

from __future__ import annotations

from collections.abc import Mapping

FORGET_WORDS: Mapping[str, str] = {
    "follow.title": "Follow {m} of these points",
    "follow.caption": "{m} points, far apart. On the right, they go through the network.",
    "follow.narration": "Pick {m} points that lie well apart. They stay where they are on the "
    "left, and on the right we send everything through the network.",
    "zoom.title": "Layer {k} needs another scale",
    "zoom.caption": "The right-hand picture at {factor:.2g} times its scale; nothing moves.",
    "move.title": "Layer {k}: turn, stretch, slide",
    "move.caption": "This step could be undone: turn back, shrink back, slide back.",
    "move.narration": "Turning, stretching, sliding: each of these could be undone.",
    "clamp.title": "Layer {k}: ReLU clamps",
    "clamp.caption": "What is negative becomes 0, in one coordinate and then in the other.",
    "clamp.narration": "The clamp cannot. What is negative becomes zero, however negative it was.",
    "end.title": "{m} points, one place",
    "end.caption": "{count} of {n} points have ended at the very same place: $({place})$.",
    "end.narration": "And there they are: {m} different points at one place, with {rest} others.",
    "back.title": "And the way back? There is none",
    "back.caption": "From this one place, which of the {count} was it? max(0, z) has no inverse.",
    "back.narration": "Now try to go back. From this one place, which of the {count} points was "
    "it? Nothing in the layer's output can tell. ReLU cuts and collapses. That is its strength: "
    "what it has merged, no later layer has to separate from one another.",
    "input": "input",
    "layer": "through the network",
}

KEEP_WORDS: Mapping[str, str] = {
    **FORGET_WORDS,
    "move.narration": "Turning, stretching, sliding: each of these can be undone.",
    "bend.title": "Layer {k}: {name} bends the plane",
    "bend.caption": "Each coordinate is squeezed between $-1$ and $1$, and stays in order.",
    "bend.narration": "And {name} only bends. It squeezes each coordinate, but it keeps the order: "
    "no two values become one.",
    "end.title": "{n} points, {places} places",
    "end.caption": "Nothing has torn and nothing has merged: {places} places for {n} points.",
    "end.narration": "At the end there are still {places} places for {n} points. Nothing has torn, "
    "and nothing has merged.",
    "back.title": "So the way back exists",
    "back.caption": "Each step undone in turn: $W$ has an inverse here, and so has {name}.",
    "back.narration": "So the way back exists. Undo each step in turn, and every point is home. "
    "Such a map can bend a tangle, but never cut it.",
}
