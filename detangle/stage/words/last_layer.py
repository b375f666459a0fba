"""The words of the films about the last layer, in English."""

from __future__ import annotations

from collections.abc import Mapping

LAST_LAYER_WORDS: Mapping[str, str] = {
    "search.title": "Can one straight line separate these?",
    "search.caption": "{n} points of two classes. A line swings around and looks for a cut.",
    "search.narration": "Here are two classes, and they interlock. Could one straight line tell "
    "them apart? Let it swing all the way around, and count what it gets right.",
    "best.title": "No. The best line gets {accuracy:.1%}",
    "best.caption": "Of {tried} directions, each with its best offset, none does better than this.",
    "best.narration": "The best line there is still leaves {wrong} points on the wrong side. No "
    "straight line will do.",
    "best.note": "{wrong} of {n} points on the wrong side",
    "shade.title": "Logistic regression: a line with a shade",
    "shade.caption": "It fits how likely each class is, not the count. At even odds is the line.",
    "shade.narration": "Logistic regression draws a line, too, and says how sure it is on either "
    "side. On the points as they are, it must fail.",
    "shade.note": "$p$: how likely {name}; {accuracy:.1%} right",
    "network.title": "A network's last layer is just that",
    "network.caption": "A network ends in one, too. With two units and two classes, all it draws "
    "is a line.",
    "network.narration": "And the last layer of a network is just that. It only ever draws a line. "
    "What comes before has one job: to move the points until a line is enough.",
    "zoom_out.title": "Zooming out: the layers need room",
    "zoom_out.caption": "The same picture at {factor:.2g} times its scale; nothing moves.",
    "zoom_out.narration": "",
    "zoom_in.narration": "",
    "zoom_in.title": "Zooming in",
    "zoom_in.caption": "The same picture at {factor:.2g} times its scale; nothing moves.",
    "features.title": "The layers before it move the points",
    "features.caption": "Two layers turn, stretch, slide and clamp the plane.",
    "features.narration": "So the layers before it move the points. They turn and stretch the "
    "plane, they slide it, and they clamp it.",
    "separate.title": "Now one straight line gets {accuracy:.1%}",
    "separate.caption": "The recorded last layer: the same kind of line, on the moved points.",
    "separate.narration": "And here, where the last layer sees them, one straight line gets "
    "{right} of {n} points right.",
    "separate.note": "on the last layer: {accuracy:.1%} right",
    "pullback.title": "Back in the input, that line is bent",
    "pullback.caption": "It is known where each point came from: the same cut, followed back home.",
    "pullback.narration": "Carry the points home, and draw the same decision there: now it is "
    "bent, and it follows the bands.",
    "now": "this line",
    "so_far": "best so far",
}
