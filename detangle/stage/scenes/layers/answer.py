"""The film's last chapter: the opening's points once more, and the answer to its question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from detangle.stage.scenes.layers.last_layer import LastLayerScene
from detangle.stage.words.last_layer import LAST_LAYER_WORDS

ANSWER_WORDS: Mapping[str, str] = {
    **LAST_LAYER_WORDS,
    "features.title": "So, how does a network untangle?",
    "features.caption": "It moves the points: layer by layer, turned, stretched, slid and clamped.",
    "features.narration": "So, how does a network untangle two classes? Layer by layer it moves "
    "the space they live in, until the last step is easy.",
    "separate.title": "It moves space until one line will do",
    "separate.caption": "One straight line, {right} of {n} right. Every layer was one more "
    "movement.",
    "separate.narration": "It moves space until one straight line will do. Width buys room to "
    "move, and every layer is one more move. The line was all it ever had.",
}


class AnswerScene(LastLayerScene):
    """The points flow through all layers, and the line from the beginning is enough."""

    beats: ClassVar[tuple[str, ...]] = ("features", "separate")
    words: ClassVar[Mapping[str, str]] = ANSWER_WORDS
