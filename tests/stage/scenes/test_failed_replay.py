"""What is said of the notebook's failure follows from its recording, by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle import PRESETS, Trajectory, datasets, record
from detangle.stage import Area, FailedReplayScene, LossPanel, Theme
from detangle.stage.motion.restyle import focused
from detangle.stage.panels.loss_panel import ReferenceLine
from tests.stage.conftest import drawn_quietly
from tests.stage.scenes.films import played

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def notebook() -> Trajectory:
    recipe = PRESETS["notebook"].recipe
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def last(run: Trajectory, key: str) -> Array:
    return run.arrays.read(key, -1).astype(np.float64)


@pytest.fixture(scope="module")
def said(notebook: Trajectory) -> dict[str, str]:
    """Titles, captions and narrations of the closing beats, by what they begin with."""
    beats = ("guess", "dead", "pile", "tie", "end")
    with drawn_quietly():
        scene = played(FailedReplayScene, run=notebook, beats=beats)
    assert len(scene.spoken) == len(beats)
    return {
        key: f"{beat.title} | {beat.caption} | {beat.narration}"
        for key, beat in zip(beats, scene.spoken, strict=True)
    }


@pytest.fixture(scope="module")
def network(notebook: Trajectory) -> tuple[list[Any], Any]:
    """Weights and biases as PyTorch has them, and the loss of each point, (500,)."""
    import torch

    keys = ("weight.1", "bias.1", "weight.2", "bias.2")
    parameters = [torch.tensor(last(notebook, key), requires_grad=True) for key in keys]
    layer = torch.tensor(notebook.points, dtype=torch.float64)
    for weight, bias in (parameters[:2], parameters[2:]):
        layer = torch.relu(torch.nn.functional.linear(layer, weight, bias))
    labels = torch.tensor(notebook.labels)
    return parameters, torch.nn.functional.cross_entropy(layer, labels, reduction="none")


def gradients(network: tuple[list[Any], Any], chosen: NDArray[np.bool_]) -> list[Array]:
    """Gradients of the chosen points' loss by the weights and biases of both layers."""
    import torch

    parameters, losses = network
    loss = losses[torch.tensor(chosen)].sum()
    return [g.numpy() for g in torch.autograd.grad(loss, parameters, retain_graph=True)]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_the_loss_ends_where_guessing_is(
    notebook: Trajectory, said: dict[str, str], network: tuple[list[Any], Any]
) -> None:
    loss = float(network[1].detach().mean())
    assert f"{loss:.3f}" == "0.688"
    assert numbers(said["guess"].split("|")[0]) == ["0.688", f"{np.log(2):.3f}"]
    right = (last(notebook, "layer.2").argmax(axis=1) == notebook.labels).sum()
    assert f"{right} of 500" in said["guess"]
    assert f"{right} of 500" in said["end"]
    assert right == 231


def test_a_unit_of_layer_1_is_dead_and_gets_no_gradient(
    notebook: Trajectory, said: dict[str, str], network: tuple[list[Any], Any]
) -> None:
    sums = notebook.points @ last(notebook, "weight.1").T + last(notebook, "bias.1")
    assert (sums[:, 0] < 0).all()
    first = notebook.points @ notebook.weight(1)[0].T + notebook.bias(1)[0]
    assert (first[:, 0] > 0).sum() == 273
    assert said["dead"].startswith("Unit 1 of layer 1 is 0 for all 500 points")
    assert "above 0 for 273 points" in said["dead"]
    weights, biases, *_ = gradients(network, np.ones(500, dtype=bool))
    assert (weights[0] == 0).all()
    assert biases[0] == 0
    assert (weights[1] != 0).any()  # the other unit still learns


def test_points_of_both_classes_share_a_place(notebook: Trajectory, said: dict[str, str]) -> None:
    layer = last(notebook, "layer.1")
    pile = (layer == 0).all(axis=1)
    counts = [int((pile & (notebook.labels == label)).sum()) for label in (0, 1)]
    assert (int(pile.sum()), counts) == (242, [142, 100])
    assert said["pile"].startswith("242 points share one place in layer 1")
    assert "142 negative and 100 positive" in said["pile"]
    assert "At most 142 of them" in said["pile"]
    assert np.ptp(last(notebook, "layer.2")[pile], axis=0).max() == 0  # one answer for all
    others = [place.tobytes() for place in layer[~pile]]
    assert max(others.count(place) for place in set(others)) < 242


def test_a_tie_costs_ln_2_and_sends_nothing_back(
    notebook: Trajectory, said: dict[str, str], network: tuple[list[Any], Any]
) -> None:
    scores = last(notebook, "layer.2")
    tied = (scores == 0).all(axis=1)
    assert int(tied.sum()) == 79
    assert said["tie"].startswith("79 points at the origin of layer 2")
    np.testing.assert_allclose(network[1].detach()[tied], np.log(2), rtol=1e-12)
    assert all((gradient == 0).all() for gradient in gradients(network, tied))


@pytest.mark.usefixtures("quiet")
def test_what_stands_out_is_what_is_counted(notebook: Trajectory) -> None:
    scene = played(FailedReplayScene, run=notebook, beats=("pile",))
    pile = (last(notebook, "layer.1") == 0).all(axis=1)
    for panel in scene.player.planes:
        assert ((panel.cloud.rgbas[:, 3] == 1) == pile).all()
    rings = scene.marks[1:]
    assert len(rings) == 2  # in both layers they lie at one place, in the input they do not
    for ring, panel in zip(rings, scene.player.planes[1:], strict=True):
        place = panel.cloud.points[pile][0]
        np.testing.assert_allclose(ring.get_center()[:2], place[:2], atol=1e-6)


def test_a_level_is_drawn_at_its_height(short_run: Trajectory) -> None:
    panel = LossPanel(short_run, Area(0, 0, 6, 3), Theme.dark())
    level = ReferenceLine(panel, 0.5, "half", Theme.dark())
    expected = panel.plot.bottom + 0.5 / panel.span[1] * panel.plot.height
    np.testing.assert_allclose(level.line.points[:, 1], expected)
    assert level.line.points[:, 0].min() == panel.plot.left
    assert level.line.points[:, 0].max() <= panel.plot.right
    assert level.name_text.get_left()[0] > panel.plot.right


def test_dots_that_sink_never_add_up_to_more_than_a_dim_colour() -> None:
    theme = Theme.paper()
    labels = np.array([0, 1, 0, 1])
    chosen = np.array([True, True, False, False])
    rgbas = focused(labels, chosen, theme)
    assert rgbas[:, 3].tolist() == [1, 1, rgbas[2, 3], rgbas[3, 3]]
    assert rgbas[2, 3] < 0.35
    white = np.ones(3)
    for sunk, full in ((2, 0), (3, 1)):
        np.testing.assert_allclose(
            (white - rgbas[sunk, :3]) / (white - rgbas[full, :3]), rgbas[sunk, 3], rtol=1e-6
        )
