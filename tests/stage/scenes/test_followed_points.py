"""Points that a viewer follows are marked where they are, all along, by legible names."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle import Dataset, Recipe, Trajectory, record
from detangle.look.layout import Area
from detangle.stage import (
    LastLayerScene,
    LayerMorphScene,
    LiftScene,
    StageScene,
    TrainingReplayScene,
    WideMorphScene,
    WideReplayScene,
)
from detangle.stage.plot.marks import Marks, label_places
from tests.stage.scenes.films import assert_sound

ROWS, NAMES = (
    (3, 17, 40, 58),
    ("Ada", "Iris 17", "row $1$", "a name that is far too long to be shown"),
)


def run_of(widths: tuple[int, ...], features: int = 2) -> Trajectory:
    """Two overlapping blobs, whose points have names, through a short training."""
    rng = np.random.default_rng(1)
    labels = np.arange(60) % 2
    points = rng.normal(size=(60, features)) + 2.5 * labels[:, None]
    names = [f"point {i}" for i in range(60)]
    for row, name in zip(ROWS, NAMES, strict=True):
        names[row - 1] = name
    columns = {"name": np.array(names), "row": np.arange(60)}
    data = Dataset("blobs", points.astype(np.float32), labels, ("left", "right"), columns)
    return record(data, Recipe.of(widths=widths, epochs=60, learning_rate=0.05, seed=1))


FLAT, WIDE = run_of((2, 2)), run_of((5, 4), 6)
FILMS = {
    "layers": (LayerMorphScene, FLAT),
    "last layer": (LastLayerScene, FLAT),
    "training": (TrainingReplayScene, FLAT),
    "wide": (WideMorphScene, WIDE),
    "wide training": (WideReplayScene, WIDE),
}


def watched(base: type[StageScene]) -> type[StageScene]:
    """A scene that looks, whenever something has been played, at each plane's marks and points."""

    class Watched(base):  # type: ignore[misc, valid-type]
        looked = 0

        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            for marks in (m for m in self.mobjects if isinstance(m, Marks)):
                self.look_at(marks)

        def look_at(self, marks: Marks) -> None:
            self.looked += 1
            clouds = [m for m in self.mobjects if len(getattr(m, "coords", ())) == 60]
            own = [c for c in clouds if not isinstance(c, Marks)]
            places = marks.rings.points
            assert any(np.allclose(c.points[[row - 1 for row in ROWS]], places) for c in own)
            np.testing.assert_allclose(places, marks.rings.view.place(marks.coords[marks.chosen]))

    return Watched


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("name", sorted(FILMS))
def test_rings_stay_at_the_points_of_these_rows(name: str) -> None:
    base, run = FILMS[name]
    scene = type("Followed", (watched(base),), {"run": run, "follow": ROWS, "pace": 0.05})
    film = scene()
    film.render()
    assert film.looked > 10


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
@pytest.mark.parametrize("name", sorted(FILMS))
def test_no_name_hides_another_or_a_point_that_is_not_dimmed(name: str, shape: str) -> None:
    base, run = FILMS[name]
    assert_sound(base, along=False, shape=shape, run=run, follow=(3, "Iris 17", *NAMES[2:]))


@pytest.mark.usefixtures("unseen")
def test_the_environment_names_points_as_the_command_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETANGLE_FOLLOW", json.dumps(["Iris 17", "3"]))
    scene = type("Followed", (LayerMorphScene,), {"run": FLAT, "follow": (40,)})()
    scene.setup()
    assert isinstance(scene.plane.marks, Marks)
    assert scene.plane.marks.chosen.tolist() == [16, 2]
    places = scene.plane.view.place(FLAT.points[[16, 2]].astype(np.float64))
    np.testing.assert_allclose(scene.plane.marks.rings.points, places)
    shown = scene.plane.cloud.rgbas[:, 3]
    assert np.flatnonzero(shown == 1.0).tolist() == [2, 16]


@pytest.mark.parametrize(
    ("base", "run", "follow", "named"),
    [
        (LayerMorphScene, FLAT, (61,), "no row 61"),
        (WideReplayScene, WIDE, ("Adda",), "did you mean 'Ada'"),
        (LayerMorphScene, FLAT, tuple(range(1, 14)), "room for the names of 12"),
        (LiftScene, "circles", (3,), "does not follow points; LayerMorph"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    base: type, run: Any, follow: tuple[Any, ...], named: str, refusal: Callable[..., str]
) -> None:
    assert named in refusal(base, run=run, follow=follow)


@pytest.mark.parametrize("follow", ["Iris 17", 3, (1.5,), ((1, 2),)])
def test_follow_is_a_tuple_of_rows_and_names(
    follow: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        type("Wrong", (LayerMorphScene,), {"follow": follow})
    assert "follow is a tuple of rows or names" in capsys.readouterr().err


AREA = Area(-4.0, -3.0, 4.0, 3.0)
RADIUS = 0.2
POINTS = st.lists(
    st.tuples(st.floats(-4, 4, width=16), st.floats(-3, 3, width=16)), min_size=1, max_size=6
)


@given(POINTS, st.floats(0.3, 2.0))
def test_labels_stay_in_the_area_and_apart_and_off_all_rings(
    points: list[tuple[float, float]], width: float
) -> None:
    places = np.array(points)
    sizes = np.tile([width, 0.25], (len(places), 1))
    centers, _ = label_places(places, sizes, RADIUS, AREA)
    low, high = centers - sizes / 2, centers + sizes / 2
    assert (low >= (AREA.left - 1e-5, AREA.bottom - 1e-5)).all()
    assert (high <= (AREA.right + 1e-5, AREA.top + 1e-5)).all()
    for i, j in combinations(range(len(places)), 2):
        overlap = np.minimum(high[i], high[j]) - np.maximum(low[i], low[j])
        assert overlap.min() < 1e-5
    for i, j in product(range(len(places)), repeat=2):
        gap = np.maximum(np.abs(centers[i] - places[j]) - sizes[i] / 2, 0)
        assert np.hypot(*gap) > RADIUS - 1e-5


def test_a_name_stays_on_its_side_until_it_has_no_room_there() -> None:
    size, place, sides = np.array([[1.0, 0.25]]), None, []
    for x in np.linspace(-3.9, 3.9, 300):
        centers, place = label_places(np.array([[x, 0.0]]), size, RADIUS, AREA, place)
        sides.append(np.sign(centers[0, 0] - x))
    assert sides[0] == 1.0
    assert sides[-1] <= 0.0
    assert np.count_nonzero(np.diff(sides)) <= 2


def test_points_at_one_place_have_names_beside_each_other() -> None:
    sizes = np.tile([1.0, 0.25], (4, 1))
    centers, _ = label_places(np.zeros((4, 2)), sizes, RADIUS, AREA)
    assert np.hypot(*centers.T).max() < 0.9
