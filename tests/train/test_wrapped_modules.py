"""Modules in a wrapper are recorded as what they wrap; what nobody can look at is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from detangle import DetangleError, datasets, record_checkpoints, record_module

MOONS = datasets.make("moons", {"n_points": 60})


def model() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("wrap", ["compile", "parallel"])
def test_a_wrapped_module_is_recorded_as_what_it_wraps(wrap: str) -> None:
    plain = record_module(model(), MOONS, layers=["1", "3"], epochs=3)
    inside = model()
    wrapped = (
        torch.compile(inside, backend="eager") if wrap == "compile" else nn.DataParallel(inside)
    )
    run = record_module(wrapped, MOONS, layers=["1", "3"], epochs=3)  # type: ignore[arg-type]
    assert run.widths == plain.widths
    np.testing.assert_array_equal(run.loss, plain.loss)
    np.testing.assert_array_equal(run.layer_at(2), plain.layer_at(2))
    states = {0: model().state_dict(), 3: inside.state_dict()}
    later = record_checkpoints(wrapped, MOONS, states, layers=["1", "3"])  # type: ignore[arg-type]
    np.testing.assert_allclose(later.loss[[0, -1]], plain.loss[[0, -1]], rtol=1e-6)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda: torch.jit.trace(model(), torch.zeros(1, 2)), "scripted or traced"),
        (lambda: model().to("meta"), "meta device"),
        (lambda: lambda x: x, "must be a torch.nn.Module"),
    ],
)
def test_what_nobody_can_look_at_is_refused(given: object, said: str) -> None:
    assert callable(given)
    with pytest.raises(DetangleError, match=said) as refused:
        record_module(given(), MOONS, layers=["1"], epochs=1)
    assert "\n" not in str(refused.value)
