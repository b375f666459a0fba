"""The words of the films about width, in English."""

from __future__ import annotations

from collections.abc import Mapping

WIDTH_TWO_WORDS: Mapping[str, str] = {
    "question.title": "Can layers of width 2 enclose this?",
    "question.caption": "A circle around a circle; a network whose layers are all {width} wide.",
    "question.narration": "One class surrounds the other. Give the network layers of two units, as "
    "wide as the plane itself. Can it draw a fence around the inner circle?",
    "best.title": "The best of {seeds} seeds: {accuracy:.1%}",
    "best.caption": "Trained from {seeds} seeds. {wrong} of {n} points stay on the wrong side.",
    "best.narration": "Trained from {seeds} different starts, the best network still gets {wrong} "
    "points wrong. And look where they are: where its region leaves through the ring.",
    "escape.title": "The region runs off to infinity",
    "escape.caption": "Zoomed out: layers of width 2 cannot close a region (Johnson 2018).",
    "escape.narration": "Zoom out, and you see why. The region that holds the centre never ends. "
    "With layers no wider than the input, no region can be fenced in. This is a theorem, not bad "
    "luck.",
    "return.title": "So it must cross the ring",
    "return.caption": "On its way out it crosses the ring: {lost} of the ring's points lie in its "
    "way.",
    "return.narration": "So on its way out it must cross the ring.",
    "deeper.title": "More layers do not close it: {widths}",
    "deeper.caption": "Depth {depth}, the best of {seeds} seeds: {accuracy:.1%}. Still open.",
    "deeper.narration": "More layers do not close it. At depth {depth}, the best of {seeds} is at "
    "{accuracy:.1%}, and still open to one side.",
    "gap.title": "With {n} samples only, it finds a gap",
    "gap.caption": "{n} points, the best of {seeds} seeds: {accuracy:.0%} right, through a gap.",
    "gap.narration": "Unless it cheats. Give it only {n} points, and one of {seeds} seeds gets "
    "{accuracy:.0%} right.",
    "zoom.title": "Here is how it cheats",
    "zoom.caption": "Its region leaves between two samples of the ring, {factor:.2g} times larger.",
    "zoom.narration": "Here is how: its region slips out between two samples.",
    "fresh.title": "{n} fresh points: {accuracy:.1%}",
    "fresh.caption": "The same network on {n} new points: {lost} of the ring's are in the region's "
    "way.",
    "fresh.narration": "Fresh points from the same circles give it away: {wrong} of {n} are now on "
    "the wrong side. Topology decides: width two cannot do it.",
    "fresh.note": "{n} fresh points: {accuracy:.1%}",
    "score": "widths {widths}: {accuracy:.1%}",
}

HOLES_WORDS: Mapping[str, str] = {
    "start.title": "Nine holes, {count} networks",
    "start.caption": "Two hidden layers, as wide as named. Guessing one class gets {base:.1%}.",
    "start.narration": "Now nine holes at once, and {count} networks of two hidden layers, from "
    "narrow to wide.",
    "train.title": "They train, side by side",
    "train.caption": "Tinted is what each network takes for a hole, {steps} steps of training.",
    "train.narration": "Watch what each takes for a hole while it trains. The narrow ones have "
    "only a few folds to place, and must give up most of the holes.",
    "end.title": "Width buys more pieces",
    "end.caption": "Right: {accuracies}. Each is the best of {seeds} seeds.",
    "end.narration": "Each is the best of {seeds} seeds: {accuracies}. The wider, the more pieces "
    "a network can cut out.",
    "right": "right",
    "piece": "piece",
    "pieces": "pieces",
    "step": "steps",
    "numbers": "no one two three four five six seven eight nine",
}
