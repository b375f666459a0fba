"""Points that were held out are counted in films of layers, and drawn where they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.stage import LastLayerScene, LayerMorphScene, StageScene, WideMorphScene
from detangle.stage.paint.strokes import Strokes
from tests.stage.scenes.films import assert_sound, played

BEATS = ("layers", "held_out")


def trained(widths: tuple[int, ...], test: float = 0.25) -> Trajectory:
    data = datasets.make("moons", {"n_points": 80, "test": test})
    return record(data, Recipe.of(widths=widths, epochs=15, learning_rate=0.05, activation="tanh"))


RUN, WIDE = trained((2, 2)), trained((5, 3))


def right_of(run: Trajectory) -> str:
    """Recompute by hand how many of the held-out points are right."""
    assert run.test_points is not None
    hidden = run.test_points.astype(np.float64)
    for k in range(1, run.depth + 1):
        hidden = np.tanh(hidden @ run.weight(k)[-1].T + run.bias(k)[-1])
    weight, bias = run.readout_at()
    right = (hidden @ weight.T + bias).argmax(axis=1) == run.test_labels
    return f"{right.sum()} of {len(right)} right"


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("base", "run"), [(LayerMorphScene, RUN), (WideMorphScene, WIDE)])
def test_a_film_tells_how_many_are_right(base: type[StageScene], run: Trajectory) -> None:
    scene = played(base, run=run, beats=BEATS)
    told = scene.spoken[-1]
    assert right_of(run) in (told.title if base is LayerMorphScene else told.caption)
    assert right_of(run) in told.narration
    before = played(base, run=run, beats=BEATS[:1])
    assert right_of(run) not in str(before.spoken)


@pytest.mark.usefixtures("unseen")
def test_the_last_layers_film_tells_it_after_the_line() -> None:
    scene = played(LastLayerScene, run=RUN, beats=("features", "separate", "held_out"))
    assert right_of(RUN) in scene.spoken[-1].title
    assert right_of(RUN) in scene.spoken[-1].narration


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    "beats", [("held_out",), ("classes", "held_out"), ("layers", "end", "held_out")]
)
def test_crosses_are_in_the_plane_that_is_shown(beats: tuple[str, ...]) -> None:
    scene = played(WideMorphScene, run=WIDE, beats=beats)
    assert WIDE.test_points is not None
    at = scene.facing.place(scene.layers[-1])
    np.testing.assert_allclose(scene.plane.cloud.coords, at, atol=1e-9)
    last = WIDE.at().layer(2, WIDE.test_points.astype(np.float64))
    placed = scene.plane.view.place(scene.facing.place(last))
    family = [part for mobject in scene.mobjects for part in mobject.get_family()]
    drawn = [p for p in family if isinstance(p, Strokes) and len(p.lengths) % 2 == 0]
    drawn = [p for p in drawn if len(p.points) == 2 * len(p.lengths) and len(p.points) % 4 == 0]
    middles = [part.points.reshape(-1, 4, 3).mean(axis=1) for part in drawn if len(part.points)]
    for place in placed:
        assert min(np.abs(found - place).max(axis=1).min() for found in middles) < 1e-6


@pytest.mark.usefixtures("unseen")
def test_crosses_are_where_the_last_layer_has_the_points() -> None:
    class Watched(LayerMorphScene):
        def vanish(self, *unwanted: Any, **kwargs: Any) -> None:
            drawn = [part for mobject in unwanted for part in mobject.get_family()]
            found = [part for part in drawn if isinstance(part, Strokes) and len(part.lengths)]
            self.seen = [*getattr(self, "seen", ()), *found]
            super().vanish(*unwanted, **kwargs)

    scene = played(Watched, run=RUN, beats=BEATS)
    assert RUN.test_points is not None
    assert RUN.test_labels is not None
    last = RUN.at().layer(2, RUN.test_points.astype(np.float64))
    placed = scene.plane.view.place(last)
    middles = np.concatenate([part.points.reshape(-1, 4, 3).mean(axis=1) for part in scene.seen])
    np.testing.assert_allclose(np.sort(middles, axis=0), np.sort(placed, axis=0), atol=1e-9)
    assert [len(part.lengths) // 2 for part in scene.seen] == np.bincount(RUN.test_labels).tolist()


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(("base", "widths"), [(LayerMorphScene, (2, 2)), (WideMorphScene, (3,))])
def test_without_any_nothing_is_said(base: type[StageScene], widths: tuple[int, ...]) -> None:
    scene = played(base, run=trained(widths, 0.0), beats=BEATS)
    assert not any("eld out" in beat.title for beat in scene.spoken)


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
@pytest.mark.parametrize(("base", "run"), [(LayerMorphScene, RUN), (WideMorphScene, WIDE)])
def test_such_films_are_sound(base: type[StageScene], run: Trajectory, shape: str) -> None:
    assert_sound(base, along=False, run=run, shape=shape)
