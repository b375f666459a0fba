"""What is said of how data are made, and of images, is true for any parameters of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from detangle import Trajectory, datasets, from_arrays
from detangle.stage import (
    DatasetScene,
    DiskWithHolesScene,
    ImageManifoldScene,
    LineSegmentsScene,
    NoisyCurvesScene,
)
from tests.stage.scenes.scene_files import scenes
from tests.stage.words.test_truth_of_widths import made

Groups = tuple[str, ...]
OWN = {scene.__name__: scene for _, scene in scenes()}
MADE: tuple[tuple[type[Any], str, Mapping[str, float]], ...] = (
    (DiskWithHolesScene, "holes", {"n_neg": 9, "n_pos": 6, "n_hole": 5, "r_hole": 0.15}),
    (DiskWithHolesScene, "holes", {"n_neg": 3, "n_pos": 2, "n_hole": 5, "r_hole": 0.021}),
    (DiskWithHolesScene, "holes", {"n_neg": 1, "n_pos": 1, "n_hole": 1}),
    (LineSegmentsScene, "line_segments", {"n_neg": 2, "n_pos": 1, "line_length": 2.5}),
    (LineSegmentsScene, "line_segments", {"n_neg": 1, "n_pos": 1, "n_line_sample": 1}),
    (NoisyCurvesScene, "moons", {"n_points": 21, "noise": 0.0}),
    (NoisyCurvesScene, "circles", {"n_points": 20, "noise": 0.5, "factor": 0.9}),
    (NoisyCurvesScene, "spirals", {"n_points": 20, "turns": 2}),
    (OWN["Xor"], "xor", {"n_points": 4}),
    (OWN["Checkerboard"], "checkerboard", {"n_points": 10, "n_squares": 3}),
)


@dataclass(frozen=True)
class Data:
    """What is so of a dataset, by its columns and its coordinates."""

    run: Trajectory
    parameters: Mapping[str, Any]

    @property
    def filled(self) -> int:
        """In how many places of a hole's size the other class is."""
        mine = self.run.points[self.run.labels == 1]
        near = np.linalg.norm(mine[:, None] - mine, axis=2) < 2.01 * self.parameters["r_pos"]
        return len(np.unique(near, axis=0))

    @property
    def n(self) -> int:
        return len(self.run.points)

    def count(self, label: int) -> int:
        return int((self.run.labels == label).sum())


def inside(scene: DatasetScene) -> int:
    """Count the points that were drawn inside a hole."""
    assert isinstance(scene, DiskWithHolesScene)
    gaps = np.linalg.norm(scene.draw.drawn[:, None] - scene.draw.centres, axis=2)
    return int((gaps.min(axis=1) <= scene.parameters["r_hole"]).sum())


def claims_of(scene: DatasetScene, data: Data) -> Mapping[str, Callable[[Groups], bool]]:
    """What is so, by phrases that claim it."""
    drawn = data.count(0) + inside(scene) if isinstance(scene, DiskWithHolesScene) else 0
    return {
        "^([0-9]+) points? (?:is|are) drawn, one": lambda g: int(g[0]) in (drawn, data.n),
        "([0-9]+) of ([0-9]+) points? lies? inside": lambda g: (
            g == (str(inside(scene)), str(drawn))
        ),
        "([0-9]+) points? lies? inside one": lambda g: int(g[0]) == inside(scene),
        "[Nn]o point (?:lies inside|does)": lambda _: inside(scene) == 0,
        "all ([0-9]+) stay": lambda g: int(g[0]) == drawn,
        "dropped[.] ([0-9]+) stays?": lambda g: int(g[0]) == data.count(0),
        "^([0-9]+) points? of the other class": lambda g: int(g[0]) == data.count(1),
        "middle of each hole|of the holes[.]": lambda _: (
            data.filled == data.parameters["n_hole"] or "n_hole" not in data.parameters
        ),
        "short": lambda _: False,
        "as many|evenly": lambda _: False,
        "([0-9]+) points on ([0-9]+) segments": lambda g: (
            int(g[0]) == data.n and int(g[1]) == len({*scene.dataset.columns["line_id"].tolist()})
        ),
        "curves: ([0-9]+) and ([0-9]+)": lambda g: g == (str(data.count(0)), str(data.count(1))),
        "(?<![0-9.])1 points|(?<![0-9.])(?:[02-9]|[0-9]{2,}) point(?!s)": lambda _: False,
    }


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("scene", "name", "parameters"), MADE)
def test_what_is_said_of_how_data_are_made_is_true(
    scene: type[DatasetScene], name: str, parameters: Mapping[str, float]
) -> None:
    run = made(name, parameters, [[0.0, 0.0, 1.0]])
    shown = type(scene.__name__, (scene,), {"run": run, "pace": 0.05})()
    shown.render()
    data = Data(run, shown.parameters)
    for beat in shown.spoken:
        for text in (beat.title, beat.caption, beat.narration):
            for phrase, holds in claims_of(shown, data).items():
                for found in re.finditer(phrase, text):
                    assert holds(found.groups()), f"{phrase!r} is not so: {text}"


