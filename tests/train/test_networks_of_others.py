"""Networks and settings as people have them: recorded as what they are, and left as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from detangle import Dataset, DetangleError, Recipe, Recorder, Trajectory, datasets, record
from detangle import record_module as recorded
from detangle.train.seeds import search

MOONS = datasets.make("moons", {"n_points": 60})
Make = Callable[[], nn.Module]


def net(*tail: nn.Module, width: int = 4, out: int = 2) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, width), nn.ReLU(), nn.Linear(width, out), *tail)


def truth(model: nn.Module) -> float:
    """The fraction that a model gets right, from its own outputs alone."""
    with torch.no_grad():
        output = model(torch.from_numpy(MOONS.points)).reshape(60, -1)
    above = output.squeeze(1) > (0.5 if ends_in_probabilities(model) else 0)
    guessed = output.argmax(dim=1) if output.shape[1] > 1 else above.long()
    return float((guessed.numpy() == MOONS.labels).mean())


def ends_in_probabilities(model: nn.Module) -> bool:
    return any(isinstance(m, nn.Sigmoid | nn.Softmax) for m in model.modules())


LOSSES: dict[str, tuple[Make, dict[str, object]]] = {
    "one logit": (lambda: net(out=1), {}),
    "one logit, flat": (lambda: net(nn.Flatten(0), out=1), {}),
    "one logit, its loss": (lambda: net(out=1), {"loss": nn.BCEWithLogitsLoss()}),
    "a sigmoid": (lambda: net(nn.Sigmoid(), out=1), {}),
    "a sigmoid, its loss": (lambda: net(nn.Sigmoid(), out=1), {"loss": nn.BCELoss()}),
    "a softmax": (lambda: net(nn.Softmax(dim=1)), {}),
    "two scores": (lambda: net(), {"loss": nn.CrossEntropyLoss()}),
}


@pytest.mark.parametrize(("make", "given"), LOSSES.values(), ids=LOSSES)
def test_outputs_are_recorded_as_what_they_are(make: Make, given: dict[str, object]) -> None:
    model = make()
    run = recorded(model, MOONS, layers=["1"], epochs=30, record_every=20, **given)  # type: ignore[arg-type]
    assert run.accuracy[-1] == pytest.approx(truth(model))
    assert run.loss[-1] < run.loss[0]
    assert run.has_network != ends_in_probabilities(model)


@pytest.mark.parametrize("loss", [nn.MSELoss(), nn.L1Loss(), torch.nn.functional.mse_loss])
def test_a_regression_is_refused(loss: Callable[[Tensor, Tensor], Tensor]) -> None:
    with pytest.raises(DetangleError, match="is a regression's loss"):
        recorded(net(out=1), MOONS, layers=["1"], epochs=1, loss=loss)


def test_a_loss_that_does_not_fit_is_refused_in_one_line() -> None:
    with pytest.raises(DetangleError, match=r"does not take outputs of shape \(60, 2\)") as caught:
        recorded(net(), MOONS, layers=["1"], epochs=1, loss=nn.BCELoss())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("n", [65, 129])
def test_a_last_batch_of_one_point_is_refused_where_it_cannot_be_normalised(n: int) -> None:
    rng = np.random.default_rng(0)
    data = Dataset.from_arrays(rng.normal(size=(n, 2)), np.arange(n) % 2)
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.ReLU(), nn.Linear(2, 2))
    with pytest.raises(DetangleError, match="try batch_size=63"):
        recorded(model, data, layers=["2"], epochs=1)
    assert len(recorded(model, data, layers=["2"], epochs=1, batch_size=63).steps) > 2


def test_a_frozen_layer_stays_frozen() -> None:
    model = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)).train()
    model[1].eval().requires_grad_(requires_grad=False)
    before = {key: value.clone() for key, value in model[1].state_dict().items()}
    recorded(model, MOONS, layers=["2"], epochs=2)
    assert model.training
    assert not model[1].training
    for key, value in model[1].state_dict().items():
        assert torch.equal(value, before[key]), key


class WritesToItsInput(nn.Module):
    """What one writes for normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.net = net()

    def forward(self, x: Tensor) -> Tensor:
        x -= 0.5
        given: Tensor = self.net(x)
        return given


