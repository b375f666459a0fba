"""Runs that other programs made: what their arrays tell, what they lack, and how they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import log_softmax

from detangle import DetangleError, Trajectory, from_arrays, load, save
from detangle.cli import main
from detangle.geometry.affine import affine_map, affine_maps, fits

Array = NDArray[np.float64]
N, S, C = 40, 4, 3
SEEDS = st.integers(0, 10_000)


def made(seed: int = 0) -> dict[str, Any]:
    """A residual network of NumPy, 5-6-6, whose last layer is read out by a softmax."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(N, 5))
    first = np.tanh(points @ rng.normal(size=(S, 5, 6)))
    second = first + np.maximum(first @ rng.normal(size=(S, 6, 6)), 0)
    weight, bias = rng.normal(size=(S, C, 6)), rng.normal(size=(S, C))
    return {
        "points": points,
        "labels": rng.integers(0, C, N),
        "layers": [first, second],
        "scores": second @ weight.transpose(0, 2, 1) + bias[:, None],
        "class_names": ("a", "b", "c"),
        "readout": (weight, bias),
    }


def run_of(seed: int = 0, **changed: Any) -> Trajectory:
    values = {**made(seed), "readout": None, **changed}
    return from_arrays(**values)


def test_a_run_says_what_its_arrays_do() -> None:
    given_, run = made(), run_of(made_by="NumPy", name="mine")
    assert run.architecture.widths == (6, 6)
    assert (run.architecture.activation, run.architecture.readout) == ("other", "linear")
    assert (run.made_by, run.setup.dataset) == ("NumPy", "mine")
    assert len(run.setup.data_hash) == 64
    assert run.steps.tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(run.layer(2), given_["layers"][1], rtol=1e-6)
    assert not any(key.startswith(("weight", "bias", "scores")) for key in run.keys)
    images = run_of(points=np.ones((N, 2, 2)), layers=[np.ones((S, N, 3, 2, 2))])
    assert images.widths == (4, 12)


def test_loss_and_accuracy_are_those_of_the_scores() -> None:
    given_, run = made(), run_of()
    logs = log_softmax(given_["scores"], axis=2)
    expected = [-logs[s, np.arange(N), given_["labels"]].mean() for s in range(S)]
    np.testing.assert_allclose(run.loss, expected, rtol=1e-6)
    right = (given_["scores"].argmax(axis=2) == given_["labels"]).mean(axis=1)
    np.testing.assert_array_equal(run.accuracy, right)
    np.testing.assert_allclose(run.batch_loss, expected[:3], rtol=1e-6)
    apart = run_of(steps=[0, 2, 4, 6])
    middles = (np.array(expected[1:]) + expected[:-1]) / 2
    np.testing.assert_allclose(apart.batch_loss[1::2], middles, rtol=1e-6)


@given(SEEDS)
def test_a_readout_is_found_by_the_data_alone(seed: int) -> None:
    weight, bias = made(seed)["readout"]
    run = run_of(seed)
    for record, step in enumerate(run.steps):
        found = run.readout_at(step)
        np.testing.assert_allclose(found[0], weight[record], atol=1e-3)
        np.testing.assert_allclose(found[1], bias[record], atol=1e-3)
        scores = made(seed)["scores"][record]
        np.testing.assert_allclose(run.scores_at(step), scores, atol=1e-4)


def test_scores_that_are_no_map_of_the_last_layer_are_kept() -> None:
    scores = np.sin(3 * made()["scores"])
    run = run_of(scores=scores)
    assert run.architecture.readout == "other"
    np.testing.assert_allclose(run.scores_at(run.steps[2]), scores[2], atol=1e-6)
    with pytest.raises(DetangleError, match="no readout"):
        run.readout_at()


def test_scores_that_are_the_last_layer_are_not_written_twice() -> None:
    values = made()
    layers = [*values["layers"], values["scores"]]
    run = run_of(layers=layers)
    assert (run.architecture.readout, run.architecture.widths) == ("identity", (6, 6, 3))
    assert "scores" not in run.keys
    np.testing.assert_allclose(run.scores_at(), values["scores"][-1], rtol=1e-6)


