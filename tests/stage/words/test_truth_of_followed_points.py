"""What is said of points that are followed is true of them: each phrase against the arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import product

import numpy as np
import pytest

from detangle import Trajectory
from detangle.stage import FollowScene, KeepScene, StageScene
from detangle.stage.words import load
from tests.stage.words.runs import FAR, LEARNS, NEAR, RUNS, TURNED, run

Groups = tuple[str, ...]
TWICE = np.vstack([NEAR[0][:20], NEAR[0][:20]]), np.tile(NEAR[1][:20], 2)
FLAT = np.array([[1.0, 2.0], [0.5, 1.0]])
ALL = {
    **RUNS,
    "tanh pressed flat": run(NEAR, LEARNS, activation="tanh", weight=FLAT),
    "all at 1": run((np.round(FAR[0]) * 100, FAR[1]), LEARNS, activation="tanh"),
    "twice the same": run(TWICE, LEARNS, activation="tanh", weight=TURNED),
    "twice the same, clamped": run(TWICE, LEARNS, weight=TURNED),
}
SHOWN = [
    (scene, name)
    for scene, name in product((FollowScene, KeepScene), ALL)
    if scene.shows.test(ALL[name])
]


def claims_of(one: Trajectory, scene: FollowScene) -> Mapping[str, Callable[[Groups], bool]]:
    """What is so, by the arrays of a run and the points that the scene follows."""
    points, last = one.points.astype(np.float64), one.at().layer(1, one.points.astype(float))
    chosen = scene.chosen
    before = points @ one.weight(1)[-1].T.astype(float) + one.bias(1)[-1]
    name, there = one.architecture.activation, last[chosen[0]]
    same = (last == there).all(axis=1)
    starts, places = len(np.unique(points, axis=0)), len(np.unique(last, axis=0))
    gaps = [float(np.hypot(*(points[a] - points[b]))) for a in chosen for b in chosen if a < b]
    singular = abs(np.linalg.det(one.weight(1)[-1].astype(float))) < 1e-9
    negative = bool((before < 0).any())
    return {
        "^([0-9]+) points? (?:is|are) ringed|^([0-9]+) points, far|Pick ([0-9]+)": (
            lambda g: str(len(chosen)) in g
        ),
        "far apart|well apart": lambda _: (
            min(gaps, default=0) >= 0.05 * np.ptp(points, axis=0).max()
        ),
        "could be undone|can be undone|W . has an inverse|way back exists": lambda _: not singular,
        "press the|cannot be undone|weights have no": lambda _: singular,
        "^What is negative|The clamp cannot|The fold cannot": lambda _: negative,
        "No point has a negative|nothing to": lambda _: not negative,
        "changes nothing|stays what it is": lambda _: name == "identity",
        "between (-?[0-9.]+) and ([0-9.]+)": lambda g: (
            name == "tanh" and g[1] == "1" and g[0] == "-1"
        ),
        "keeps the order|stays in order": lambda _: name in ("tanh", "identity"),
        "^([0-9]+) points, one place": lambda g: (
            int(g[0]) == len(chosen) == len(np.unique(points[chosen], axis=0))
            and len(np.unique(last[chosen], axis=0)) == 1
        ),
        "^([0-9]+) of [0-9]+ points have ended": lambda g: int(g[0]) == same.sum(),
        "with ([0-9]+) others?": lambda g: int(g[0]) == same.sum() - len(chosen) > 0,
        "and no others": lambda _: same.sum() == len(chosen),
        "which of the ([0-9]+)": lambda g: int(g[0]) == same.sum(),
        "has no inverse|What (?:ReLU|Abs)": lambda _: name == "relu" and not singular,
        "nothing has merged": lambda _: starts == places == len(points),
        "([0-9]+) places before, ([0-9]+) now": lambda g: g == (str(starts), str(places)),
        "at ([0-9]+) places, and have ended at ([0-9]+)": lambda g: g == (str(starts), str(places)),
    }


def check(scene: FollowScene) -> None:
    """Assert whatever is said."""
    claims = claims_of(scene.trajectory, scene)
    for beat, (phrase, holds) in product(scene.spoken, claims.items()):
        for text in (beat.title, beat.caption, beat.narration):
            for found in re.finditer(phrase, text):
                assert holds(found.groups()), f"{phrase!r} is not so: {text}"


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("scene", "name"), SHOWN)
def test_what_is_said_is_true(scene: type[FollowScene], name: str) -> None:
    shown = type(scene.__name__, (scene,), {"run": ALL[name], "pace": 0.05})()
    shown.render()
    check(shown)


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", ["all clamped", "bent"])
def test_the_explainer_says_what_is_true_of_any_run(name: str) -> None:
    how = {"run": ALL[name], "beats": ("follow", "end", "back"), "arrived": True, "pace": 0.05}
    words = dict(load("explainer.forgetting"))
    shown = type("Chapter", (FollowScene,), {**how, "words": words})()
    shown.render()
    check(shown)
    assert f"{len(shown.chosen)} points are marked" in shown.spoken[0].caption


def test_points_that_are_the_same_from_the_start_do_not_meet() -> None:
    assert not FollowScene.shows.test(ALL["twice the same"])
    assert KeepScene.shows.test(ALL["twice the same"])
    base: type[StageScene] = FollowScene
    assert base.shows.test(ALL["all clamped"])
