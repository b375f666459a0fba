"""The words of the films about toy datasets, in English."""

from __future__ import annotations

from collections.abc import Mapping

QUESTION: Mapping[str, str] = {
    "lens": "zoom $times$",
    "class.note": "{count} points",
    "question.title": "Can one straight line separate these?",
    "question.caption": "{n} points in two classes. Can one straight line separate them?",
    "question.narration": "This is the whole dataset, {n} points in two classes. "
    "Could you draw one straight line with one class on each side?",
}

DISK_WORDS: Mapping[str, str] = {
    **QUESTION,
    "point.title": "A random point: a distance and a direction",
    "point.caption": "Each point of the disk is drawn by its distance and its direction.",
    "point.narration": "This is how one of these datasets is made. To draw a point in the disk, "
    "you draw a distance and a direction. The square root is there because outer rings are "
    "longer: they need more points.",
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
    "fill.narration": "Do that {drawn} times, and the disk fills evenly.",
    "drawn.fact": "",
    "drawn.note": "drawn",
    "cut.title": "What lies inside a hole is dropped",
    "cut.caption": "{dropped} of {drawn} points lie inside a hole and are dropped; {n_neg} stay.",
    "cut.narration": "Now the holes. {dropped} of the points have landed inside one of them, and "
    "they are dropped. Points are drawn until exactly {n_neg} are left outside.",
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
    "start.caption": "It starts anywhere in the square, goes anywhere, and is {line_length:g} long.",
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
    "others.caption": "{more} more segments are made in the same way: {n} points in all.",
    "others.narration": "The same again for {more} more segments. That makes {n} points.",
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
    "labels.narration": "Last, the classes are dealt out like cards: all points of a segment have "
    "the same class, and its neighbours may have the other one.",
    "dealt.fact": "",
    "dealt.note": "{name} segments",
    "n_line_sample.fact": "${n_line_sample}$",
    "n_line_sample.note": "points on each segment",
}
