"""A recorded run: what it gives at each step, between steps, and what it refuses."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle import DetangleError, Recipe, Trajectory, from_arrays
from detangle.run.arrays import MemoryArrays

STEPS = [0, 3, 4, 10]
SIZES = (2, 3, 2)
HELD_OUT = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 0.0]])


def _arrays() -> dict[str, Any]:
    """Make up a run of 5 points through widths 3-2, whose losses belong to nothing."""
    rng = np.random.default_rng(3)
    s, n = len(STEPS), 5

    def numbers(*shape: int) -> NDArray[np.float32]:
        return rng.normal(size=shape).astype(np.float32)

    points = numbers(n, 2)
    weights, biases = [numbers(s, 3, 2), numbers(s, 2, 3)], [numbers(s, 3), numbers(s, 2)]
    first = np.maximum(points @ weights[0].transpose(0, 2, 1) + biases[0][:, None], 0)
    second = np.maximum(first @ weights[1].transpose(0, 2, 1) + biases[1][:, None], 0)
    return {
        "points": points,
        "labels": np.array([0, 1, 0, 1, 1]),
        "steps": STEPS,
        "batch_loss": numbers(10),
        "loss": numbers(s),
        "accuracy": np.linspace(0, 1, s),
        "layers": [first, second],
        "weights": weights,
        "biases": biases,
        "readout": (numbers(s, 2, 2), numbers(s, 2)),
    }


def _run(recipe: Recipe | None = None, **changed: Any) -> Trajectory:
    values: dict[str, Any] = {**_arrays(), **changed}
    return from_arrays(recipe or Recipe.of(widths=(3, 2)), **values)


def test_every_array_comes_back_as_it_was_given() -> None:
    given_, run = _arrays(), _run()
    for name in ("points", "labels", "steps", "batch_loss", "loss", "accuracy"):
        np.testing.assert_array_equal(getattr(run, name), given_[name])
    for k in (1, 2):
        np.testing.assert_array_equal(run.layer(k), given_["layers"][k - 1])
        np.testing.assert_array_equal(run.weight(k), given_["weights"][k - 1])
        np.testing.assert_array_equal(run.bias(k), given_["biases"][k - 1])
    assert (run.depth, run.widths, run.class_names) == (2, SIZES, ("class 0", "class 1"))
    np.testing.assert_array_equal(run.layer(0), np.stack(4 * [given_["points"]]))
    np.testing.assert_array_equal(run.layer_at(0, 3), given_["points"])


@pytest.mark.parametrize(
    ("step", "record"), [(0, 0), (1, 0), (2, 1), (3, 1), (3.4, 1), (8, 3), (10, 3), (None, 3)]
)
def test_one_moment_is_the_nearest_recorded_step(step: float | None, record: int) -> None:
    run = _run()
    assert run.record_of(step) == record
    for k in (1, 2):
        np.testing.assert_array_equal(run.layer_at(k, step), run.layer(k)[record])
    weight, bias = (run.arrays.read(f"readout.{part}", record) for part in ("weight", "bias"))
    for found, expected in zip(run.readout_at(step), (weight, bias), strict=True):
        np.testing.assert_array_equal(found, expected)
    scores = run.layer(2)[record] @ weight.T + bias
    np.testing.assert_allclose(run.scores_at(step), scores, rtol=1e-5)
    assert (run.loss_at(step), run.accuracy_at(step)) == (run.loss[record], run.accuracy[record])


@pytest.mark.parametrize("step", [-1, -1e-9, 10.001, 11, float("nan"), float("inf")])
def test_outside_the_recorded_steps_there_is_nothing(step: float) -> None:
    run = _run(test=(HELD_OUT, [0, 1, 1]))
    for look in (run.at, run.scores_at, run.readout_at, run.accuracy_at, run.test_accuracy,
                 partial(run.layer_at, 1)):  # fmt: skip
        with pytest.raises(DetangleError, match="is outside the recorded steps 0 to 10"):
            look(step)


@given(st.one_of(st.floats(0, 10), st.sampled_from(STEPS)))
def test_weights_go_straight_from_one_recorded_step_to_the_next(moment: float) -> None:
    arrays, network = _arrays(), _run().at(moment)
    weights = [*arrays["weights"], *arrays["biases"], *arrays["readout"]]
    parts = (*network.weights, *network.biases, network.readout_weight, network.readout_bias)
    for recorded, part in zip(weights, parts, strict=True):
        flat = recorded.reshape(4, -1).astype(np.float64)
        expected = [np.interp(moment, STEPS, column) for column in flat.T]
        np.testing.assert_allclose(part.ravel(), expected, atol=1e-12)
        if moment in STEPS:
            np.testing.assert_array_equal(part, recorded[STEPS.index(int(moment))])
    assert network.step == pytest.approx(moment)
    assert _run().at().step == 10


@pytest.mark.parametrize("k", [-1, 3, 0, "1", 1.5])
def test_a_layer_that_is_not_there_is_refused(k: Any) -> None:
    with pytest.raises(DetangleError, match=f"no hidden layer {k!r}: the run has 1 to 2"):
        _run().weight(k)


def test_an_identity_readout_gives_the_last_layer_as_scores() -> None:
    run = _run(Recipe.of(widths=(3, 2), readout="identity"), readout=None)
    network = run.at(3)
    scores = network.scores(run.points)
    np.testing.assert_array_equal(scores, network.layer(2, run.points))


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("points", np.zeros((6, 2)), "labels"),
        ("points", np.zeros(5), "points"),
        ("points", np.zeros((0, 2)), "points"),
        ("labels", np.zeros(4), "labels"),
        ("steps", [0, 1, 2], "loss"),
        ("loss", np.zeros(5), "loss"),
        ("accuracy", np.zeros((4, 1)), "accuracy"),
        ("layers", [np.zeros((4, 5, 3))], "layer.2"),
        ("layers", [np.zeros((4, 5, 3)), np.zeros((4, 5, 3))], "layer.2"),
        ("weights", [np.zeros((4, 2, 3)), np.zeros((4, 2, 3))], "weight.1"),
        ("biases", [np.zeros((4, 3)), np.zeros((3, 2))], "bias.2"),
        ("readout", None, "readout.weight"),
        ("readout", (np.zeros((4, 3, 2)), np.zeros((4, 3))), "readout.weight"),
        ("test", (np.zeros((3, 3)), [0, 1, 1]), "test.points"),
        ("test", (np.zeros((3, 2)), [0, 1]), "test.labels"),
        ("test", (np.zeros((0, 2)), []), "test.points"),
    ],
)
def test_arrays_that_disagree_are_refused_by_name(name: str, value: Any, key: str) -> None:
    with pytest.raises(DetangleError, match=f"'{key}'"):
        _run(**{name: value})


@pytest.mark.parametrize(
    ("steps", "what"),
    [([0, 3, 3, 10], "increasing"), ([-1, 3, 4, 10], "outside"), ([0, 3, 4, 11], "outside")],
)
def test_steps_that_cannot_be_are_refused(steps: list[int], what: str) -> None:
    with pytest.raises(DetangleError, match=what):
        _run(steps=steps)


def test_points_that_were_held_out_are_judged() -> None:
    arrays = _arrays()
    run = _run(test=(HELD_OUT, [0, 1, 1]))
    assert run.test_points is not None
    assert run.test_labels is not None
    np.testing.assert_array_equal(run.test_points, HELD_OUT.astype(np.float32))
    assert run.test_labels.tolist() == [0, 1, 1]
    assert run.keys[-2:] == ("test.points", "test.labels")
    for record, step in enumerate(STEPS):
        h = HELD_OUT
        for k in range(2):
            h = np.maximum(h @ arrays["weights"][k][record].T + arrays["biases"][k][record], 0)
        scores = h @ arrays["readout"][0][record].T + arrays["readout"][1][record]
        assert run.test_accuracy(step) == (scores.argmax(axis=1) == [0, 1, 1]).mean()
    none = _run()
    assert (none.test_points, none.test_labels, none.test_accuracy()) == (None, None, None)
    assert "test.points" not in none.keys
    arrays = {key: run.arrays.read(key) for key in run.keys if key != "test.labels"}
    with pytest.raises(DetangleError, match=r"'test\.labels' is missing"):
        Trajectory(run.recipe, run.class_names, MemoryArrays(arrays))


def test_its_repr_is_a_few_lines(small_run: Trajectory) -> None:
    lines = repr(small_run).splitlines()
    assert lines[0] == "Trajectory of 'moons': 40 points in 2 classes"
    assert "widths 2-3-2, relu, 13 recorded steps from 0 to 12" in lines[1]
    assert len(lines) == 3
