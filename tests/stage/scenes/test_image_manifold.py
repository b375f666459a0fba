"""The film of images: its parts, the words that are true of a run, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Group

from detangle import PRESETS, Recipe, Trajectory, datasets, record
from detangle.analysis.separation import best_lines_by_direction
from detangle.datasets.images import ImageSheet
from detangle.geometry.projection import aligned
from detangle.recipe import Parameter
from detangle.stage import Area, ImageManifoldScene, Pictures, StageScene, Theme, View
from detangle.stage.motion.planes import develop, undevelop
from detangle.stage.panels.width_row import WidthRow
from detangle.stage.plot.projected_plane import ProjectedPlane, nonoverlapping
from detangle.stage.scenes.projected.pixel_list import PixelList
from detangle.stage.scenes.projected.projected_scene import verdict
from detangle.stage.scenes.projected.sheet_parts import Trail
from tests.inspector.glyphs import read
from tests.stage.scenes.films import assert_sound, assert_sound_alone

IMAGE = np.random.default_rng(3).integers(0, 17, (8, 8)) / 16
SHEET = ImageSheet.around(IMAGE, 1.0, 20.0, 3)
AREA = Area(-3, -2, 3, 2)
VIEW = View(AREA, (0.0, 0.0), 0.6)
THEME = Theme.dark()
XOR = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
CROSSED = np.array([0, 0, 1, 1])


def run_of(classes: tuple[int, ...], **changes: Any) -> Trajectory:
    """A small run on two digits."""
    parameters: dict[str, Parameter] = {"classes": classes, "n_points": 60}
    recipe = Recipe.of(dataset="digits", dataset_parameters=parameters, widths=(8, 4), epochs=4)
    return record(datasets.make("digits", parameters), recipe.replace(**changes))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_any_two_digits_make_a_sound_film(activation: str) -> None:
    scene = type("Other", (ImageManifoldScene,), {"run": run_of((3, 8), activation=activation)})
    assert_sound(scene, along=False)


@pytest.mark.parametrize("beat", ["turn", "pen", "classes", "tangle", "training", "side"])
def test_each_beat_stands_alone(beat: str) -> None:
    assert_sound_alone(ImageManifoldScene, beat, run=run_of((1, 7)))


def test_the_words_are_those_that_are_true() -> None:
    lifted = np.column_stack([XOR, CROSSED])
    assert verdict(lifted, lifted[:, 1:], CROSSED) == "line"
    assert verdict(lifted, XOR, CROSSED) == "tangle"
    assert verdict(XOR, XOR, CROSSED) == "knot"
    words = ImageManifoldScene.words
    assert all(
        f"{key}.{part}" in words
        for key in ("line", "tangle", "knot")
        for part in ("title", "caption")
    )


def test_the_presets_pair_is_tangled_and_comes_apart() -> None:
    recipe = PRESETS["digits"].recipe
    run = record(datasets.make("digits", recipe.dataset_parameters), recipe)
    layers = [run.layer_at(k).astype(np.float64) for k in range(3)]
    pictures = [p.place(h) for p, h in zip(aligned(layers), layers, strict=True)]
    assert run.points.shape == (362, 64)
    assert run.accuracy[-1] == 1.0
    verdicts = [verdict(h, z, run.labels) for h, z in zip(layers, pictures, strict=True)]
    assert verdicts == ["tangle", "line", "line"]
    assert best_lines_by_direction(pictures[0], run.labels).right.max() < 0.95 * len(run.labels)


@given(st.integers(1, 60), st.floats(0.05, 3), st.integers(0, 99))
def test_chosen_places_are_apart_and_leave_no_room(count: int, apart: float, seed: int) -> None:
    places = np.random.default_rng(seed).uniform(-2, 2, (count, 2))
    chosen = nonoverlapping(places, apart)
    gaps = np.abs(places[:, None] - places[chosen]).max(axis=2)
    assert chosen[0]
    kept = gaps[chosen] + 99 * np.eye(int(chosen.sum()))
    assert (kept >= apart).all()
    assert (gaps[~chosen].min(axis=1, initial=np.inf) < apart).all()


def test_numbers_are_those_of_the_pixels_and_come_from_them() -> None:
    picture = Pictures([[1.0, 2.0]], IMAGE[None], size=4.0)
    written = PixelList(picture, AREA, THEME)
    texts = [read(number.submobjects) for number in written]
    assert texts == [f"{v:.2f}" if 0 < v < 1 else str(int(v)) for v in IMAGE.ravel()]
    places = np.array([number.get_center() for number in written]).reshape(8, 8, 3)
    assert (np.diff(places[:, :, 0], axis=1) > 0).all()
    assert (np.diff(places[:, :, 1], axis=0) < 0).all()
    for number in written:
        assert AREA.left <= number.get_left()[0] < number.get_right()[0] <= AREA.right
    np.testing.assert_allclose(written.sources[[0, 63]], [[-0.75, 3.75, 0.0], [2.75, 0.25, 0.0]])
    lines = written.borders
    assert len(lines.lengths) == 18
    np.testing.assert_allclose(lines.points.min(axis=0), np.array([-1.0, 0.0, 0.0]))
    np.testing.assert_allclose(lines.points.max(axis=0), np.array([3.0, 4.0, 0.0]))


@pytest.mark.usefixtures("quiet")
def test_the_sheet_is_of_the_image_nearest_to_its_class_s_mean() -> None:
    run = run_of((1, 7))
    scene = type("Film", (ImageManifoldScene,), {"run": run})()
    scene.setup()
    own = run.points[run.labels == scene.hero]
    nearest = own[np.linalg.norm(own - own.mean(axis=0), axis=1).argmin()]
    np.testing.assert_array_equal(scene.sheet.image.ravel(), nearest)


def test_a_trail_ends_where_the_image_is() -> None:
    trail = Trail(SHEET, lambda t: (2 * t - 1, 0.0), 0, VIEW, THEME)
    for t in (0.0, 0.31, 1.0):
        trail.grow(t)
        image = SHEET.at(2 * t - 1, 0.0).ravel()[None]
        place = SHEET.projection.place(image)[0]
        np.testing.assert_allclose(trail.line.coords[-1], place, atol=2e-3)
        passed = trail.images.rgbas[:, 3] > 0
        np.testing.assert_array_equal(passed, (trail.times < t) | (t == 1))


@pytest.mark.usefixtures("quiet")
def test_walking_shows_the_same_image_twice_and_nothing_stays_of_the_sheet() -> None:
    class Walk(ImageManifoldScene):
        run = run_of((1, 7))
        pace = 0.01

        def construct(self) -> None:
            player, sheet = self.player, self.sheet
            self.show_image()
            self.show_point()
            assert not {*self.pixels, self.pixels.borders} & set(self.mobjects)
            player.bring_in()
            player.wander(lambda t: (0.5 * t, -10 * t), 0.1)
            expected = sheet.at(0.5, -10.0)
            np.testing.assert_array_equal(player.live.picture.images[0], expected)
            np.testing.assert_array_equal(player.walker.images[0], expected)
            place = sheet.projection.place(expected.ravel()[None])
            np.testing.assert_allclose(player.walker.coords, place)
            shown = player.live.shifted.shown, player.live.turned.shown
            assert shown == ("+0.5", "\N{MINUS SIGN}10")
            self.show_pen()
            self.bring_in(0)
            family = self.get_mobject_family_members()
            assert not [m for m in family if isinstance(m, Pictures)]

    Walk().render()


@pytest.mark.usefixtures("quiet")
def test_dots_become_images_and_dots_again() -> None:
    coords = np.random.default_rng(0).normal(size=(40, 2))
    labels = np.arange(40) % 2
    plane = ProjectedPlane(coords, np.ones((40, 8, 8)), labels, VIEW, THEME)

    class Shown(StageScene):
        def construct(self) -> None:
            self.add(plane.cloud)
            self.play(develop(plane, 1.0))
            shown = plane.pictures.rgbas[:, 3] == 1
            assert shown.any()
            np.testing.assert_allclose(plane.cloud.rgbas[:, 3], np.where(shown, 0, THEME.dim))
            assert plane.moving == [plane.cloud, plane.pictures]
            assert not any(isinstance(mobject, Group) for mobject in self.mobjects)
            self.play(undevelop(plane, 1.0))
            assert (plane.cloud.rgbas[:, 3] == 1).all()
            assert plane.pictures not in self.mobjects

    Shown().render()


def test_a_row_of_widths_lights_one_layer() -> None:
    row = WidthRow((64, 32, 2), AREA, THEME).lit("layer1")
    assert [read(row.parts[f"layer{k}"][0].submobjects) for k in range(3)] == ["64", "32", "2"]
    lit = [row.parts[f"layer{k}"][0][0].get_fill_opacity() for k in range(3)]
    assert lit == [THEME.dim, 1.0, THEME.dim]
