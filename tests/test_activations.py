"""Activation records against definitions, PyTorch and differences; a user's own."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from detangle import DetangleError, Recipe, activations
from detangle.activations import Activation
from detangle.recipe import read_setup
from detangle.train.network import torch_function

GRID = np.concatenate([np.linspace(-8, 8, 3201), [-1e4, -100.0, -1e-12, -0.0, 1e-12, 100.0, 1e4]])
DEFINITIONS: dict[str, Callable[[float], float]] = {
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z)),
    "gelu": lambda z: z * math.erfc(-z / math.sqrt(2)) / 2,
    "identity": lambda z: z,
    "softplus": lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "silu": lambda z: z * (1 + math.tanh(z / 2)) / 2,
    "abs": math.fabs,
}
NAMES = sorted(DEFINITIONS)
MONOTONE = {"relu", "leaky_relu", "tanh", "sigmoid", "identity", "softplus", "elu"}
INVERTIBLE = {"leaky_relu", "tanh", "sigmoid", "identity", "softplus", "elu"}
KINKED = {"relu", "leaky_relu", "abs"}


def mish(**changes: object) -> Activation:
    """Return an activation that does not come along (Misra 2019)."""
    softplus = activations.get("softplus").function
    facts: dict[str, object] = {
        "name": "mish",
        "label": "Mish",
        "rule": "$z tanh(ln(1 + e^z))$",
        "function": lambda z: z * np.tanh(softplus(z)),
        "derivative": lambda z: np.gradient(z * np.tanh(softplus(z)), z),
        "torch": "torch.nn.functional.mish",
    }
    return Activation(**(facts | changes))  # type: ignore[arg-type]


def test_all_that_come_along_are_tested() -> None:
    assert set(NAMES) == activations.BUILT_IN == set(activations.names())


@pytest.mark.parametrize("name", NAMES)
def test_equals_its_definition(name: str) -> None:
    by_hand = [DEFINITIONS[name](float(z)) for z in GRID]
    np.testing.assert_allclose(activations.get(name).function(GRID), by_hand, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_network_uses_the_same_function(name: str) -> None:
    made = torch_function(name)(torch.from_numpy(GRID)).numpy()
    np.testing.assert_allclose(made, activations.get(name).function(GRID), rtol=1e-8, atol=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_is_the_limit_of_differences(name: str) -> None:
    record, z = activations.get(name), np.linspace(-7, 7, 141) + 0.003
    measured = (record.function(z + 1e-6) - record.function(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(record.derivative(z), measured, atol=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_the_inverse_leads_back_if_there_is_one(name: str) -> None:
    record, z = activations.get(name), np.linspace(-7, 7, 141)
    assert (record.inverse is not None) == (name in INVERTIBLE)
    if record.inverse is not None:
        np.testing.assert_allclose(record.inverse(record.function(z)), z, atol=1e-8)
        assert np.isfinite(record.inverse(record.function(GRID))).all()


@pytest.mark.parametrize("name", NAMES)
def test_its_shape_is_known(name: str) -> None:
    record, z = activations.get(name), np.sort(GRID)
    assert record.piecewise_linear == (name in KINKED | {"identity"})
    assert record.monotone == (name in MONOTONE) == bool((np.diff(record.function(z)) >= 0).all())


@pytest.mark.usefixtures("registry")
def test_its_values_are_part_of_the_key_and_those_of_presets_are_not() -> None:
    plain = Recipe().to_json()
    activations.register(mish())
    first = Recipe.of(activation="mish").key
    activations.register(mish(rule="$z$"))
    assert Recipe.of(activation="mish").key == first
    activations.register(mish(function=np.tanh))
    assert Recipe.of(activation="mish").key != first
    assert Recipe().key == hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.usefixtures("registry")
def test_an_unknown_one_is_refused_in_a_line_that_says_how_to_register_it() -> None:
    with pytest.raises(DetangleError, match=r"unknown activation 'rleu': did you mean 'relu'\?"):
        Recipe.of(activation="rleu")
    activations.register(mish())
    facts = Recipe.of(activation="mish").facts()
    activations._REGISTRY.pop("mish")
    with pytest.raises(DetangleError, match=r"'mish'.*detangle\.activations\.register") as caught:
        read_setup(facts)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("registry")
def test_a_file_of_your_own_is_run_when_a_name_is_not_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "import numpy as np\n"
        "from detangle.activations import Activation, get, names, register\n"
        "assert 'sine' not in names() and get('relu')\n"
        "register(Activation('sine', 'sin', '$sin z$', np.sin, np.cos, 'torch.sin'))\n"
    )
    monkeypatch.setenv(activations.OWN_VARIABLE, str(path))
    assert activations.get("sine").function is np.sin
    monkeypatch.setenv(activations.OWN_VARIABLE, str(tmp_path / "none.py"))
    with pytest.raises(DetangleError, match=r"none\.py', which cannot be read"):
        activations.get("cosine")


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "my function"}, "cannot be named 'my function'"),
        ({"name": "other"}, "cannot be named 'other'"),
        ({"name": "relu"}, "'relu' is there already"),
        ({"negative_slope": 0.0}, "is not z above zero and 0.0 z below"),
    ],
)
def test_what_cannot_be_registered_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(DetangleError, match=message):
        activations.register(mish(**changes))


@pytest.mark.usefixtures("registry")
def test_other_values_in_pytorch_are_found_before_training() -> None:
    activations.register(mish(torch=torch.tanh))
    with pytest.raises(DetangleError, match="PyTorch and NumPy give other values at"):
        torch_function("mish")
