"""Whatever a replay says of a run is true of it: sentences are checked against the run's arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detangle import Trajectory, from_arrays
from detangle.stage import FailedReplayScene, StageScene, TrainingReplayScene, WideReplayScene
from detangle.stage.scenes.base.narration import Spoken
from detangle.stage.scenes.replay.pacing import part_values, replay_parts
from detangle.stage.words.claims import CLAIMS, said
from detangle.stage.words.markup import fill, readable
from tests.stage.words.runs import RUNS, Array, shown_by
from tests.stage.words.test_truth import Truth

Groups = tuple[str, ...]
REPLAYS = (TrainingReplayScene, WideReplayScene, FailedReplayScene)


@dataclass(frozen=True)
class Stretch:
    """What is so of a run from one recorded step to another, by its arrays alone."""

    run: Trajectory
    start: int
    end: int
    slowed: bool = False

    @cached_property
    def every(self) -> Array:
        return np.asarray(self.run.loss, dtype=np.float64)

    @cached_property
    def loss(self) -> Array:
        steps = self.run.steps
        return self.every[(steps >= self.start) & (steps <= self.end)]

    @property
    def first(self) -> float:
        return float(self.loss[0])

    @property
    def last(self) -> float:
        return float(self.loss[-1])

    @property
    def n(self) -> int:
        return len(self.run.labels)

    @property
    def whole(self) -> bool:
        return bool(self.start == self.run.steps[0] and self.end == self.run.steps[-1])

    @property
    def pace(self) -> float:
        """How many times as fast as on average the loss falls."""
        span, steps = float(self.every.max() - self.every.min()), self.run.steps
        fallen = (self.first - self.last) / span if span else 0.0
        return fallen * float(steps[-1] - steps[0]) / (self.end - self.start)

    def flat(self, fraction: float) -> bool:
        """Whether the loss changes by no more than a fraction, of itself and of all its changes."""
        change = float(self.loss.max() - self.loss.min())
        elsewhere = float(self.every.max() - self.every.min())
        of_all = self.whole or change <= fraction * elsewhere
        return change <= fraction * self.loss.max() and of_all

    def right(self, step: int) -> int:
        (record,) = np.flatnonzero(self.run.steps == step)
        return round(float(self.run.accuracy[record]) * self.n)

    @property
    def truth(self) -> Truth:
        return Truth(self.run, int(np.flatnonzero(self.run.steps == self.end)[0]))

    @property
    def width(self) -> int:
        return self.run.widths[-1]

    @property
    def held_out(self) -> tuple[int, int]:
        points, labels = self.run.test_points, self.run.test_labels
        assert points is not None
        assert labels is not None
        found = self.truth.scores(points).argmax(axis=1)
        return len(labels), int((found == labels).sum())

    def is_one(self, unit: str, k: str) -> bool:
        return bool((self.run.layer(int(k))[-1][:, int(unit) - 1] == 0).all())

    def piles(self, k: int) -> list[list[int]]:
        """How many points of each class lie at each place of a layer."""
        layer, labels = self.run.layer(k)[-1], self.run.labels
        places = {place.tobytes() for place in layer}
        classes = range(len(self.run.class_names))
        return [
            [
                sum(p.tobytes() == q and c == i for p, c in zip(layer, labels, strict=True))
                for i in classes
            ]
            for q in places
        ]

    @property
    def forced(self) -> int:
        return sum(sum(pile) - max(pile) for pile in self.piles(self.run.depth))

    def tells(self, before: str, after: str) -> bool:
        return (before, after) == (f"{self.first:.4g}", f"{self.last:.4g}")


NUMBER = r"([0-9.e+-]*[0-9])"
SAYS: Mapping[str, Callable[[Stretch, Groups], bool]] = {
    "falls fast": lambda s, _: s.pace > 1 and s.first - s.last >= 0.1 * s.first,
    "[Tt]ime slows down": lambda s, _: s.slowed,
    "falls slowly": lambda s, _: 0 < s.pace < 1,
    "hardly changes|little happens": lambda s, _: s.flat(0.05),
    f"loss stays at {NUMBER}": lambda s, g: s.flat(0.05) and s.tells(g[0], g[0]),
    "the loss rises": lambda s, _: s.last > s.first,
    "does not fall": lambda s, _: s.last >= s.first,
    "loss falls(?! fast| slowly)": lambda s, _: s.last < s.first,
    f"(?:falls|falls slowly,|falls again,|goes|rises) from {NUMBER} to {NUMBER}": lambda s, g: (
        s.tells(*g)
    ),
    f"(?:ends at|falls on, to|loss goes to|loss is) {NUMBER}": lambda s, g: g[0] == f"{s.last:.4g}",
    "([0-9]+) wrong, then ([0-9]+)": lambda s, g: (
        g == (str(s.n - s.right(s.start)), str(s.n - s.right(s.end)))
    ),
    "from ([0-9]+) right to ([0-9]+)": lambda s, g: (
        g == (str(s.right(s.start)), str(s.right(s.end)))
    ),
    "points were wrong, now it is ([0-9]+)": lambda s, g: g[0] == str(s.n - s.right(s.end)),
    "points were right, now it is ([0-9]+)": lambda s, g: g[0] == str(s.right(s.end)),
    "[Tt]he last ([0-9]+) points? takes? longer": lambda s, g: (
        0 < s.right(s.start) == s.n - int(g[0]) and s.right(s.end) == s.n
    ),
    "(?:is|are) still wrong": lambda s, _: s.right(s.start) < s.n == s.right(s.end),
    "(?i)all [0-9]+ are right": lambda s, _: s.right(s.end) == s.n,
    "From step ([0-9]+) on": lambda s, g: all(
        s.right(step) == s.n for step in s.run.steps if step >= int(g[0])
    ),
    "(?i)no better than guessing|has not learned": lambda s, _: s.right(s.end) <= s.truth.largest,
    "largest class every time would get ([0-9]+)": lambda s, g: g[0] == str(s.truth.largest),
    "[Oo]f ([0-9]+) points that were held out[a-z ]*, (?:it is )?([0-9]+)": lambda s, g: (
        g == tuple(map(str, s.held_out))
    ),
    "is out of sight|no cut is in view": lambda s, _: s.truth.halves(),
    "straight as well|straight in the input": lambda s, _: s.truth.halves(),
    "bent in the input|bent at the start": lambda s, _: (
        s.truth.classes > 2 or not s.truth.halves(1.0)
    ),
    "all dimensions|shadow|vary most": lambda s, _: s.width > 2,
    "more than two units": lambda s, _: s.width <= 2,
    "(?i)before training|before the first step|before it is trained|nothing has been trained": (
        lambda s, _: s.end == 0
    ),
    "([0-9]+) of [0-9]+ (?:points )?are right": lambda s, g: g[0] == str(s.right(s.end)),
    "This is what the network makes of the ([0-9]+) points": lambda s, g: g[0] == str(s.n),
    f"guessing costs {NUMBER}": lambda s, g: g[0] == f"{np.log(s.truth.classes):.3f}",
    "the loss is near it": lambda s, _: bool(
        abs(s.last - np.log(s.truth.classes)) <= 0.05 * np.log(s.truth.classes)
    ),
    "Unit ([0-9]+) of layer ([0-9]+)": lambda s, g: s.is_one(*g),
    "above 0 for none": lambda s, _: bool((s.run.layer(1)[0] == 0).all(axis=0).any()),
    "([0-9]+) points share one place in layer ([0-9]+)": lambda s, g: (
        max(map(sum, s.piles(int(g[1])))) == int(g[0])
    ),
    "([0-9]+) of [0-9]+ are wrong": lambda s, g: g[0] == str(s.n - s.right(s.end)),
    "([0-9]+) of them by shared|For ([0-9]+) of them no line": lambda s, g: (
        str(s.forced) in g and s.forced > 0
    ),
    "(?:[0-9]+ (?:of [0-9]+ are|points are|point is) wrong[.]$)": lambda s, _: s.forced == 0,
    "a tie|All scores are 0": lambda s, _: bool((s.run.layer(s.run.depth)[-1] == 0).any()),
}
"""What a sentence that claims something is known by, and whether it is so of a stretch of a run."""


def check(sentence: str, stretch: Stretch) -> None:
    """Assert whatever a sentence claims."""
    for phrase, holds in SAYS.items():
        for found in re.finditer(phrase, sentence):
            assert holds(stretch, found.groups()), f"{phrase!r} is not so: {sentence}"


def stretch_of(scene: StageScene, beat: Spoken) -> Stretch:
    """Find the steps that a beat is about: those that it names, the first, or all."""
    run = scene.trajectory
    start, end = int(run.steps[0]), int(run.steps[-1])
    if beat.title.startswith(("Before", "At step")):
        return Stretch(run, start, start)
    if found := re.search("Steps ([0-9]+) to ([0-9]+)", beat.caption):
        start, end = map(int, found.groups())
    if found := re.search("From step ([0-9]+) on", beat.caption):
        start = int(found.group(1))
    return Stretch(run, start, end, slowed(scene, start, end))


def slowed(scene: StageScene, start: int, end: int) -> bool:
    """Whether the film takes more time for these steps than for as many others."""
    warp = scene.player.warp  # type: ignore[attr-defined]
    shown = np.interp([start, end], warp.steps, warp.times)
    share = (end - start) / (warp.steps[-1] - warp.steps[0])
    return bool(shown[1] - shown[0] > share * warp.times[-1])


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("scene", "name"), shown_by(REPLAYS))
def test_what_is_said_is_true(scene: type[StageScene], name: str) -> None:
    shown = type(scene.__name__, (scene,), {"run": RUNS[name]})()
    shown.render()
    for beat in shown.spoken:
        for text in (beat.title, beat.caption, beat.narration):
            check(text, stretch_of(shown, beat))
    titles = [beat.title for beat in shown.spoken]
    assert len(set(titles)) == len(titles)


@st.composite
def trainings(draw: st.DrawFn) -> Trajectory:
    """A loss with corners, and how many of four points are right: from some step on, often all."""
    levels = st.sampled_from([0.0, 1e-6, 0.01, 0.3, 0.33, 0.6, 0.69, 0.7, 1.0, 1e5])
    corners = draw(st.lists(st.tuples(st.integers(2, 12), levels), min_size=2, max_size=7))
    places, heights = zip(*corners, strict=True)
    at = np.cumsum(places) - places[0]
    size = int(at[-1]) + 1
    right = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    solved = draw(st.sampled_from([size, size, size * 3 // 4, size // 2, 0]))
    right[solved:] = [4] * (size - solved)
    return from_arrays(
        points=np.arange(8.0).reshape(4, 2),
        labels=[0, 0, 1, 1],
        layers=[np.zeros((size, 4, 2))],
        steps=3 * np.arange(size),
        loss=np.interp(np.arange(size), at, heights),
        accuracy=np.array(right) / 4,
    )


@given(trainings(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_the_parts_of_any_training_are_told_as_they_are(run: Trajectory, slowed: bool) -> None:
    words, parts = TrainingReplayScene.words, replay_parts(run, in_parts=True)
    assert len({part.key for part in parts}) == len(parts) <= 4
    for part in parts:
        stretch = Stretch(run, part.start, part.end, slowed)
        values = {**part_values(run, part), "speed": 2.0 - slowed, "usual_speed": 1.5}
        for kind in ("title", "caption", "narration"):
            key = said(words, f"{part.key}.{kind}", values)
            check(readable(fill(words[key], values)), stretch)


@pytest.mark.parametrize("scene", REPLAYS, ids=lambda s: s.__name__)
def test_every_sentence_that_claims_something_is_known_by_its_words(
    scene: type[StageScene],
) -> None:
    for key, text in scene.words.items():
        claim = key.split(".")[-2] if key.count(".") > 1 else ""
        if claim in CLAIMS and key.endswith(("title", "caption", "narration")):
            told = re.sub(r"\{[^}]*\|# ([^}]*)\}", r"1 \1", text)
            told = readable(re.sub(r"\{[^}]*\}", "1", told))
            assert any(re.search(phrase, told) for phrase in SAYS), f"no check of {key}: {text}"
