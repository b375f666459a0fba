"""Whatever moves a mobject, it is drawn anew where it has been moved to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import DOWN, RIGHT, UP, Dot, Group, Mobject, Restore, Transform, VMobject

from detangle import Trajectory
from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.stage import (
    Decision,
    Fact,
    Facts,
    Legend,
    LossPanel,
    NetworkDiagram,
    Number,
    Plane,
    PointCloud,
    ReferenceLine,
    Tails,
    View,
)
from detangle.stage.paint.anchor import Anchor, Anchoring

THEME = Theme.dark()
VIEW = View(Area(-3.0, -2.0, 3.0, 2.0), (0.5, 0.2), 1.2)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("shift"), st.floats(-2, 2), st.floats(-2, 2)),
        st.tuples(st.just("scale"), st.floats(0.3, 2), st.just(0.0)),
        st.tuples(st.just("copy"), st.just(0.0), st.just(0.0)),
        st.tuples(st.just("update"), st.floats(0, 1), st.just(0.0)),
        st.tuples(st.just("group"), st.floats(-1, 1), st.just(0.0)),
        st.tuples(st.just("animate"), st.floats(0.3, 2), st.floats(0, 1)),
    ),
    max_size=6,
)


def seen(mobject: Mobject) -> list[FloatArray]:
    """All points that are drawn, with clips, part by part."""
    found = []
    for part in mobject.get_family():
        if len(part.points) and not isinstance(part, Anchoring):
            clip = getattr(part, "clip", None)
            found += [part.points, *([] if clip is None else [clip])]
    return found


def made(name: str, run: Trajectory) -> Mobject:
    coords, labels, snapshot = run.points.astype(float), run.labels, run.at()
    if name == "plane":
        plane = Plane(coords, labels, VIEW, THEME)
        plane.add_grid()
        return plane
    if name == "decision":
        return Decision(snapshot, 0, VIEW, THEME)
    if name == "loss":
        return LossPanel(run, Area(-3.0, -2.0, 3.0, 2.0), THEME)
    if name == "diagram":
        return NetworkDiagram(snapshot, Area(-3.0, -2.0, 3.0, 2.0), THEME)
    if name == "legend":
        return Legend(["inner", "outer"], THEME)
    return Tails(coords, labels, VIEW, THEME)


def updated(mobject: Mobject, run: Trajectory, t: float) -> None:
    """Draw it anew, at an early moment."""
    moment = Moment(run, round(t * float(run.steps[-1]) / 2))
    if isinstance(mobject, Plane):
        mobject.place(moment.layers[1])
        mobject.grid.see(VIEW)
        mobject.make_ticks()
    elif isinstance(mobject, Tails):
        mobject.show_at(moment.layers[1].astype(float), VIEW)
    else:
        assert isinstance(mobject, Decision | LossPanel | NetworkDiagram)
        mobject.at(moment)


def moved(mobject: Mobject, run: Trajectory, kind: str, a: float, b: float) -> Mobject:
    """Move a mobject in one way."""
    origin = np.zeros(3)
    if kind == "update":
        updated(mobject, run, a)
    elif kind == "copy":
        return mobject.copy()
    elif kind == "group":
        Group(mobject, PointCloud([[0, 0]])).shift(a * UP)
    elif kind == "animate":
        target = mobject.copy().scale(a, about_point=origin).shift(b * RIGHT)
        animation = Transform(mobject, target)
        animation.begin()
        animation.interpolate(0.5)
        animation.interpolate(1.0)
    else:
        mobject.scale(a, about_point=origin) if kind == "scale" else mobject.shift((a, b, 0))
    return mobject


def similarity(moves: list[tuple[str, float, float]]) -> tuple[float, FloatArray]:
    """The factor and the shift that moves come to."""
    scale, shift = 1.0, np.zeros(3)
    for kind, a, b in moves:
        factor = a if kind in ("scale", "animate") else 1.0
        step = {"shift": (a, b, 0.0), "group": (0.0, a, 0.0), "animate": (b, 0.0, 0.0)}
        scale, shift = scale * factor, shift * factor + step.get(kind, (0.0, 0.0, 0.0))
    return scale, shift


@pytest.mark.parametrize("name", ["plane", "decision", "loss", "diagram", "tails"])
@settings(max_examples=12, deadline=None)
@given(moves=MOVES, last=st.floats(0, 1))
def test_what_is_moved_and_drawn_anew_is_as_if_moved_at_last(
    short_run: Trajectory, name: str, moves: list[tuple[str, float, float]], last: float
) -> None:
    mobject, fresh = made(name, short_run), made(name, short_run)
    for kind, a, b in moves:
        mobject = moved(mobject, short_run, kind, a, b)
        if kind == "update":
            updated(fresh, short_run, a)
    updated(mobject, short_run, last)
    updated(fresh, short_run, last)
    scale, shift = similarity(moves)
    fresh.scale(scale, about_point=np.zeros(3)).shift(shift)
    pairs = list(zip(seen(mobject), seen(fresh), strict=True))
    assert pairs
    for mine, yours in pairs:
        np.testing.assert_allclose(mine, yours, atol=1e-6, rtol=1e-6)


def test_a_plane_in_a_corner_has_new_parts_there(short_run: Trajectory) -> None:
    plane = made("plane", short_run)
    assert isinstance(plane, Plane)
    plane.scale(0.4).to_corner(DOWN + RIGHT)
    box = [plane.border.get_corner(corner) for corner in (DOWN + -1 * RIGHT, UP + RIGHT)]
    for part in (*plane.make_ticks(), *plane.name_axes(("h_1", "h_2")), plane.make_ghosts()):
        middle = part.get_center()
        assert (middle[:2] > box[0][:2] - 0.5).all()
        assert (middle[:2] < box[1][:2] + 0.5).all()


def test_a_group_that_is_scaled_scales_dots_as_manims() -> None:
    cloud, dot = PointCloud([[1, 1]], radius=0.2), Dot((1, 1, 0), radius=0.2)
    Group(cloud, dot).scale(0.5).shift(UP)
    np.testing.assert_allclose(cloud.seen_radii, dot.width / 2)
    np.testing.assert_allclose(cloud.points[0], dot.get_center())
    cloud.set_radius(0.3)
    np.testing.assert_allclose(cloud.seen_radii, 0.3)


@pytest.mark.parametrize("name", ["plane", "decision", "loss", "diagram", "tails", "legend"])
def test_every_part_takes_an_opacity(short_run: Trajectory, name: str) -> None:
    mobject = made(name, short_run)
    mobject.set_opacity(0.25)
    for part in mobject.get_family():
        rgbas = getattr(part, "rgbas", None)
        if rgbas is not None and len(part.points):
            assert (rgbas[:, 3] == 0.25).all()
    shapes = [m for m in mobject.family_members_with_points() if isinstance(m, VMobject)]
    assert all(m.get_fill_opacity() in (0, 0.25) for m in shapes)


def test_an_anchor_has_no_extent() -> None:
    cloud = PointCloud([[5, 5], [6, 7]])
    np.testing.assert_allclose(cloud.get_center(), [5.5, 6, 0])
    assert (cloud.width, cloud.height) == (1, 2)
    group = Group(cloud, Anchor())
    np.testing.assert_allclose(group.get_center(), [5.5, 6, 0])


@pytest.mark.parametrize("name", ["plane", "decision", "loss", "diagram", "tails", "legend"])
def test_groups_are_restored_and_become_others(short_run: Trajectory, name: str) -> None:
    mobject, there = made(name, short_run), made(name, short_run).scale(0.5).shift(2 * UP)
    mobject.save_state()
    mobject.become(there)
    for mine, yours in zip(seen(mobject), seen(there), strict=True):
        np.testing.assert_allclose(mine, yours, atol=1e-6)
    restoring = Restore(mobject)
    restoring.begin()
    restoring.interpolate(1.0)
    for mine, yours in zip(seen(mobject), seen(made(name, short_run)), strict=True):
        np.testing.assert_allclose(mine, yours, atol=1e-6)


def test_a_fact_that_is_told_late_stands_among_the_others() -> None:
    facts = [Fact("a", "first", count=3, label=0), Fact("b", "second", count=4.5, decimals=1)]
    late, early = (Facts(facts, Area(-3.0, -2.0, 3.0, 2.0), THEME) for _ in range(2))
    late.tell("a")
    early.tell("a", "b")
    for moved in (late, early):
        moved.scale(0.5, about_point=np.zeros(3)).shift(2 * UP)
    late.tell("b")
    late.numbers["b"].set_value(6.5)
    early.numbers["b"].set_value(6.5)
    for mine, yours in zip(seen(late.lines["b"]), seen(early.lines["b"]), strict=True):
        np.testing.assert_allclose(mine, yours, atol=1e-6)


def test_a_level_is_marked_where_its_panel_has_been_moved_to(short_run: Trajectory) -> None:
    first, second = (LossPanel(short_run, Area(-3.0, -2.0, 3.0, 2.0), THEME) for _ in range(2))
    moved = ReferenceLine(first, 0.3, "level", THEME)
    Group(first, moved).scale(0.5, about_point=np.zeros(3)).shift(2 * RIGHT + UP)
    second.scale(0.5, about_point=np.zeros(3)).shift(2 * RIGHT + UP)
    for mine, yours in zip(
        seen(moved), seen(ReferenceLine(second, 0.3, "level", THEME)), strict=True
    ):
        np.testing.assert_allclose(mine, yours, atol=1e-6)


@pytest.mark.parametrize("turn", ["rotate", "stretch", "flip"])
def test_a_number_that_is_turned_stays_so(turn: str) -> None:
    changed, fresh = (Number(v, decimals=1, size=30, color="#FFFFFF") for v in (3.1, 8.7))
    ways = {
        "rotate": lambda n: n.rotate(0.4, about_point=RIGHT),
        "stretch": lambda n: n.stretch(0.5, 0, about_point=RIGHT),
        "flip": lambda n: n.flip(about_point=RIGHT),
    }
    ways[turn](changed)
    changed.set_value(8.7)
    for mine, yours in zip(seen(changed), seen(ways[turn](fresh)), strict=True):
        np.testing.assert_allclose(mine, yours, atol=1e-6)
