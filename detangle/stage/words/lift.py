"""The words of the films that lift the plane into space, in English."""

from __future__ import annotations

from collections.abc import Mapping

LIFT_WORDS: Mapping[str, str] = {
    "question.title": "No straight line can enclose a class",
    "question.caption": "The best line gets {accuracy:.1%}, and layers of two units cannot enclose "
    "a class either.",
    "question.narration": "A line cannot go around a class. Nor can layers of two units.",
    "question_open.title": "Can one straight line separate these?",
    "question_open.caption": "{n} points: {names}. The best straight line gets {accuracy:.1%}.",
    "question_open.narration": "Two classes. The best straight line gets {accuracy:.1%} right.",
    "question.note": "the best line: {accuracy:.1%} right",
    "space.title": "Three units: room above the plane",
    "space.caption": "A layer of three units: from the side, the plane is a flat sheet in space.",
    "space.narration": "So give the layer three units: every point gets a third coordinate. From "
    "the side, the plane is a flat sheet in space.",
    "linear.title": "${map}$ lifts the sheet into space",
    "linear.caption": "Step back: the weights stretch the sheet and turn it, out of its plane.",
    "linear.narration": "Multiplying by the weights turns and stretches the sheet, and tilts it in "
    "space. It stays flat.",
    "flip.title": "${map}$ turns space over",
    "flip.caption": "The determinant of the weights is negative, so space is turned over.",
    "shift.title": "$+ b_1$ slides it",
    "shift.caption": "Adding the bias slides the whole sheet.",
    "shift.narration": "Adding the bias slides the whole sheet away from the origin.",
    "clamp1.title": "{name} clamps the first coordinate",
    "clamp1.caption": "{count} points are behind this wall. {name} moves them onto it.",
    "clamp1.narration": "Now {name}: all that is behind this wall is pushed onto it, and the sheet "
    "gets its first fold.",
    "clamp2.title": "… then the second",
    "clamp2.caption": "{count} points have a negative second coordinate. It becomes 0.",
    "clamp2.narration": "The same for the second coordinate: a second wall, a second fold.",
    "clamp3.title": "… and the third",
    "clamp3.caption": "{count} points have a negative third coordinate. It becomes 0, too.",
    "clamp3.narration": "And the third: all that is below the floor comes up to it.",
    "clamp.note": "{count} points clamped",
    "leak1.title": "{name} shrinks the first coordinate",
    "leak1.caption": "{count} points are behind this wall. A hundredth of the distance is left.",
    "leak2.title": "… then the second",
    "leak2.caption": "{count} points have a negative second coordinate. A hundredth is left.",
    "leak3.title": "… and the third",
    "leak3.caption": "{count} points have a negative third coordinate. A hundredth is left.",
    "leak.note": "{count} points moved",
    "bend.title": "{name} bends the sheet",
    "bend.caption": "The activation bends each of the three coordinates on its own.",
    "corner.title": "Now everything lies in one corner",
    "corner.caption": "The flat sheet is folded onto the walls. Step closer.",
    "corner.narration": "Every point now lies in one corner of space, and the flat sheet is a "
    "folded one.",
    "corner.note": "{count} points are at the corner itself",
    "box.title": "Step closer",
    "box.caption": "The same points on the same sheet, from nearer by.",
    "plane.title": "Now one flat plane cuts",
    "plane.caption": "The last step draws one flat plane: {right} of {n} points are on their side.",
    "plane.narration": "The last step of the network draws a plane, and counts. Here it gets "
    "{right} of {n} points right.",
    "right": "right",
    "edge.title": "From its edge, it is one straight line",
    "edge.caption": "Turn until you look along the plane: a straight line, as in two dimensions.",
    "edge.narration": "Walk around until you look along the plane. There it is again: one "
    "straight line.",
    "home.title": "Back in the input, it is a closed curve",
    "home.caption": "The same cut, drawn where the points came from, goes all the way around.",
    "home.narration": "Now everything goes home. Where the plane cut the sheet, there is now a "
    "curve, and it goes all the way around.",
    "home_open.title": "Back in the input, the cut is bent",
    "home_open.caption": "The same cut, drawn where the points came from.",
    "home_open.narration": "Now everything goes home. Where the plane cut the sheet, there is now "
    "a bent line.",
}