def test_nothing_but_layers_will_do_if_loss_and_accuracy_are_given() -> None:
    run = run_of(scores=None, loss=np.ones(S), accuracy=np.zeros(S))
    assert (run.architecture.readout, run.has_scores, run.has_network) == ("other", False, False)
    with pytest.raises(DetangleError, match="no readout"):
        run.scores_at()


def test_what_a_run_lacks_is_said_in_one_line() -> None:
    run = run_of(made_by="a loop of NumPy")
    for ask in (run.at, lambda: run.weight(1), lambda: run.bias(1)):
        with pytest.raises(DetangleError, match="no weights of layer 1: it was made by a loop of"):
            ask()
    with pytest.raises(DetangleError, match="no hidden layer 3"):
        run.has_weights(3)


def test_no_command_tells_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file of such a run has no seed, no epochs and no learning rate, so none is printed."""
    path = save(run_of(made_by="a loop of NumPy"), tmp_path / "run")
    assert main(["info", str(path)]) == 0
    told = capsys.readouterr().out
    assert "a loop of NumPy" in told
    assert not any(word in told for word in ("seed", "epochs", "learning_rate", "optimizer"))
    assert main(["compare", str(path), "--format", "csv"]) == 0
    row = capsys.readouterr().out.splitlines()[1].split(",")
    assert row[1:5] == ["data", "6-6", "other", "-"]


def test_weights_may_be_known_for_some_layers_or_for_all() -> None:
    rng = np.random.default_rng(5)
    weight, bias, points = rng.normal(size=(S, 6, 5)), rng.normal(size=(S, 6)), made()["points"]
    layer = np.maximum(points @ weight.transpose(0, 2, 1) + bias[:, None], 0)
    maps: dict[str, Any] = {"weights": [weight], "biases": [bias], "activation": "relu"}
    some = run_of(layers=[layer, layer**2], **maps)
    assert (some.has_weights(1), some.has_weights(2), some.has_network) == (True, False, False)
    np.testing.assert_allclose(some.weight(1), weight, rtol=1e-6)
    with pytest.raises(DetangleError, match="no weights of layer 2"):
        some.at()
    readout = made()["readout"]
    whole = run_of(layers=[layer], scores=None, readout=readout, **maps)
    assert whole.has_network
    expected = layer[-1] @ readout[0][-1].T + readout[1][-1]
    np.testing.assert_allclose(whole.at().scores(points), expected, atol=1e-4)
    np.testing.assert_allclose(whole.scores_at(), expected, atol=1e-4)


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"scores": np.abs(made()["scores"])},
        {"scores": None, "loss": np.ones(S), "accuracy": np.ones(S)},
    ],
    ids=["linear", "other", "none"],
)
def test_what_is_saved_is_loaded(scores: dict[str, Any], tmp_path: Path) -> None:
    run = run_of(**scores)
    again = load(save(run, tmp_path / "run"))
    assert (again.setup, again.class_names, again.keys) == (run.setup, run.class_names, run.keys)
    for key in run.keys:
        np.testing.assert_array_equal(again.arrays.read(key), run.arrays.read(key))
    assert (
        save(again, tmp_path / "again").read_bytes() == (tmp_path / "run.safetensors").read_bytes()
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"layers": []}, "layers is empty"),
        ({"layers": [np.zeros((N, 5))]}, r"'layer.1' has shape \(40, 5\)"),
        ({"layers": [np.zeros((S, N, 0))]}, "'layer.1' has shape"),
        ({"layers": [np.zeros((S, N + 1, 2))], "scores": None, "loss": np.ones(S),
          "accuracy": np.ones(S)}, "'layer.1' has shape"),
        ({"scores": np.zeros((S, N))}, "'scores' has shape"),
        ({"scores": np.zeros((S, N + 1, C))}, "'scores' has shape"),
        ({"scores": None}, "'loss' is missing; give it, or `scores`"),
        ({"scores": None, "loss": np.ones(S)}, "'accuracy' is missing"),
        ({"loss": np.ones(S + 1)}, "'loss' has shape"),
        ({"steps": [0, 1, 2]}, "'loss' has shape"),
        ({"class_names": ("a", "b")}, "3 scores a point, but there are 2 class names"),
        ({"class_names": ("a", "b"), "scores": None, "loss": np.ones(S), "accuracy": np.ones(S)},
         "'labels' holds 2; it must be from 0 to 1"),
        ({"labels": np.arange(N)}, "'labels' holds 39; it must be from 0 to 2"),
        ({"labels": np.arange(N - 1)}, r"'labels' has shape \(39,\); it must be \(40,\)"),
        ({"labels": np.full(N, 0.5)}, "'labels' has 0.5, not a whole number"),
        ({"labels": ["a"] * N}, "'labels' is not one of numbers .it holds <U1"),
        ({"points": [[1.0], [2.0, 3.0]]}, "'points' is not one of numbers"),
        ({"points": np.full((N, 5), 1e300)}, "'points' holds inf"),
        ({"steps": [0, 1, 2, np.nan]}, "'steps' has nan, not a whole number"),
        ({"steps": [0, 1, 2, 10**12]}, "'steps' ends at 1000000000000; without batch_loss"),
        ({"scores": np.full((S, N, C), np.nan)}, "'scores' holds nan"),
        ({"scores": None, "readout": (np.ones((S, 6, C)), np.ones((S, C)))},
         r"shapes \(4, 6, 3\) and \(4, 3\); they must be \(4, C, 6\)"),
        ({"weights": [np.zeros((S, 6, 5))]}, "'bias.1' is missing"),
        ({"biases": [np.zeros((S, 6))]}, "'weight.1' is missing"),
        ({"weights": [np.zeros((S, 6, 5))], "biases": [np.zeros((S, 6))]}, "activation is other"),
        ({"weights": [None] * 3}, "'layer.3' is missing: there are 3 of weight"),
        ({"activation": "swish"}, "unknown activation 'swish'"),
        ({"made_by": ""}, "made_by is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(DetangleError, match=words) as refused:
        run_of(**changed)
    assert "\n" not in str(refused.value)


@given(SEEDS, st.integers(1, 5), st.integers(1, 4))
def test_an_affine_map_is_found_and_no_other(seed: int, before: int, after: int) -> None:
    rng = np.random.default_rng(seed)
    x, weight, bias = rng.normal(size=(30, before)), rng.normal(size=(after, before)), seed % 7
    found = affine_map(x, x @ weight.T + bias, determined=True)
    assert found is not None
    np.testing.assert_allclose(found[0], weight, atol=1e-9)
    np.testing.assert_allclose(found[1], np.full(after, float(bias)), atol=1e-9)
    bent = np.abs(x @ weight.T)
    assert affine_map(x, bent) is None
    assert affine_maps([x, x], [x, bent]) is None  # one step without a map is enough


def test_where_points_leave_a_choice_the_map_still_does_the_same_to_them() -> None:
    rng = np.random.default_rng(0)
    flat = rng.normal(size=(30, 2)) @ rng.normal(size=(2, 5)) + 3.0
    weight = rng.normal(size=(3, 5))
    assert affine_map(flat, flat @ weight.T, determined=True) is None
    found = affine_map(flat, flat @ weight.T)
    assert found is not None
    np.testing.assert_allclose(flat @ found[0].T + found[1], flat @ weight.T, atol=1e-9)
    assert np.linalg.norm(found[0]) < np.linalg.norm(weight)


def test_closeness_is_measured_by_what_varies() -> None:
    assert fits([1.00001], [1.0], 1.0)
    assert not fits([1.001], [1.0], 1.0)
    assert fits([1e-4], [0.0], 1000.0)
    assert not fits([1e-2], [0.0], 1000.0)
