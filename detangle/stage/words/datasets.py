"""The words of the films about toy datasets, in English."""

from __future__ import annotations

from collections.abc import Mapping

QUESTION: Mapping[str, str] = {
    "lens": "zoom $times$",
    "class.note": "{count} points",
    "question.title": "Can one straight line separate these?",
    "question.caption": "{n} points in two classes. Can one straight line separate them?",
    "question.narration": "This is the whole dataset. Can one straight line separate the two "
    "classes?",
}

DISK_WORDS: Mapping[str, str] = {
    **QUESTION,
    "point.title": "A random point: a distance and a direction",
    "point.caption": "Each point of the disk is drawn by its distance and its direction.",
    "point.narration": "To draw a point of a disk, you draw a distance and a direction. The "
    "square root gives more points to the outer rings, which are longer.",
    "r.fact": "$r = {r:g}$",
    "r.note": "radius of the disk",
    "distance.fact": "$= r sqrt(u)$",
    "distance.note": "distance",
    "direction.fact": "$= 360 v$",
    "direction.note": "direction, in degrees",
    "chance.fact": "$u, v$",
    "chance.note": "random, from 0 to 1",
    "fill.title": "{drawn} points fill the disk evenly",
    "fill.caption": "{drawn} points are drawn, one after another: no part of the disk is favoured.",
    "fill.narration": "Do that {drawn} times, and the disk fills evenly: no part of it is "
    "favoured.",
    "drawn.fact": "",
    "drawn.note": "drawn",
    "cut.title": "What lies inside a hole is dropped",
    "cut.caption": "{dropped} of {drawn} points lie inside a hole and are dropped; {n_neg} stay.",
    "cut.narration": "Now the holes: {dropped} points lie inside one, and are dropped. Points "
    "were drawn until exactly {n_neg} lay outside.",
    "r_hole.fact": "$r_#text(1.2em)[hole] = {r_hole:g}$",
    "r_hole.note": "radius of a hole",
    "dropped.fact": "",
    "dropped.note": "in a hole: dropped",
    "kept.fact": "",
    "kept.note": "left outside",
    "land.title": "The other class lands in the holes",
    "land.caption": "{n_pos} points of the other class land in the middle of the holes.",
    "land.narration": "The second class goes where the first one is not: {n_pos} points, shared "
    "among small disks, one in the middle of each hole.",
    "r_pos.fact": "$r_#text(1.2em)[pos] = {r_pos:g}$",
    "r_pos.note": "radius of a small disk",
    "landed.fact": "",
    "landed.note": "in the small disks",
}

SEGMENT_WORDS: Mapping[str, str] = {
    **QUESTION,
    "start.title": "One segment: a start and a direction",
    "start.caption": "It starts anywhere in the square, in any direction. "
    "Its length is {line_length:g}.",
    "start.narration": "These data lie on short line segments. A segment starts at a random place "
    "in the square, and goes in a random direction. All are equally long.",
    "start.fact": "$({x:.2f}, {y:.2f})$",
    "start.note": "start",
    "direction.fact": "",
    "direction.note": "direction, in degrees",
    "line_length.fact": "$#[length] = {line_length:g}$",
    "line_length.note": "for all segments",
    "sample.title": "Points fall on it at random",
    "sample.caption": "{n_line_sample} points, each at a random distance from the start.",
    "sample.narration": "On this segment, {n_line_sample} points fall, each at a random distance "
    "from the start.",
    "sample.fact": "",
    "sample.note": "points on it",
    "others.title": "{lines} segments, one after another",
    "others.caption": "The others are made in the same way: {n} points on {lines} segments.",
    "others.narration": "The others are made in the same way. That makes {n} points on {lines} "
    "segments.",
    "somewhere.fact": "start",
    "somewhere.note": "anywhere in the square",
    "somehow.fact": "direction",
    "somehow.note": "any",
    "lines.fact": "",
    "lines.note": "segments",
    "points.fact": "",
    "points.note": "points",
    "labels.title": "Each segment gets a class, at random",
    "labels.caption": "The classes are shuffled over the segments, whatever lies beside what.",
    "labels.narration": "Last, the classes are dealt out like cards: neighbours may well get "
    "different ones.",
    "dealt.fact": "",
    "dealt.note": "{name} segments",
    "n_line_sample.fact": "${n_line_sample}$",
    "n_line_sample.note": "points on each segment",
}

CURVE_WORDS: Mapping[str, str] = {
    **QUESTION,
    "moons.curve.title": "Two interleaved half circles",
    "moons.curve.caption": "The upper half of one circle, and the lower half of another.",
    "moons.curve.narration": "Two curves: the upper half of one circle, and the lower half of "
    "another.",
    "moons.0.fact": "$(cos t, sin t)$",
    "moons.1.fact": "$(1 - cos t, 0.5 - sin t)$",
    "moons.range.fact": "$0 <= t <= pi$",
    "circles.curve.title": "A circle around a circle",
    "circles.curve.caption": "One circle of radius 1, and inside it one of radius {factor:g}.",
    "circles.curve.narration": "Two curves: a circle of radius one, and a smaller one inside it, "
    "with the same centre.",
    "circles.0.fact": "$(cos t, sin t)$",
    "circles.1.fact": "${factor:g} (cos t, sin t)$",
    "circles.range.fact": "$0 <= t < 2 pi$",
    "spirals.curve.title": "Two arms of a spiral",
    "spirals.curve.caption": "The farther out, the farther it has turned. "
    "The second arm is half a turn ahead.",
    "spirals.curve.narration": "Two curves: an arm that turns the more, the farther out it "
    "gets, and another one, half a turn ahead.",
    "spirals.0.fact": "$(rho cos phi, rho sin phi)$",
    "spirals.1.fact": "$(-rho cos phi, -rho sin phi)$",
    "spirals.range.fact": "$phi = 2 pi dot {turns:g} rho, quad 0.1 <= rho <= 1$",
    "points.title": "{n} points sit on the curves",
    "points.caption": "{n} points sit exactly on the curves: {first} and {second} of them.",
    "points.narration": "The points sit exactly on the curves, {first} on one and {second} on the "
    "other.",
    "n_points.fact": "",
    "n_points.note": "points",
    "noise.title": "Noise pushes each point off its curve",
    "noise.caption": "Both coordinates get normal noise, with a standard deviation of {noise:g}.",
    "noise.narration": "Then the noise: to each coordinate a random number is added, from a "
    "normal distribution.",
    "noise.measure": "${noise:g}$",
    "noise.fact": "$#[noise] = {noise:g}$",
    "noise.note": "standard deviation",
    "factor.fact": "$#[factor] = {factor:g}$",
    "factor.note": "inner radius",
    "turns.fact": "$#[turns] = {turns:g}$",
    "turns.note": "of each arm",
}
