"""Formulas show the network's own numbers at that step, in places that do not move."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Scene

from detangle import DetangleError, activations
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.restyle import light
from detangle.stage.text.formula import PARTS, LayerFormula, LineFormula
from detangle.stage.text.number import Number

REGION = Area(-3, -2, 3, 2)
THEME = Theme.dark()


def network(widths: tuple[int, ...], seed: int = 0, scale: float = 1.0) -> Snapshot:
    """A network of a 2-D input, hidden layers of these widths, and two classes."""
    rng = np.random.default_rng(seed)
    sizes = [2, *widths, 2]
    weights = [scale * rng.normal(size=(b, a)) for a, b in pairwise(sizes)]
    biases = [scale * rng.normal(size=len(weight)) for weight in weights]
    hidden = tuple(weights[:-1]), tuple(biases[:-1])
    return Snapshot(0.0, *hidden, activations.get("relu"), weights[-1], biases[-1])


def read(number: Number) -> float:
    return float(number.shown.replace("\N{MINUS SIGN}", "-"))


@pytest.mark.parametrize("layer", [1, 2, 3])
@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_entries_are_the_snapshot_s(layer: int, seed: int) -> None:
    shown = LayerFormula(network((2, 3, 3)), layer, REGION, THEME, largest=9.99)
    there = network((2, 3, 3), seed)
    entries = np.append(there.weights[layer - 1], there.biases[layer - 1])
    shown.show_network(there)
    assert [n.value for n in shown.numbers] == pytest.approx(entries)
    assert [read(number) for number in shown.numbers] == np.round(entries, 2).tolist()


def test_entries_stand_in_rows_and_columns() -> None:
    shown = LayerFormula(network((3, 3), scale=0.5), 2, REGION, THEME)
    last = np.array([number.ink[-1].get_right()[:2] for number in shown.numbers[:9]])
    grid = last.reshape(3, 3, 2)
    np.testing.assert_allclose(grid[..., 0], grid[:1, :, 0].repeat(3, 0), atol=0.02)
    assert (np.diff(grid[0, :, 0]) > 0).all()
    assert (np.diff(grid[:, 0, 1]) < 0).all()


def test_no_entry_moves_or_meets_another_as_the_numbers_change() -> None:
    shown = LayerFormula(network((2, 2)), 1, REGION, THEME, largest=99.0)
    points = [number.ink[-3].get_center() for number in shown.numbers]
    rng = np.random.default_rng(1)
    for _ in range(30):
        for number, value in zip(shown.numbers, rng.uniform(-99, 99, 6), strict=True):
            number.set_value(float(value))
        after = [number.ink[-3].get_center() for number in shown.numbers]
        np.testing.assert_allclose(after, points, atol=1e-9)
        (a, b), (c, d) = shown.numbers[:2], shown.numbers[2:4]
        for left, right in ((a, b), (c, d)):
            assert left.ink.get_right()[0] < right.ink.get_left()[0]


@pytest.mark.parametrize(("widths", "layer"), [((15,), 1), ((15, 2), 2), ((4, 4), 1)])
def test_wide_layers_show_their_shapes_alone(widths: tuple[int, ...], layer: int) -> None:
    shown = LayerFormula(network(widths), layer, REGION, THEME)
    assert shown.numbers == []
    assert shown.show_network(network(widths, 1)) is shown
    assert all(shown.parts[part] for part in PARTS)
    line = LineFormula(network((15,)), REGION, THEME)
    assert line.show_network(network((15,), 1)).numbers == []


@pytest.mark.parametrize("widths", [(2, 2), (3, 3), (15, 2)])
@pytest.mark.parametrize("area", [REGION, Area(0, 0, 2, 3), Area(1, 1, 6, 1.6)])
def test_it_fits_its_area(widths: tuple[int, ...], area: Area) -> None:
    snapshot = network(widths)
    for shown in (LayerFormula(snapshot, 1, area, THEME), LineFormula(snapshot, area, THEME)):
        left, bottom, right, top = area.box
        assert shown.get_left()[0] >= left - 1e-6
        assert shown.get_right()[0] <= right + 1e-6
        assert shown.get_bottom()[1] >= bottom - 1e-6
        assert shown.get_top()[1] == pytest.approx(top)


def opacities(shown: LayerFormula, part: str) -> set[float]:
    return {
        round(shape.get_fill_opacity(), 6)
        for mobject in shown.parts[part]
        for shape in mobject.family_members_with_points()
        if shape.get_fill_opacity()
    }


def test_the_part_in_play_is_lit() -> None:
    shown = LayerFormula(network((2, 2)), 1, REGION, THEME).lit("shift")
    assert opacities(shown, "shift") == {1.0}
    assert opacities(shown, "linear") == opacities(shown, "activation") == {THEME.dim}


def test_what_the_formula_has_not_is_refused_in_a_line() -> None:
    for layer in (0, 3):
        with pytest.raises(DetangleError, match=f"no hidden layer {layer}: the network has 1 to 2"):
            LayerFormula(network((2, 2)), layer, REGION, THEME)
    shown = LayerFormula(network((2, 2)), 1, REGION, THEME)
    with pytest.raises(DetangleError, match="no part 'shfit'; did you mean 'shift'"):
        shown.lit("shfit")
    with pytest.raises(DetangleError, match="no part 'shfit'"):
        light(shown, "shfit")
    with pytest.raises(DetangleError, match="shows 6 numbers, the network has 9"):
        shown.show_network(network((3, 2)))


def test_every_shape_of_the_numbers_belongs_to_one_part() -> None:
    shown = LayerFormula(network((3, 3)), 2, REGION, THEME)
    parts = [[id(m) for m in shown.parts[name]] for name in ("linear", "shift")]
    below = {id(m) for m in shown[1]}
    assert below <= {*parts[0], *parts[1]}
    assert not {*parts[0]} & {*parts[1]}
    assert {id(n) for n in shown.numbers[-3:]} <= {*parts[1]}


@pytest.mark.usefixtures("quiet")
def test_numbers_may_change_while_a_part_is_lit() -> None:
    start, end = network((2, 2), 1), network((2, 2), 2)

    class Lighting(Scene):
        def construct(self) -> None:
            self.shown = LayerFormula(start, 1, REGION, THEME).lit()
            self.add(self.shown)
            self.shown.add_updater(lambda m: m.show_network(end))
            self.play(light(self.shown, "linear"), run_time=0.5)

    scene = Lighting()
    scene.render()
    assert opacities(scene.shown, "linear") == {1.0}
    assert opacities(scene.shown, "shift") == {THEME.dim}
    shown = [number.value for number in scene.shown.numbers]
    assert shown == pytest.approx(np.append(end.weights[0], end.biases[0]))


@pytest.mark.parametrize("width", [1, 2, 3])
def test_the_readout_s_line_is_live_too(width: int) -> None:
    shown = LineFormula(network((width,)), REGION, THEME, largest=9.0)
    for seed in range(5):
        there = network((width,), seed)
        normal, offset = there.decision_line()
        shown.show_network(there)
        texts = [read(number) for number in shown.numbers]
        assert texts == np.round(np.append(normal, offset), 2).tolist()
        for number in shown.numbers[1:]:
            assert number.shown[0] in "+\N{MINUS SIGN}"
