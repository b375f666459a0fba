"""A run need not begin with the untrained network: its training is shown from its first step on."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from detangle import Trajectory, datasets, record_checkpoints
from detangle.stage import LayerMorphScene, StageScene, WideMorphScene


def recorded_at(*steps: int) -> Trajectory:
    """Checkpoints that a training has left behind."""
    torch.manual_seed(1)
    models = [nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2)) for _ in steps]
    saved = {step: model.state_dict() for step, model in zip(steps, models, strict=True)}
    return record_checkpoints(
        models[0], datasets.make("moons", {"n_points": 40}), saved, layers=["1"]
    )


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("scene", [LayerMorphScene, WideMorphScene])
@pytest.mark.parametrize(("steps", "shown"), [((40, 90), ["training"]), ((40,), [])])
def test_training_is_shown_from_the_first_step_that_was_recorded(
    scene: type[StageScene], steps: tuple[int, ...], shown: list[str]
) -> None:
    keys = []

    class Spied(scene):  # type: ignore[misc, valid-type]
        run = recorded_at(*steps)
        beats = ("training",)
        pace = 0.01

        def beat(self, key: str, **values: Any) -> Any:
            keys.append(key)
            return super().beat(key, **values)

    Spied().render()
    assert keys == shown
