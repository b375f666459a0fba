"""The diagram draws each weight as wide as it is large, and lights what is in play."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from detangle import DetangleError, activations
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.panels.network_diagram import AT_ENDS, MOST_SHOWN, NetworkDiagram
from detangle.stage.panels.weight_lines import Bars

REGION = Area(-3, -2, 3, 1.5)
THEME = Theme.dark()


def network(widths: tuple[int, ...], seed: int = 0, classes: int = 2) -> Snapshot:
    rng = np.random.default_rng(seed)
    sizes = [2, *widths, classes]
    weights = [rng.normal(size=(b, a)) for a, b in pairwise(sizes)]
    biases = [rng.normal(size=len(weight)) for weight in weights]
    hidden = tuple(weights[:-1]), tuple(biases[:-1])
    return Snapshot(0.0, *hidden, activations.get("relu"), weights[-1], biases[-1])


def drawn(bars: Bars) -> list[tuple[float, float]]:
    """Length and width of each bar, from its outline."""
    corners = bars.points.reshape(-1, 4, 4, 3)[:, :, 0]
    width = np.linalg.norm(corners[:, 0] - corners[:, 1], axis=1)
    length = np.linalg.norm(corners[:, 1] - corners[:, 2], axis=1)
    return list(zip(length.tolist(), width.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_width_is_in_proportion_to_the_weight(seed: int) -> None:
    start, there = network((2, 3)), network((2, 3), seed)
    diagram = NetworkDiagram(start, REGION, THEME, largest=2.0).show_network(there)
    full = THEME.edge_width / 100
    for edges, matrix in zip(diagram.edges, [*there.weights, there.readout_weight], strict=True):
        positive = sorted(matrix[matrix > 0] / 2 * full)
        assert sorted(width for _, width in drawn(edges.solid)) == pytest.approx(positive)
        dashes = {round(width, 9) for _, width in drawn(edges.dashed)}
        assert sorted(dashes) == pytest.approx(sorted(-matrix[matrix < 0] / 2 * full), abs=1e-8)


def test_the_largest_weight_has_the_theme_s_width() -> None:
    snapshot = network((2, 2))
    diagram = NetworkDiagram(snapshot, REGION, THEME)
    widths = [
        w for edges in diagram.edges for bars in (edges.solid, edges.dashed) for _, w in drawn(bars)
    ]
    assert max(widths) == pytest.approx(THEME.edge_width / 100)


def test_each_line_leads_to_its_units() -> None:
    diagram = NetworkDiagram(network((2,)), REGION, THEME)
    for j in range(2):
        for i in range(2):
            weight = np.zeros((2, 2))
            weight[j, i] = 1.0
            edges = diagram.edges[0].set_weights(weight)
            middle = edges.solid.get_center()[:2]
            ends = diagram.places[0][i], diagram.places[1][j]
            np.testing.assert_allclose(middle, np.mean(ends, axis=0), atol=1e-9)
            ((length, _),) = drawn(edges.solid)
            reach = np.linalg.norm(ends[1] - ends[0])
            assert length == pytest.approx(reach - 2 * float(diagram.units[0].radii[0]))


def test_dashes_cover_the_same_line_as_a_solid_one() -> None:
    edges = NetworkDiagram(network((2,)), REGION, THEME).edges[0]
    solid = edges.set_weights(np.eye(2)).solid.copy()
    dashed = edges.set_weights(-np.eye(2)).dashed
    assert len(edges.solid.points) == 0
    for edge in ("get_left", "get_right", "get_top", "get_bottom"):
        np.testing.assert_allclose(getattr(dashed, edge)(), getattr(solid, edge)(), atol=1e-9)
    assert sum(size for size, _ in drawn(dashed)) < 0.75 * sum(size for size, _ in drawn(solid))


@pytest.mark.parametrize("widths", [(2,), (2, 2), (3, 5, 3), (15, 2), (64, 64, 3)])
@pytest.mark.parametrize("area", [REGION, Area(0, 0, 2.5, 3), Area(0, 0, 7, 1.6)])
def test_it_fits_its_region_and_units_do_not_meet(widths: tuple[int, ...], area: Area) -> None:
    diagram = NetworkDiagram(network(widths), area, THEME)
    radius = float(diagram.units[0].radii[0])
    places = np.concatenate(diagram.places)
    assert (places - radius >= [area.left - 1e-9, area.bottom - 1e-9]).all()
    assert (places + radius <= [area.right + 1e-9, area.top + 1e-9]).all()
    far = np.linalg.norm(places[:, None] - places, axis=-1) + np.eye(len(places)) * 9
    assert far.min() > 2.5 * radius
    assert diagram.get_bottom()[1] >= area.bottom - 1e-6
    assert diagram.get_top()[1] <= area.top + 1e-6


def test_wide_layers_show_some_units_with_their_own_weights() -> None:
    snapshot = network((64, 2))
    diagram = NetworkDiagram(snapshot, REGION, THEME)
    chosen = [*range(AT_ENDS), *range(64 - AT_ENDS, 64)]
    assert diagram.shown[1].tolist() == chosen
    part = snapshot.weights[0][chosen]
    assert len(drawn(diagram.edges[0].solid)) == (part > 0).sum()
    whole = NetworkDiagram(network((MOST_SHOWN,)), REGION, THEME)
    assert len(whole.places[1]) == MOST_SHOWN


def test_scores_look_like_their_classes() -> None:
    diagram = NetworkDiagram(network((2,), classes=4), REGION, THEME)
    units = diagram.units[-1]
    assert units.holes.tolist() == [THEME.hole(i) for i in range(4)]
    for i, rgba in enumerate(units.rgbas):
        color = "#{:02X}{:02X}{:02X}".format(*np.round(rgba[:3] * 255).astype(int))
        assert color == THEME.class_color(i)


def test_the_layer_in_play_is_lit() -> None:
    diagram = NetworkDiagram(network((2, 2)), REGION, THEME)
    lit = {0: [0], 1: [0, 1], 3: [2, 3], None: [0, 1, 2, 3]}
    for layer, columns in lit.items():
        diagram.lit(*diagram.parts_of(layer))
        for k, units in enumerate(diagram.units):
            assert units.rgbas[0, 3] == (1.0 if k in columns else THEME.dim)
        for k, edges in enumerate(diagram.edges, start=1):
            wanted = 1.0 if layer in (k, None) else THEME.dim
            assert edges.solid.get_fill_opacity() == edges.dashed.get_fill_opacity() == wanted


def test_what_the_diagram_has_not_is_refused_in_a_line() -> None:
    diagram = NetworkDiagram(network((2, 2)), REGION, THEME)
    for layer in (-1, 4):
        with pytest.raises(DetangleError, match=f"no layer {layer}: the diagram has 0 to 3"):
            diagram.parts_of(layer)
    with pytest.raises(DetangleError, match="no part 'unit1'; did you"):
        diagram.lit("unit1")
    with pytest.raises(DetangleError, match=r"of layers 2 → 2 → 2 → 2, the network has 2 → 3 → 2$"):
        diagram.show_network(network((3,)))
