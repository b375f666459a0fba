"""What the film says otherwise than its chapters do where they stand alone, in English."""

from __future__ import annotations

from collections.abc import Mapping

OPENING: Mapping[str, str] = {
    "search.narration": "How does a neural network untangle two classes? Here they are, "
    "interlocked. Let one straight line look for a cut, and count what it gets right.",
    "best.narration": "No. Even the best line leaves {wrong} points on the wrong side.",
    "shade.narration": "Logistic regression draws such a line, and says how sure it is.",
    "network.narration": "And that is all the last layer of a network is: one line. So the layers "
    "before it must move the points, until a line is enough.",
}

LAYER: Mapping[str, str] = {
    "linear.narration": "A layer moves space. Its weights turn and stretch the plane.",
    "shift.narration": "Its bias slides everything along.",
    "clamp1.narration": "And ReLU clamps. Everything left of zero is pressed flat onto the axis, "
    "{count} points of it.",
    "clamp2.narration": "Then everything below zero. Look what is left: the plane has been folded "
    "into a corner.",
    "again.narration": "The second layer does it all once more, with weights of its own.",
    "readout.narration": "And now the line from the beginning cuts cleanly: {right} of {n}.",
    "pullback.narration": "We know where each point came from, so wind it all back, the line with "
    "it. Back home it is bent, folded wherever a layer has clamped.",
}

FORGETTING: Mapping[str, str] = {
    "follow.title": "What do the clamps forget?",
    "follow.caption": "Left the input, right the last layer. Six points are marked.",
    "follow.narration": "But the network itself forgets. Mark six points, in the input and in the "
    "last layer.",
    "layer": "last layer",
    "end.narration": "Six different points, and all of them at one place.",
    "back.narration": "We could wind back because we had kept a record. The layer alone cannot "
    "tell which was which. What has merged, nobody can part again.",
}

LEARNING: Mapping[str, str] = {
    "start.title": "Nobody designed this",
    "start.narration": "Nobody designed these motions. Before training, the weights are random, "
    "and the layers make a heap of everything.",
    "training.narration": "Now it trains. Watch the bend in the input follow the layers: the "
    "slower the clock, the faster the loss falls.",
    "end.narration": "A straight cut at the end is a bent one at the start.",
}

FAILING: Mapping[str, str] = {
    "training.title": "Sometimes it does not learn",
    "training.caption": "Ten short lines of points: first {right_before} of {n} right, then "
    "{right_after}.",
    "training.narration": "It does not always work. This is another network on other data, and its "
    "loss stops at what guessing would cost.",
    "guess.narration": "The dashed line is guessing, and the loss has settled there.",
    "dead.title": "One unit has died: all lie on one axis",
    "dead.narration": "What went wrong can be seen: one unit is zero for every point, so a whole "
    "dimension is gone.",
}

NARROW: Mapping[str, str] = {
    "question.narration": "Now one class surrounds the other. Can two units a layer fence it in?",
    "best.title": "The best of {seeds} tries: {accuracy:.1%}",
    "best.narration": "From {seeds} random starts, the best still gets {wrong} points wrong.",
    "escape.narration": "Zoom out: its region never ends. Layers no wider than the input cannot "
    "close a fence, however many there are.",
    "return.narration": "So it has to break through the ring.",
}

SPACE: Mapping[str, str] = {
    "space.narration": "So give the layer a third unit. Seen from the side, the plane is a flat "
    "sheet in space.",
    "linear.narration": "The weights tilt and stretch it; it stays flat.",
    "shift.narration": "The bias slides it.",
    "clamp1.narration": "ReLU has three walls now. What is behind the first is pushed onto it.",
    "clamp2.narration": "A second wall, a second fold.",
    "clamp3.narration": "And the third, the floor.",
    "plane.narration": "Now one flat plane separates the classes: {right} of {n}.",
    "edge.narration": "And from its edge, you know it: it is the line from the beginning.",
    "home.narration": "Back home, that plane is a closed curve: the fence that width two could not "
    "build.",
}

HOLES: Mapping[str, str] = {
    "start.narration": "Nine holes need more still.",
    "train.narration": "The wider the layers, the more folds a network can place. Two units catch "
    "a few holes; fifteen get every point right.",
    "end.narration": "That is what width buys: room to move. Each is the best of {seeds}.",
}

IMAGES: Mapping[str, str] = {
    "image.narration": "Is this only a toy? An image is a list of numbers.",
    "point.narration": "So it is one point, in {n} dimensions.",
    "slide.narration": "Slide the digit a little, and its point moves along a curve.",
    "sheet.narration": "Slides and turns make a sheet: this digit's manifold.",
    "classes.narration": "Real fives and nines fill two such sheets.",
    "tangle.narration": "In this view they overlap, though in all 64 dimensions a flat cut exists.",
    "side.narration": "And at the end, seen from its edge, there it is again: one flat cut, and "
    "all images on their side.",
}