@pytest.mark.parametrize("shuffle", [True, False])
def test_points_stay_where_a_model_writes_to_its_input(shuffle: bool) -> None:
    before = MOONS.points.copy()
    run = recorded(WritesToItsInput(), MOONS, layers=["net.1"], epochs=2, shuffle=shuffle)
    np.testing.assert_array_equal(MOONS.points, before)
    np.testing.assert_array_equal(run.points, before)
    mine = torch.from_numpy(before.copy())
    recorder = Recorder(WritesToItsInput(), mine, MOONS.labels, layers=["net.1"])
    recorder.snapshot(1.0)
    mine += 10  # an augmentation of the user's own
    recorder.snapshot(1.0)
    layers = recorder.trajectory().layer(1)
    np.testing.assert_array_equal(layers, np.broadcast_to(layers[0], layers.shape))


def trained(watch: bool) -> dict[str, Tensor]:
    """A loop of one's own, with dropout and batch normalisation, watched or not."""
    torch.manual_seed(3)
    model = nn.Sequential(
        nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 2)
    )
    x, y = torch.from_numpy(MOONS.points.copy()), torch.from_numpy(MOONS.labels)
    recorder = Recorder(model, x, y, layers=["2"]) if watch else None
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(5):
        batch = torch.randperm(60)[:30]
        loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if recorder is not None:
            recorder.snapshot(loss)
    return model.state_dict()


def test_looking_changes_nothing_of_what_is_looked_at() -> None:
    seen, alone = trained(watch=True), trained(watch=False)
    assert all(torch.equal(seen[key], alone[key]) for key in alone)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_other_types_are_recorded(dtype: torch.dtype) -> None:
    run = recorded(net().to(dtype), MOONS, layers=["1"], epochs=1)
    assert np.isfinite(run.layer(1)).all()


@pytest.mark.parametrize(
    "model",
    [
        nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2)),
        nn.Sequential(nn.utils.parametrizations.spectral_norm(nn.Linear(2, 4)), nn.ReLU(),
                      nn.Linear(4, 2)),
    ],
    ids=["lazy", "spectral norm"],
)  # fmt: skip
def test_modules_that_change_as_they_run_are_recorded(model: nn.Module) -> None:
    run = recorded(model, MOONS, layers=["1"], epochs=1)
    assert run.layer(1).shape[1:] == (60, 4)


def test_a_model_that_cannot_run_is_refused_in_one_line() -> None:
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    with pytest.raises(DetangleError, match=r"cannot be run on points of shape \(60, 2\)") as said:
        recorded(model, MOONS, layers=["1"], epochs=1)
    assert "\n" not in str(said.value)


def test_large_layers_are_not_joined_by_an_identity_matrix() -> None:
    points, labels = torch.randn(10, 1, 12, 12), torch.arange(10) % 2
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 144, 2)
    )
    recorder = Recorder(model, points, labels, layers=["0", "1"], budget=12 * 2 * 10 * 576 * 4)
    for _ in range(8):
        recorder.snapshot(1.0)
    run = recorder.trajectory()
    assert len(run.steps) >= 8
    assert not run.has_weights(2)


def test_the_first_and_the_last_record_are_kept_whatever_the_budget(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recorder = Recorder(net(), MOONS.points, MOONS.labels, layers=["1"], budget=100)
    for _ in range(21):
        recorder.snapshot(1.0)
    steps = recorder.trajectory().steps
    assert steps[0] == 0
    assert steps[-1] == 21
    assert "the budget is 0.0001 MB" in caplog.text


@contextmanager
def device(name: str) -> Iterator[None]:
    torch.set_default_device(name)
    try:
        yield
    finally:
        torch.set_default_device(None)


@contextmanager
def dtype(kind: torch.dtype) -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(kind)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


SETTINGS = {
    "default device": lambda: device("meta"),
    "default dtype": lambda: dtype(torch.float64),
    "no gradients": torch.no_grad,
    "inference": torch.inference_mode,
}
SMALL = Recipe.of(dataset="moons", dataset_parameters={"n_points": 60}, epochs=2)


def of_network() -> Trajectory:
    return record(MOONS, SMALL)


def state() -> tuple[object, ...]:
    return (
        torch.get_default_device(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.get_num_threads(),
        torch.get_rng_state().tolist(),
    )


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_settings_of_the_session_are_neither_relied_upon_nor_changed(
    setting: Callable[[], AbstractContextManager[object]],
) -> None:
    models = net(), net()
    expected = of_network(), recorded(models[0], MOONS, layers=["1"], epochs=2)
    rates = search(MOONS, SMALL, range(2)).accuracy
    with setting():
        before = state()
        found = of_network(), recorded(models[1], MOONS, layers=["1"], epochs=2)
        again = search(MOONS, SMALL, range(2)).accuracy
        assert state() == before
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.layer(1), other.layer(1))
    np.testing.assert_array_equal(again, rates)
