"""What films of width say of any runs is true of them: each phrase against the runs' arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.ndimage import label

from detangle import Recipe, Trajectory, datasets, from_arrays, save
from detangle._typing import AnyFloatArray, IntArray
from detangle.stage import StageScene, WidthsTrainScene, WidthTwoScene
from detangle.stage.words import load
from tests.stage.words.runs import KINKS, Array

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {**KINKS, "abs": np.abs}
Groups = tuple[str, ...]


def made(
    dataset: str,
    parameters: Mapping[str, float],
    readouts: ArrayLike,
    *,
    activation: str = "relu",
    weight: ArrayLike | None = None,
    more: int = 0,
) -> Trajectory:
    """One layer, and `more` that change nothing, under readouts (S, 3): a h + c > 0 is class 1."""
    data = datasets.make(dataset, parameters)
    first = np.eye(2) if weight is None else np.asarray(weight, dtype=np.float64)
    half = np.asarray(readouts, dtype=np.float64) / 2
    layers = [ACTIVATIONS[activation](data.points @ first.T)]
    steps, width = len(half), len(first)
    layers += [layers[0]] * more
    weights, biases = [first, *[np.eye(width)] * more], [np.zeros(width)] * (1 + more)
    normal = np.stack([-half[:, :-1], half[:, :-1]], axis=1)
    offset = np.stack([-half[:, -1], half[:, -1]], axis=1)
    scores = np.einsum("scd,nd->snc", normal, layers[-1]) + offset[:, None]
    run = from_arrays(
        points=data.points,
        labels=data.labels,
        layers=[np.repeat(layer[None], steps, axis=0) for layer in layers],
        steps=range(0, 10 * steps, 10),
        loss=np.linspace(0.9, 0.5, steps),
        accuracy=(scores.argmax(axis=2) == data.labels).mean(axis=1),
        weights=[np.repeat(w[None], steps, axis=0) for w in weights],
        biases=[np.repeat(b[None], steps, axis=0) for b in biases],
        activation=activation,
        readout=(normal, offset),
        class_names=data.class_names,
    )
    recipe = Recipe.of(
        dataset=dataset,
        dataset_parameters=dict(data.parameters),
        widths=tuple(len(w) for w in weights),
        activation=activation,
    )
    return replace(run, setup=recipe)


CIRCLES = {"n_points": 60, "noise": 0.02}
STRIP = [[1.0, 0.0], [-1.0, 0.0]]
TWO: Mapping[str, Trajectory] = {
    "open": made("circles", CIRCLES, [[-1.0, -1.0, 0.7]]),
    "closed by abs": made("circles", CIRCLES, [[-1.0, -1.0, 0.9]], activation="abs"),
    "the other way around": made("circles", CIRCLES, [[1.0, 1.0, -0.7]]),
    "one class": made("circles", CIRCLES, [[0.0, 0.0, -1.0]]),
    "the other class": made("circles", CIRCLES, [[0.0, 0.0, 1.0]]),
    "half a plane": made("circles", CIRCLES, [[1.0, 0.3, 0.5]], activation="identity"),
    "tanh": made("circles", CIRCLES, [[-1.0, 0.8, 0.4]], activation="tanh"),
    "noisy": made("circles", {**CIRCLES, "noise": 0.7}, [[-1.0, -1.0, 0.7]]),
    "a gap": made("circles", {"n_points": 6, "noise": 0.0}, [[-1.0, -2.0, 0.6]], weight=STRIP),
    "deeper": made("circles", CIRCLES, [[-1.0, -1.0, 0.7]], more=2),
}


@dataclass(frozen=True)
class Flat:
    """What is so of a run on circles, by its arrays alone, and of some points."""

    run: Trajectory
    points: AnyFloatArray
    labels: IntArray

    def found(self, points: AnyFloatArray) -> Array:
        hidden = points.astype(np.float64)
        for k in range(1, self.run.depth + 1):
            z = hidden @ self.run.weight(k)[-1].T + self.run.bias(k)[-1]
            hidden = ACTIVATIONS[self.run.architecture.activation](z)
        weight, bias = self.run.readout_at()
        return np.asarray((hidden @ weight.T + bias).argmax(axis=1))

    @property
    def right(self) -> int:
        return int((self.found(self.points) == self.labels).sum())

    @property
    def lost(self) -> int:
        return int((self.found(self.points)[self.labels == 0] == 1).sum())

    @property
    def n(self) -> int:
        return len(self.labels)

    def grid(self, reach: float) -> Array:
        axis = np.linspace(-reach, reach, 401)
        return self.found(np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)).reshape(
            401, 401
        )

    @property
    def fenced(self) -> bool:
        """Whether class 1 has a region that does not reach a far-off edge."""
        areas, count = label(self.grid(7.0))
        edge = set(np.concatenate([areas[0], areas[-1], areas[:, 0], areas[:, -1]]).tolist())
        return count > len(edge - {0})

    @property
    def empty(self) -> bool:
        return len(set(self.grid(7.0).ravel().tolist())) == 1


TWO_SAYS: Mapping[str, Callable[[Flat, Groups], bool]] = {
    "surrounds": lambda t, _: (
        np.linalg.norm(t.points[t.labels == 0], axis=1).min()
        > np.linalg.norm(t.points[t.labels == 1], axis=1).max()
    ),
    "best of|different starts|random starts": lambda _t, _: False,
    "gets ([0-9.]+)%": lambda t, g: g[0] == f"{100 * t.right / t.n:.1f}",
    "gets all|All [0-9]+ points|[Aa]ll right|them all right": lambda t, _: t.right == t.n,
    "([0-9]+) points? (?:is|are) wrong": lambda t, g: int(g[0]) == t.n - t.right,
    "([0-9]+) points? stays? on the wrong side": lambda t, g: int(g[0]) == t.n - t.right,
    "([0-9]+) of [0-9]+ are now on the wrong side": lambda t, g: int(g[0]) == t.n - t.right > 0,
    "(?:([0-9]+) of [0-9]+ (?:points )?(?:are )?(?:right|on their own))": lambda t, g: (
        int(g[0]) == t.right
    ),
    ": ([0-9]+) (?:of them )?are right": lambda t, g: int(g[0]) == t.right,
    "(?i)no better than guessing": lambda t, _: t.right <= np.bincount(t.labels).max(),
    "would get ([0-9]+)": lambda t, g: int(g[0]) == np.bincount(t.labels).max(),
    "([0-9]+) of the ring": lambda t, g: int(g[0]) == t.lost > 0,
    "crosses the ring: ([0-9]+)": lambda t, g: int(g[0]) == t.lost > 0,
    "meets none|between two": lambda t, _: t.lost == 0,
    "gives the same class|No boundary": lambda t, _: t.empty,
    "never ends|infinity|cannot|still open|do not close|through a gap|slips|leaves|must cross": (
        lambda t, _: not t.fenced and not t.empty
    ),
    "More layers": lambda t, _: t.run.depth > 1,
    "is closed|close a region[.]$": lambda t, _: t.fenced,
    "(?:give it away|two cannot)": lambda t, _: t.lost > 0 and t.right < t.n,
}


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", TWO)
def test_what_is_said_of_two_units_a_layer_is_true(name: str) -> None:
    run = TWO[name]
    beats = ("question", "best", "escape", "deeper", "gap", "fresh")
    more = {"deeper": (run,), "gap": run, "fresh": 80, "pace": 0.05}
    scene = type("Two", (WidthTwoScene,), {"run": run, "beats": beats, **more})()
    scene.render()
    fresh = Flat(run, scene.points, scene.labels)
    seen = Flat(run, run.points.astype(np.float64), run.labels)
    for beat in scene.spoken:
        truth = fresh if beat is scene.spoken[-1] else seen
        for text in (beat.title, beat.caption, beat.narration):
            for phrase, holds in TWO_SAYS.items():
                for found in re.finditer(phrase, text):
                    assert holds(truth, found.groups()), f"{phrase!r} is not so: {text}"
    said = " ".join(beat.title for beat in scene.spoken)
    assert ("region is closed" in said) == (name == "closed by abs")
    assert ("how it cheats" in said) == (name == "a gap")


@pytest.mark.usefixtures("unseen")
def test_seeds_are_told_of_a_scenes_own_runs_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    attributes = {"run": TWO["open"], "beats": ("best",), "seeds": 9, "pace": 0.05}
    own = type("Own", (WidthTwoScene,), attributes)()
    own.render()
    assert "best of 9 seeds" in own.spoken[0].title
    path = str(tmp_path / "mine.safetensors")
    save(TWO["half a plane"], path)
    monkeypatch.setenv("DETANGLE_RUN", path)
    other = type("Other", (WidthTwoScene,), attributes)()
    other.render()
    assert "seeds" not in str(other.spoken)


DISK = {"n_neg": 80, "n_pos": 30, "n_hole": 3, "r_hole": 0.15, "allow_center": False}
THREE = 2 * np.pi * np.arange(3) / 3
STAR = np.column_stack([np.cos(THREE), np.sin(THREE)])
HALF, ALL, NONE = [1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, -1.0]
SOME = made("holes", DISK, [NONE, HALF])
WIDE = made("holes", DISK, [[1.0, 1.0, 1.0, -0.6]] * 2, weight=STAR)
SETS: Mapping[str, Mapping[str, Trajectory]] = {
    "holes": {"2": SOME, "3": WIDE},
    "from wide to narrow": {"a": WIDE, "b": SOME},
    "two layers": {
        "2-2": made("holes", DISK, [NONE, ALL], more=1),
        "3-3": made("holes", DISK, [[1.0, 1.0, 1.0, -0.6]] * 2, weight=STAR, more=1),
    },
    "two layers by other names": {"small": made("holes", DISK, [NONE, HALF], more=1)},
    "circles": {"2": TWO["tanh"], "two": TWO["open"]},
}
SETS = {
    name: {
        key: run if len(run.steps) > 1 else made("circles", CIRCLES, [NONE, HALF])
        for key, run in runs.items()
    }
    for name, runs in SETS.items()
}


def caught(run: Trajectory) -> list[bool]:
    """Of which holes most points are in class 1, by the places of the holes."""
    middles = 0.5 * STAR
    found = Flat(run, run.points, run.labels).found(run.points)
    near = np.linalg.norm(run.points[:, None] - middles, axis=2) < 0.03
    return [bool(found[near[:, k]].mean() > 0.5) for k in range(3)]


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", SETS)
def test_what_is_said_of_networks_that_train_side_by_side_is_true(name: str) -> None:
    runs = SETS[name]
    scene = type("Side", (WidthsTrainScene,), {"runs": runs, "pace": 0.05})()
    scene.render()
    several = list(runs.values())
    holes = all(run.setup.dataset == "holes" for run in several)
    widths = [max(run.widths[1:]) for run in several]
    pieces = [label(Flat(r, r.points, r.labels).grid(1.1))[1] for r in several]
    accuracies = ", ".join(
        f"{key} {np.mean(Flat(r, r.points, r.labels).found(r.points) == r.labels):.1%}"
        for key, r in runs.items()
    )
    claims: Mapping[str, Callable[[Groups], bool]] = {
        "(?i)(three) holes": lambda _: holes,
        "for a hole": lambda _: holes,
        "(?i)(one|two) networks?": lambda g: g[0].lower() == {1: "one", 2: "two"}[len(runs)],
        "(?i)two hidden layers": lambda _: all(run.depth == 2 for run in several),
        "as wide as named": lambda _: all(
            key == "-".join(map(str, run.widths[1:])) for key, run in runs.items()
        ),
        "narrow to wide|narrow network|The wider": lambda _: widths == sorted(set(widths)),
        "buys more pieces|more pieces": lambda _: all(a < b for a, b in pairwise(pieces)),
        "first one (?:will catch|catches) ([0-9]+) of the ([0-9]) holes, the last one ([0-9]+)": (
            lambda g: (
                [int(one) for one in g] == [sum(caught(several[0])), 3, sum(caught(several[-1]))]
            )
        ),
        "best of": lambda _: False,
        "[Rr]ight: (.*[0-9]%)": lambda g: g[0] == accuracies,
        "one class gets ([0-9.]+)%": lambda g: all(
            g[0] == f"{100 * np.bincount(r.labels).max() / len(r.labels):.1f}" for r in several
        ),
    }
    texts = [text for beat in scene.spoken for text in (beat.title, beat.caption, beat.narration)]
    for text, (phrase, holds) in product(texts, claims.items()):
        for found in re.finditer(phrase, text):
            assert holds(found.groups()), f"{phrase!r} is not so: {text}"
    assert any("hole" in text for text in texts) == holes


@pytest.mark.parametrize("film", ["narrow", "holes"])
def test_the_explainer_says_the_same_only_where_it_holds(film: str) -> None:
    base: type[StageScene] = WidthTwoScene if film == "narrow" else WidthsTrainScene
    type("Chapter", (base,), {"words": dict(load(f"explainer.{film}"))})
    assert all(len(key.split(".")) == 3 for key in load(f"explainer.{film}"))
