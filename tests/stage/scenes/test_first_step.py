"""A run need not begin with the untrained network: its training is shown from its first step on."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from detangle import Trajectory, datasets, record_checkpoints
from detangle.stage import (
    LayerMorphScene,
    StageScene,
    TrainingReplayScene,
    WideMorphScene,
    WideReplayScene,
)


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


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("first", [0, 70])
@pytest.mark.parametrize("scene", [TrainingReplayScene, WideReplayScene])
def test_only_step_0_is_called_untrained(scene: type[StageScene], first: int) -> None:
    shown: Any = type(
        "Shown", (scene,), {"run": recorded_at(first, 90), "beats": ("start",), "pace": 0.01}
    )()
    shown.render()
    spoken = " ".join(line.content for line in shown.renderer.file_writer.subcaptions)
    assert ("before" in spoken) == (first == 0)
    assert ("step 70" in spoken or "this step" in spoken) == (first == 70)
