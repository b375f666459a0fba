"""A moment of a run is its network at a step; a clock shows the same moment in all panels."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Trajectory
from detangle.run.moment import Moment
from detangle.stage import Clock, Number, RunClock
from detangle.stage.text.number import LiveNumber


@pytest.mark.parametrize("step", [0, 57, 412.3])
def test_its_layers_are_those_of_the_network_of_its_step(moons: Trajectory, step: float) -> None:
    moment = Moment(moons, step)
    for k, layer in enumerate(moment.layers):
        np.testing.assert_array_equal(layer, moons.at(step).layer(k, moons.points))
    assert len(moment.layers) == moons.depth + 1
    assert moment.layers is moment.layers  # computed once, however many panels ask for it


def test_its_figures_are_those_of_the_nearest_recorded_step(moons: Trajectory) -> None:
    moment = Moment(moons, 412.3, speed=20.0)
    assert moment.recorded_step == 412
    assert moment.loss == float(moons.loss[412])
    assert moment.accuracy == float(moons.accuracy[412])


def test_without_a_warp_time_runs_evenly_and_stands_still_at_its_ends(moons: Trajectory) -> None:
    step, speed = (Number(0, size=30, color="#FFFFFF", decimals=1) for _ in range(2))
    panels = [LiveNumber(step, lambda now: now.step), LiveNumber(speed, lambda now: now.speed)]
    playing = RunClock(Clock(moons, panels), 100, 300, run_time=4)
    playing.begin()
    for alpha, expected in ((0.0, (100, 0)), (0.25, (150, 50)), (1.0, (300, 0))):
        playing.interpolate(alpha)
        assert (step.value, speed.value) == expected
