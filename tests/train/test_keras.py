"""The dense layers of Keras, on its torch backend, are found to be affine maps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from torch import nn

from detangle import Recorder


@pytest.mark.parametrize("use_bias", [True, False])
def test_a_dense_layer_is_an_affine_map_then_its_activation(
    use_bias: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")  # read when Keras is imported
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    import keras

    keras.utils.set_random_seed(3)
    dense = keras.layers.Dense(5, activation="sigmoid", use_bias=use_bias, bias_initializer="ones")
    model = nn.Sequential(dense, keras.layers.Dense(3))
    points = np.random.default_rng(0).normal(size=(40, 4)).astype(np.float32)
    model(points)  # now it has weights

    recorder = Recorder(model, points, np.arange(40) % 3, layers=["0"])
    recorder.snapshot(1.0)
    run = recorder.trajectory()
    assert (run.architecture.activation, run.architecture.readout) == ("sigmoid", "linear")
    kernel = dense.kernel.value.detach().numpy()
    bias = np.ones(5) if use_bias else np.zeros(5)
    np.testing.assert_allclose(run.weight(1)[-1], kernel.T, atol=1e-7)
    expected = 1 / (1 + np.exp(-(points @ kernel + bias)))
    np.testing.assert_allclose(run.layer_at(1), expected, atol=1e-6)
