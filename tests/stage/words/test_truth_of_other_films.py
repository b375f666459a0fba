"""Whatever is said of projected layers, of runs side by side, or of a lifted plane is true of them.

Each phrase that claims something is checked against the arrays of the runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

from detangle import Trajectory, from_arrays
from detangle._typing import AnyFloatArray
from detangle.stage import LiftScene, SideBySideScene, StageScene, WideMorphScene
from tests.stage.words.runs import FAR, LEARNS, NEAR, RUNS, TURNED, Array, run, shown_by
from tests.stage.words.test_truth import Truth

Groups = tuple[str, ...]


def lifted(points: Array, radius: float, bias: float, sign: float = 1.0) -> Trajectory:
    """One layer of three units, over points that have class 1 within a radius.

    The units look in three directions 120° apart, so that their sum is least around the origin:
    a readout of the sum draws a closed curve, if ReLU clamps enough.
    """
    labels = (np.linalg.norm(points, axis=1) < radius).astype(np.int64)
    angle = 2 * np.pi * np.arange(3) / 3
    weight = np.column_stack([np.cos(angle), np.sin(angle)])
    offsets = np.full(3, bias)
    hidden = np.maximum(points @ weight.T + offsets, 0)
    normal, offset = sign * np.array([[1.0] * 3, [-1.0] * 3]), sign * np.array([-1.5, 1.5])
    found = (hidden @ normal.T + offset).argmax(axis=1)
    return from_arrays(
        points=points,
        labels=labels,
        layers=[hidden[None]],
        steps=[0],
        loss=[0.5],
        accuracy=[float((found == labels).mean())],
        weights=[weight[None]],
        biases=[offsets[None]],
        readout=(normal[None], offset[None]),
        activation="relu",
        class_names=["out", "in"],
    )


ANGLE = np.linspace(0, 2 * np.pi, 20, endpoint=False)
CIRCLE = np.column_stack([np.cos(ANGLE), np.sin(ANGLE)])
CIRCLES = np.vstack([3 * CIRCLE, 0.5 * CIRCLE])
LIFTED = {
    "a fence": lifted(CIRCLES, 1.0, 0.0),
    "nothing clamped": lifted(CIRCLES, 1.0, 9.0),
    "all clamped": lifted(CIRCLES, 1.0, -9.0),
    "all wrong": lifted(CIRCLES, 1.0, 0.0, sign=-1.0),
    "all on one side of a fence": lifted(np.vstack([0.6 * CIRCLE, 0.5 * CIRCLE]), 0.55, 0.0),
}


@dataclass(frozen=True)
class Lifted:
    """What is so of a run of three units, by its arrays alone."""

    run: Trajectory

    @property
    def before(self) -> Array:
        return np.asarray(self.run.points @ self.run.weight(1)[-1].T + self.run.bias(1)[-1])

    def behind(self, wall: int) -> int:
        return int((self.before[:, wall] < 0).sum())

    def found(self, points: AnyFloatArray) -> Array:
        out, offset = self.run.readout_at(self.run.steps[-1])
        hidden = np.maximum(points @ self.run.weight(1)[-1].T + self.run.bias(1)[-1], 0)
        return np.asarray((hidden @ out.T + offset).argmax(axis=1))

    @property
    def right(self) -> int:
        return int((self.found(self.run.points) == self.run.labels).sum())

    @property
    def fenced(self) -> bool:
        """Whether all rays from the origin meet the other class, and points lie on both sides."""
        rays = np.linspace(0, 20, 201)[:, None, None] * CIRCLE
        found = self.found(rays.reshape(-1, 2)).reshape(201, -1)
        met = bool((found != found[0]).any(axis=0).all())
        return met and len(set(self.found(self.run.points).tolist())) == 2


LIFT_SAYS: Mapping[str, Callable[[Lifted, Groups], bool]] = {
    "all the way around|cannot enclose|fence is closed": lambda t, _: t.fenced,
    "([0-9]+) points? (?:is|are) behind this wall": lambda t, g: t.behind(0) == int(g[0]),
    "([0-9]+) points? (?:is|are) below the floor": lambda t, g: t.behind(2) == int(g[0]),
    "([0-9]+) points? ha(?:s|ve) a negative second": lambda t, g: t.behind(1) == int(g[0]),
    "No point is behind|^Now .*no point is there": lambda t, _: t.behind(0) == 0,
    "No point has a negative second|no point is behind that": lambda t, _: t.behind(1) == 0,
    "[Nn]o point is below": lambda t, _: t.behind(2) == 0,
    "is pressed flat onto it": lambda t, _: t.behind(0) > 0,
    "cuts them apart|all [0-9]+ points|is enough": lambda t, _: t.right == len(t.run.labels),
    "No better": lambda t, _: t.right <= np.bincount(t.run.labels).max(),
    "(?<!would get )\\b([0-9]+) of [0-9]+ (?:points|right)": lambda t, g: t.right == int(g[0]),
}


def shown(scene: type[StageScene], **about: object) -> list[str]:
    """Show a scene without drawing it, and return all its sentences."""
    one = type(scene.__name__, (scene,), about)()
    one.render()
    return [text for s in one.spoken for text in (s.title, s.caption, s.narration)]


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", LIFTED)
def test_what_is_said_of_a_lifted_plane_is_true(name: str) -> None:
    truth = Lifted(LIFTED[name])
    said = shown(LiftScene, run=truth.run)
    for sentence, (phrase, holds) in product(said, LIFT_SAYS.items()):
        for found in re.finditer(phrase, sentence):
            assert holds(truth, found.groups()), f"{phrase!r} is not so: {sentence}"
    assert truth.fenced == any("goes all the way around" in sentence for sentence in said)


WIDE_SAYS: Mapping[str, Callable[[Truth, Groups], bool]] = {
    "No (?:straight )?line (?:in this plane )?separates": lambda t, _: not t.separable,
    "No flat cut|none gets all|No straight line gets": lambda t, _: not t.separable,
    "A line in this plane separates": lambda t, _: t.separable,
    "(?i)no better than guessing": lambda t, _: t.right <= t.largest,
    "gets all [0-9]+ |none is wrong": lambda t, _: t.right == t.n,
    "([0-9]+) of [0-9]+ (?:points )?(?:are )?right[.]": lambda t, g: int(g[0]) <= t.n,
    "gets ([0-9]+) of [0-9]+ points": lambda t, g: int(g[0]) == t.right,
    "cut is edge on: ([0-9]+)": lambda t, g: int(g[0]) == t.right,
    "Ringed: ([0-9]+)|is ringed: ([0-9]+)": lambda t, g: str(t.n - t.right) in g,
    "this plane shows two": lambda t, _: t.run.widths[-1] > 2,
    "would get ([0-9]+)": lambda t, g: int(g[0]) == t.largest,
}


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("scene", "name"), shown_by([WideMorphScene]))
def test_what_is_said_of_projected_layers_is_true(scene: type[StageScene], name: str) -> None:
    truth = Truth(RUNS[name])
    for sentence, (phrase, holds) in product(shown(scene, run=truth.run), WIDE_SAYS.items()):
        for found in re.finditer(phrase, sentence):
            assert holds(truth, found.groups()), f"{phrase!r} is not so: {sentence}"


COMPARED = {
    "three, one of them singular": [
        run(FAR, LEARNS, activation=name, weight=weight)
        for name, weight in (("relu", np.zeros((2, 2))), ("identity", TURNED), ("tanh", TURNED))
    ],
    "alike": [run(NEAR, LEARNS), run(NEAR, LEARNS)],
    "all solved": [RUNS["separable"], RUNS["fast"]],
}


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", COMPARED)
def test_what_is_said_of_runs_side_by_side_is_true(name: str) -> None:
    runs = COMPARED[name]
    said = shown(SideBySideScene, runs={f"run {i}": one for i, one in enumerate(runs)})
    singular = any(np.linalg.det(one.weight(1)[-1].astype(float)) == 0 for one in runs)
    claims = {
        "loses nothing": not singular,
        "same seed": len({one.setup.facts().get("seed") for one in runs}) == 1,
        "in the same way": all(one.setup == runs[0].setup for one in runs),
        "enough in all": all(Truth(one).right == Truth(one).n for one in runs),
        "in all of them[.]$": True,
    }
    for sentence, (phrase, holds) in product(said, claims.items()):
        assert holds or not re.search(phrase, sentence), f"{phrase!r} is not so: {sentence}"
