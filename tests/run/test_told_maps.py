"""Weights that do not make their layers are refused, and the likely cause is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit

from detangle import DetangleError, Trajectory, activations, from_arrays

S, N, D = 3, 20, 2
Array = NDArray[Any]
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": expit,
    "silu": lambda z: z * expit(z),
    "softplus": lambda z: np.logaddexp(0, z),
    "identity": lambda z: z,
}


def given_of(name: str, seed: int = 0, scale: float = 1.0) -> dict[str, Any]:
    """Two layers of a network in NumPy, computed in double precision."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(N, D)) * scale
    weights = [rng.normal(size=(S, D, D)) for _ in range(2)]
    biases = [rng.normal(size=(S, D)) for _ in range(2)]
    layers: list[Array] = []
    for weight, bias in zip(weights, biases, strict=True):
        before = layers[-1] if layers else points
        layers.append(FUNCTIONS[name](before @ weight.transpose(0, 2, 1) + bias[:, None]))
    readout = rng.normal(size=(S, 2, D)), rng.normal(size=(S, 2))
    scores = layers[-1] @ readout[0].transpose(0, 2, 1) + readout[1][:, None]
    return {
        "points": points, "labels": np.arange(N) % 2, "layers": layers, "weights": weights,
        "biases": biases, "activation": name, "readout": readout, "scores": scores,
    }  # fmt: skip


def turned(arrays: list[Array]) -> list[Array]:
    return [array.transpose(0, 2, 1) for array in arrays]


def refusal(**values: Any) -> str:
    with pytest.raises(DetangleError) as caught:
        from_arrays(**values)
    words = str(caught.value)
    assert len(words) <= 300
    assert words.isprintable()
    return words


@given(st.sampled_from(sorted(FUNCTIONS)), st.integers(0, 99), st.sampled_from([1e-6, 1, 1e6]))
def test_what_is_true_is_taken(name: str, seed: int, scale: float) -> None:
    run = from_arrays(**given_of(name, seed, scale))
    assert (run.has_network, run.architecture.activation) == (True, name)


@given(st.sampled_from(sorted(FUNCTIONS)), st.integers(0, 99), st.booleans())
def test_what_was_computed_in_single_precision_is_taken(name: str, seed: int, wide: bool) -> None:
    """The sums are of 300 numbers of either sign, so their last digits are lost."""
    rng = np.random.default_rng(seed)
    d = 300 if wide else 2
    points = rng.normal(size=(N, d)).astype(np.float32)
    weight = rng.normal(size=(1, 4, d)).astype(np.float32)
    bias = rng.normal(size=(1, 4)).astype(np.float32)
    layer = FUNCTIONS[name](points @ weight.transpose(0, 2, 1) + bias[:, None])
    assert layer.dtype == np.float32
    from_arrays(points=points, labels=np.arange(N) % 2, layers=[layer], weights=[weight],
                biases=[bias], activation=name, loss=[1.0], accuracy=[0.5])  # fmt: skip


@given(st.sampled_from(sorted(set(FUNCTIONS) - {"identity"})), st.integers(0, 99))
def test_kernels_of_keras_are_known(name: str, seed: int) -> None:
    values = given_of(name, seed)
    words = refusal(**values | {"weights": turned(values["weights"])})
    assert words.startswith(f"the array 'layer.1' is not {name}(points @ weight.1.T + bias.1): at")
    assert "transposed weights make it: weight is (out, in)" in words


def test_only_the_layer_that_is_wrong_is_named() -> None:
    values = given_of("tanh")
    first, second = values["weights"]
    words = refusal(**values | {"weights": [first, second.transpose(0, 2, 1)]})
    assert words.startswith("the array 'layer.2' is not tanh(layer.1 @ weight.2.T + bias.2)")
    late = second.copy()
    late[2] = 0.0
    words = refusal(**values | {"weights": [first, late], "steps": [0, 5, 9]})
    assert "at step 9 it is off by" in words
    assert "same steps" in words


@pytest.mark.parametrize("true", sorted(FUNCTIONS))
@pytest.mark.parametrize("told", ["relu", "gelu", "identity"])
def test_another_activation_is_known(true: str, told: str) -> None:
    values = given_of(true)
    if true == told:
        return
    assert f"activation {true!r} makes it" in refusal(**values | {"activation": told})
    both = {"activation": told, "weights": turned(values["weights"])}
    assert f"transposed weights and activation {true!r} make it" in refusal(**values | both)


def test_a_transposed_readout_is_known() -> None:
    values = given_of("relu")
    weight, bias = values["readout"]
    words = refusal(**values | {"readout": (weight.transpose(0, 2, 1), bias)})
    assert words.startswith("the array 'scores' is not layer.2 @ readout.weight.T + readout.bias")
    assert "transposed weights make it" in words


def test_shapes_tell_a_kernel_that_is_not_square() -> None:
    rng = np.random.default_rng(0)
    words = refusal(points=rng.normal(size=(N, 3)), labels=np.arange(N) % 2,
                    layers=[np.zeros((S, N, 2))], weights=[np.zeros((S, 3, 2))],
                    biases=[np.zeros((S, 2))], activation="relu", loss=np.ones(S),
                    accuracy=np.ones(S))  # fmt: skip
    assert "'weight.1' has shape (3, 3, 2)" in words
    assert "transpose it: weights are (out, in)" in words


@pytest.mark.usefixtures("registry")
def test_an_activation_of_ones_own_is_found() -> None:
    activations.register(
        activations.Activation(
            "square", "square", "$z^2$", np.square, lambda z: 2 * z, "torch.square"
        )
    )
    values = given_of("tanh")
    sums = np.arctanh(values["layers"][0])
    run: dict[str, Any] = values | {"layers": [sums**2], "weights": values["weights"][:1]}
    run |= {"biases": values["biases"][:1], "readout": None, "scores": None,
            "loss": np.ones(S), "accuracy": np.ones(S)}  # fmt: skip
    assert "activation 'square' makes it" in refusal(**run)
    found: Trajectory = from_arrays(**run | {"activation": "square"})
    assert found.has_weights(1)
