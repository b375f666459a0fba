"""Whatever a film says of a run is true of it: each claim is checked against the run's arrays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.optimize import linprog

from detangle import Trajectory
from detangle._typing import AnyFloatArray
from detangle.stage import LastLayerScene, LayerMorphScene, StageScene
from detangle.stage.words.claims import CLAIMS
from tests.stage.words.runs import KINKS, RUNS, Array, shown_by


@dataclass(frozen=True)
class Truth:
    """What is so, computed from the arrays of a run alone."""

    run: Trajectory
    record: int = -1

    def scores(self, points: AnyFloatArray) -> Array:
        """The network at a record, by hand."""
        run = self.run
        weight, bias = run.weight(1)[self.record], run.bias(1)[self.record]
        out, offset = run.readout_at(run.steps[self.record])
        hidden = KINKS[run.architecture.activation](points @ weight.T.astype(float) + bias)
        return np.asarray(hidden @ out.T + offset)

    @property
    def before_activation(self) -> Array:
        run = self.run
        return np.asarray(run.points @ run.weight(1)[-1].T.astype(float) + run.bias(1)[-1])

    @property
    def n(self) -> int:
        return len(self.run.labels)

    @property
    def classes(self) -> int:
        return len(self.run.class_names)

    @property
    def right(self) -> int:
        return int((self.scores(self.run.points).argmax(axis=1) == self.run.labels).sum())

    @property
    def largest(self) -> int:
        return max(int((self.run.labels == c).sum()) for c in set(self.run.labels.tolist()))

    @property
    def separable(self) -> bool:
        """Whether a line exists: a linear program with a margin of its own."""
        sides = np.where(self.run.labels > 0, 1.0, -1.0)
        rows = -sides[:, None] * np.column_stack([self.run.points, np.ones(self.n)])
        limits = np.column_stack([rows, np.ones(self.n)])
        bounds = [(-1e6, 1e6)] * 3 + [(0, 1)]
        found = linprog([0, 0, 0, -1], A_ub=limits, b_ub=np.zeros(self.n), bounds=bounds)
        assert found.x is not None
        return bool(found.x[3] > 0.5)

    def winners(self, low: AnyFloatArray, high: AnyFloatArray) -> Array:
        """Which class wins on a fine grid of a rectangle."""
        x, y = (np.linspace(a, b, 301) for a, b in zip(low, high, strict=True))
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        return np.asarray(self.scores(places).argmax(axis=1).reshape(301, 301))

    def halves(self, margin: float = 0.0) -> bool:
        """Whether a line parts the two classes that win on a grid around points and origin."""
        points = np.vstack([self.run.points, np.zeros((1, 2))])
        low, high = points.min(axis=0), points.max(axis=0)
        wider = margin * (high - low).max()
        grid = self.winners(low - wider, high + wider)
        if grid.max() > 1:  # rays of more than two classes are looked at elsewhere
            return True
        ones = np.argwhere(grid == 1) * 1.0
        zeros = np.argwhere(grid == 0) * 1.0
        if not len(ones) or not len(zeros):
            return True
        edge = np.concatenate([_rim(ones, grid), _rim(zeros, grid)])
        sides = grid[tuple(edge.astype(int).T)] * 2.0 - 1
        rows = -sides[:, None] * np.column_stack([edge, np.ones(len(edge))])
        found = linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(len(rows)), bounds=(-1e6, 1e6))
        return bool(found.status == 0)


def _rim(places: AnyFloatArray, grid: Array) -> Array:
    """Keep the nodes that have a neighbour of the other class."""
    padded = np.pad(grid, 1, mode="edge")
    i, j = places.astype(int).T + 1
    around = [padded[i + a, j + b] for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    return np.asarray(places[np.any([n != padded[i, j] for n in around], axis=0)])


SAYS: dict[str, tuple[str, Callable[[Truth], bool]]] = {
    "untangled": (
        "[Nn]ow one straight line is enough",
        lambda t: t.right == t.n and not t.separable,
    ),
    "all_right": ("all [0-9]+|All [0-9]+ points", lambda t: t.right == t.n or t.separable),
    "at_chance": (
        "no (?:more|better) than guessing|has not learned",
        lambda t: t.right <= t.largest,
    ),
    "no_better": (
        "is won|have won nothing",
        lambda t: t.right <= t.n and not (t.right == t.n and not t.separable),
    ),
    "separated": ("^Yes", lambda t: t.separable),
    "separable": ("one line separates them", lambda t: t.separable),
    "inseparable": ("^No[.] |No straight line|until a line is enough", lambda t: not t.separable),
    "unseen": ("out of sight", lambda t: t.halves()),
    "straight": ("straight as well|it is straight|has no bend", lambda t: t.halves()),
    "bent": ("line is bent|is bent", lambda t: t.classes > 2 or not t.halves(1.0)),
    "loss_falls": ("bring (its|the) loss", lambda t: bool(t.run.loss[-1] < t.run.loss[0])),
    "never_learns": ("no lower|does not fall", lambda t: bool(t.run.loss[-1] >= t.run.loss[0])),
    "none": ("[Nn]o point", lambda t: not (t.before_activation < 0).all()),
}
"""For each claim, what a sentence that makes it is known by, and whether it is so."""


def said(scene: type[StageScene], name: str) -> list[str]:
    """Show a scene of a run without drawing it, and return all its sentences."""
    shown = type(scene.__name__, (scene,), {"run": RUNS[name]})()
    shown.render()
    return [text for s in shown.spoken for text in (s.title, s.caption, s.narration)]


SCENES = (LayerMorphScene, LastLayerScene)


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("scene", "name"), shown_by(SCENES))
def test_what_is_said_is_true(scene: type[StageScene], name: str) -> None:
    truth = Truth(RUNS[name])
    for sentence in said(scene, name):
        for claim, (phrase, holds) in SAYS.items():
            if re.search(phrase, sentence):
                assert holds(truth), f"{claim}: {sentence}"


@pytest.mark.parametrize("scene", SCENES, ids=lambda s: s.__name__)
def test_every_sentence_that_claims_something_is_known_by_its_words(
    scene: type[StageScene],
) -> None:
    for key, text in scene.words.items():
        claim = key.split(".")[-2] if key.count(".") > 1 else ""
        if claim in CLAIMS and key.endswith(("title", "caption", "narration")):
            assert claim in SAYS, f"no check of {key}: {text}"