def digits(readout: float = 1.0, *, scale: float = 1.0, name: str = "digits") -> Trajectory:
    """Twenty images, one layer of one unit, and a readout of that scale."""
    data = datasets.make("digits", {"n_points": 20})
    points = scale * data.points
    weight = (points[data.labels == 1].mean(axis=0) - points[data.labels == 0].mean(axis=0))[None]
    layer = np.maximum(points @ weight.T + 1.0, 0)
    normal = readout * np.array([[-1.0], [1.0]])
    middle = float(layer.mean())
    return from_arrays(
        points=points,
        labels=data.labels,
        layers=[layer[None]],
        steps=[0],
        loss=[0.5],
        weights=[weight[None]],
        biases=[np.ones((1, 1))],
        readout=(normal[None], -middle * normal[:, 0][None]),
        class_names=data.class_names,
        activation="relu",
        name=name,
    )


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("readout", [1.0, -1.0])
def test_what_is_said_of_images_is_true(readout: float) -> None:
    run = digits(readout)
    how = {"run": run, "pace": 0.05, "count": 3}
    scene = type("Images", (ImageManifoldScene,), how)()
    scene.render()
    sheet = scene.sheet
    moved = sheet.written(sheet.image.ravel()[None], 0.9) - sheet.image.ravel()
    basis = np.linalg.qr(sheet.projection.components.T)[0]
    in_plane = float(((moved @ basis) ** 2).sum() / (moved**2).sum())
    scores = run.scores_at()
    right = int((scores.argmax(axis=1) == run.labels).sum())
    claims: Mapping[str, Callable[[Groups], bool]] = {
        "shows ([0-9]+)% of it": lambda g: g[0] == f"{100 * in_plane:.0f}",
        "mostly out of this plane": lambda _: in_plane < 0.5,
        "[Aa]ll the numbers|same digit|small network": lambda _: False,
        "(?<!get )(?<!gets )\\b([0-9]+) of 20 (?:images )?(?:are )?(?:on|right)": lambda g: (
            int(g[0]) == right
        ),
        "No better than guessing": lambda _: right <= np.bincount(run.labels).max(),
        "1 numbers": lambda _: False,
    }
    for beat in scene.spoken:
        for text in (beat.title, beat.caption, beat.narration):
            for phrase, holds in claims.items():
                for found in re.finditer(phrase, text):
                    assert holds(found.groups()), f"{phrase!r} is not so: {text}"


def test_a_sheet_needs_two_directions(refusal: Callable[..., str]) -> None:
    assert "both above 0" in refusal(ImageManifoldScene, run=digits(), reach=(0.0, 24.0))


def test_only_images_of_digits_are_called_so() -> None:
    assert ImageManifoldScene.shows.test(digits())
    assert not ImageManifoldScene.shows.test(digits(scale=5.0))
    assert not ImageManifoldScene.shows.test(digits(name="my table"))


@pytest.mark.usefixtures("unseen")
def test_where_there_is_no_cut_none_is_drawn() -> None:
    how = {"run": digits(0.0), "beats": ("classes", "side"), "pace": 0.05}
    scene = type("Images", (ImageManifoldScene,), how)()
    scene.render()
    assert len(scene.spoken) == 1
