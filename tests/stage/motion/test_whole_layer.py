"""A layer of a run on a plane of one's own goes where the arithmetic of the network goes."""

from __future__ import annotations

import numpy as np
import pytest
from manim import UL, Dot, Scene, Square, Text

from detangle import DetangleError, Trajectory
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.motion.carry import FASTEST
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View


@pytest.fixture
def plane(moons: Trajectory) -> Plane:
    view = View(Area(-3, -3, 3, 3), (0.0, 0.0), 0.8)
    return Plane(moons.points, moons.labels, view, Theme.dark())


def relu(run: Trajectory, k: int, points: np.ndarray) -> np.ndarray:
    network = run.at()
    return np.maximum(points @ network.weights[k - 1].T + network.biases[k - 1], 0)


@pytest.mark.usefixtures("unseen")
def test_layers_take_points_and_lines_where_the_network_does(
    moons: Trajectory, plane: Plane
) -> None:
    grid = plane.add_grid()
    home = grid.coords.copy()
    scene = Scene()
    scene.add(plane)
    plane.scale(0.4).to_corner(UL)
    wanted = plane.cloud.coords
    for k in (1, 2):
        scene.play(plane.layer(moons.at(), k))
        wanted = relu(moons, k, wanted)
        assert np.allclose(plane.cloud.coords, wanted, atol=1e-5)
        assert plane.symbols == axis_symbols(k)
        assert all(
            part.get_fill_opacity() == 1 for part in plane.names.family_members_with_points()
        )
        assert plane.names in scene.get_mobject_family_members()
    # Every corner of the lattice is there, and none is anywhere else than the network puts it.
    corners = relu(moons, 2, relu(moons, 1, home))
    distances = np.linalg.norm(corners[::7, None] - grid.coords[None], axis=2)
    assert distances.min(axis=1).max() < 1e-5
    assert len(grid.coords) > len(home)  # cut where units clamp


def test_half_way_is_between_the_movements(moons: Trajectory, plane: Plane) -> None:
    start = plane.cloud.coords.copy()
    network = moons.at()
    animation = plane.layer(network, 1)
    animation.begin()
    seen = []
    for t in np.linspace(0, 1, 400):
        animation.interpolate(float(t))
        seen.append(plane.cloud.coords.copy())
    affine = start @ network.weights[0].T + network.biases[0]
    nearest = min(float(np.abs(coords - affine).max()) for coords in seen)
    assert nearest < 0.02 * np.abs(affine).max()  # the clamps come only after the affine map
    # Never faster than the eye follows.
    paths = np.array([plane.view.place(coords) for coords in seen])
    steps = np.linalg.norm(np.diff(paths, axis=0), axis=2).max()
    assert steps * 399 / animation.run_time < 1.02 * FASTEST


def test_a_run_time_is_lengthened_unless_it_is_exact(moons: Trajectory, plane: Plane) -> None:
    network = moons.at()
    least = plane.layer(network, 1).run_time
    assert plane.layer(network, 1, 0.01).run_time == least
    assert plane.layer(network, 1, 0.01, exact=True).run_time == 0.01
    assert plane.layer(network, 1, least + 3).run_time == least + 3
    small = plane.copy().scale(0.1)  # its dots have a tenth of the way
    assert small.layer(network, 1).run_time < least


def test_what_no_plane_shows_is_refused(moons: Trajectory, plane: Plane) -> None:
    with pytest.raises(DetangleError, match="there is no hidden layer 9"):
        plane.layer(moons.at(), 9)


def test_what_is_added_to_a_plane_stays_until_it_is_removed(plane: Plane) -> None:
    one, two, three = Square(), Dot(), Text("three")
    plane.add(one).add(two, three)
    parts = plane.submobjects
    assert [part for part in parts if part in (one, two, three)] == [one, two, three]
    plane.shift(UL)
    assert np.allclose(one.get_center(), UL)
    plane.make_ticks()
    plane.remove(two)
    plane.remove(one, three, plane.cloud)
    assert not {one, two, three} & set(plane.submobjects)
    assert plane.cloud in plane.submobjects
