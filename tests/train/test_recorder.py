"""Any module is recorded as it is, found out where it is affine, and left as it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import log_softmax
from torch import Tensor, nn

from detangle import (
    Dataset,
    DetangleError,
    Recorder,
    Trajectory,
    datasets,
    load,
    record_module,
    save,
)

Array = NDArray[np.float64]
N = 40


class Residual(nn.Module):
    """Two residual blocks with batch normalisation and dropout, then three scores."""

    def __init__(self, width: int = 6) -> None:
        super().__init__()
        self.enter = nn.Linear(4, width)
        self.first, self.second = nn.Linear(width, width), nn.Linear(width, width)
        self.norm = nn.BatchNorm1d(width)
        self.dropout = nn.Dropout(0.5)
        self.middle, self.last = nn.Identity(), nn.Identity()
        self.head = nn.Linear(width, 3)
        self.spare = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.tanh(self.enter(x))
        h = self.middle(h + self.dropout(torch.relu(self.norm(self.first(h)))))
        h = self.last(h + torch.relu(self.second(h)))
        scores: Tensor = self.head(h)
        return scores


def by_hand(model: Residual, points: Array) -> tuple[Array, Array, Array]:
    """Both blocks and the scores in eval mode, in NumPy."""

    def of(tensor: Tensor) -> Array:
        return tensor.detach().double().numpy()

    def affine(layer: nn.Linear, x: Array) -> Array:
        return np.asarray(x @ of(layer.weight).T + of(layer.bias))

    norm = model.norm
    assert norm.running_mean is not None
    assert norm.running_var is not None
    h = np.tanh(affine(model.enter, points))
    z = (affine(model.first, h) - of(norm.running_mean)) / np.sqrt(of(norm.running_var) + norm.eps)
    h1 = h + np.maximum(z * of(norm.weight) + of(norm.bias), 0)
    h2 = h1 + np.maximum(affine(model.second, h1), 0)
    return h1, h2, affine(model.head, h2)


@pytest.fixture
def model() -> Residual:
    torch.manual_seed(3)
    return Residual()


@pytest.fixture
def data() -> Dataset:
    rng = np.random.default_rng(7)
    labels = np.arange(N) % 3
    points = rng.normal(size=(N, 4)) + 2 * np.eye(4)[labels]
    return Dataset("blobs", points.astype(np.float32), labels, ("a", "b", "c"))


LAYERS = ["middle", "last"]


def own_loop(model: nn.Module, data: Dataset, recorder: Recorder, updates: int) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    points, labels = torch.from_numpy(data.points), torch.from_numpy(data.labels)
    for _ in range(updates):
        loss = nn.functional.cross_entropy(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        recorder.snapshot(loss)


def test_each_step_is_that_of_a_forward_pass_by_hand(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    expected = [by_hand(model, data.points.astype(np.float64))]
    for _ in range(5):
        own_loop(model, data, recorder, 1)
        expected.append(by_hand(model, data.points.astype(np.float64)))
    run = recorder.trajectory()
    assert run.steps.tolist() == [0, 1, 2, 3, 4, 5]
    assert run.widths == (4, 6, 6)
    for step, (first, second, scores) in enumerate(expected):
        np.testing.assert_allclose(run.layer_at(1, step), first, atol=1e-5)
        np.testing.assert_allclose(run.layer_at(2, step), second, atol=1e-5)
        np.testing.assert_allclose(run.scores_at(step), scores, atol=1e-4)
        logs = log_softmax(scores, axis=1)[np.arange(N), data.labels]
        assert run.loss_at(step) == pytest.approx(-logs.mean(), abs=1e-5)
        assert run.accuracy_at(step) == (scores.argmax(axis=1) == data.labels).mean()
    assert len(run.batch_loss) == 5


def test_the_batch_losses_are_those_that_were_given(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    for value in (3.0, torch.tensor(2.0, requires_grad=True), 1):
        recorder.snapshot(value)
    assert recorder.trajectory().batch_loss.tolist() == [3.0, 2.0, 1.0]
    assert recorder.steps == 3


def test_residual_blocks_are_no_affine_maps_but_the_head_is(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    own_loop(model, data, recorder, 3)
    run = recorder.trajectory()
    assert (run.architecture.activation, run.architecture.readout) == ("other", "linear")
    assert not run.has_weights(1)
    assert not run.has_weights(2)
    np.testing.assert_allclose(run.readout_at()[0], model.head.weight.detach(), atol=1e-7)
    assert run.made_by == "Residual, trained by a loop of its own"
    with pytest.raises(DetangleError, match="no weights of layer 1"):
        run.at()


def chain(*parts: nn.Module) -> nn.Sequential:
    torch.manual_seed(1)
    model = nn.Sequential(*parts)
    for norm in model.modules():
        if isinstance(norm, nn.BatchNorm1d):  # statistics and scales that change something
            nn.init.normal_(norm.weight)
            nn.init.normal_(norm.bias)
            norm.running_mean = torch.randn(norm.num_features)
            norm.running_var = torch.rand(norm.num_features) + 0.5
    return model


class Bent(nn.Module):
    """A block that ends with a function of its own."""

    def __init__(self, before: int, after: int, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.linear, self.function = nn.Linear(before, after), function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(self.linear(x))


def step_of(model: nn.Module, data: Dataset, layers: list[Any], **options: Any) -> Trajectory:
    recorder = Recorder(model, data.points, data.labels, layers=layers, **options)
    recorder.snapshot(1.0)
    return recorder.trajectory()


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "leaky_relu": nn.functional.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": nn.functional.gelu,
    "identity": lambda z: z,
    "softplus": nn.functional.softplus,
    "elu": nn.functional.elu,
    "silu": nn.functional.silu,
    "abs": torch.abs,
}


@pytest.mark.parametrize("activation", sorted(FUNCTIONS))
def test_affine_then_a_known_function_is_found(activation: str, data: Dataset) -> None:
    function = FUNCTIONS[activation]
    blocks = Bent(4, 5, function), Bent(5, 5, function)
    model = chain(*blocks, nn.Linear(5, 3))
    run = step_of(model, data, ["0", "1"])
    assert (run.architecture.activation, run.has_network) == (activation, True)
    network = run.at()
    for k, block in enumerate(blocks, start=1):
        np.testing.assert_allclose(run.weight(k)[-1], block.linear.weight.detach(), atol=1e-7)
        made = network.activate(network.affine(k, run.layer_at(k - 1)))
        np.testing.assert_allclose(made, run.layer_at(k), atol=1e-5)


def test_modules_of_functions_are_layers_too(data: Dataset) -> None:
    model = chain(
        nn.Linear(4, 2), nn.ReLU(inplace=True), nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 3)
    )
    run = step_of(model, data, [model[1], "3"])
    assert (run.architecture.activation, run.architecture.widths, run.has_network) == (
        "relu",
        (2, 2),
        True,
    )
    expected = model(torch.from_numpy(data.points)).detach().numpy()
    np.testing.assert_allclose(run.at().scores(data.points), expected, atol=1e-5)


def test_what_is_changed_in_place_later_is_recorded_as_it_came(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.ReLU(inplace=True), nn.Linear(5, 3))
    run = step_of(model, data, ["0"])
    assert run.layer(1).min() < 0
    assert run.architecture.activation == "identity"


def test_batch_normalisation_is_part_of_the_map(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3))
    run = step_of(model, data, ["2"])
    assert (run.architecture.activation, run.has_network) == ("relu", True)
    np.testing.assert_allclose(run.at().layer(1, data.points), run.layer_at(1), atol=1e-5)


def test_normalisation_alone_is_fitted_to_the_points(data: Dataset) -> None:
    run = step_of(chain(nn.BatchNorm1d(4), nn.Linear(4, 3)), data, ["0"])
    assert (run.architecture.activation, run.has_network) == ("identity", True)
    weight = run.weight(1)[-1]
    np.testing.assert_allclose(weight - np.diag(np.diag(weight)), 0, atol=1e-5)


def test_a_residual_map_without_a_bend_is_affine(data: Dataset) -> None:
    class Plus(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.Linear(4, 4)

        def forward(self, x: Tensor) -> Tensor:
            plus: Tensor = x + self.linear(x)
            return plus

    block = Plus()
    run = step_of(chain(block, nn.Linear(4, 3)), data, ["0"])
    expected = np.eye(4) + block.linear.weight.detach().numpy()
    np.testing.assert_allclose(run.weight(1)[-1], expected, atol=1e-5)


def test_weights_that_only_look_right_at_first_are_given_up(data: Dataset) -> None:
    block = Bent(4, 5, torch.relu)
    model = chain(block, nn.Linear(5, 3))
    recorder = Recorder(model, data.points, data.labels, layers=["0"])
    block.function = torch.sin
    recorder.snapshot(1.0)
    run = recorder.trajectory()
    assert not run.has_weights(1)
    assert run.architecture.activation == "other"


def test_one_number_a_point_is_the_log_odds_of_the_second_class(data: Dataset) -> None:
    labels = data.labels.clip(0, 1)
    for last in (nn.Linear(5, 1), nn.Sequential(nn.Linear(5, 1), nn.Flatten(0))):
        model = chain(nn.Linear(4, 5), nn.Tanh(), last)
        recorder = Recorder(model, data.points, labels, layers=["1"])
        recorder.snapshot(1.0)
        run = recorder.trajectory()
        odds = model(torch.from_numpy(data.points)).detach().numpy().ravel()
        np.testing.assert_allclose(np.diff(run.scores_at()).ravel(), odds, atol=1e-5)
        chance = 1 / (1 + np.exp(-odds))
        expected = -np.log(np.where(labels == 1, chance, 1 - chance)).mean()
        assert run.loss[-1] == pytest.approx(expected, abs=1e-5)
        assert run.architecture.readout == "linear"


def test_scores_that_are_no_map_of_the_last_layer_are_kept(model: Residual, data: Dataset) -> None:
    run = step_of(model, data, ["enter"])
    assert run.architecture.readout == "other"
    expected = by_hand(model, data.points.astype(np.float64))[2]
    np.testing.assert_allclose(run.scores_at(), expected, atol=1e-5)


def test_a_loss_of_ones_own_is_measured_over_all_points(model: Residual, data: Dataset) -> None:
    def hinge(scores: Tensor, labels: Tensor) -> Tensor:
        return nn.functional.multi_margin_loss(scores, labels)

    run = step_of(model, data, LAYERS, loss=hinge)
    scores = by_hand(model, data.points.astype(np.float64))[2]
    own = scores[np.arange(N), data.labels][:, None]
    margins = np.maximum(0, 1 - own + scores)
    margins[np.arange(N), data.labels] = 0
    assert run.loss[0] == pytest.approx(margins.sum(axis=1).mean() / 3, abs=1e-5)


def state(model: nn.Module) -> dict[str, Any]:
    """All of a model that looking at it must not change."""
    return {
        "modes": [module.training for module in model.modules()],
        "values": {key: value.clone() for key, value in model.state_dict().items()},
        "gradients": [None if p.grad is None else p.grad.clone() for p in model.parameters()],
        "wanted": [p.requires_grad for p in model.parameters()],
        "hooks": [len(m._forward_hooks) for m in model.modules()],
        "random": torch.get_rng_state(),
        "grad": torch.is_grad_enabled(),
    }


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for key in ("modes", "wanted", "hooks", "grad"):
        assert one[key] == other[key], key
    assert torch.equal(one["random"], other["random"])
    for key, value in one["values"].items():
        assert torch.equal(value, other["values"][key]), key
    for a, b in zip(one["gradients"], other["gradients"], strict=True):
        assert (a is None) == (b is None)
        assert a is None or torch.equal(a, b)


def mix_modes(model: Residual) -> None:
    """A model in the middle of somebody's work."""
    model.train()
    model.norm.eval()
    model.first.weight.requires_grad_(False)
    model(torch.randn(5, 4)).sum().backward()


@pytest.mark.parametrize("evaluate", [True, False])
def test_a_model_is_left_as_it_was_found(model: Residual, data: Dataset, evaluate: bool) -> None:
    mix_modes(model)
    before = state(model)
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS, evaluate=evaluate)
    recorder.snapshot(1.0)
    recorder.trajectory()
    assert_same(state(model), before)


@pytest.mark.parametrize("evaluate", [True, False])
def test_running_statistics_are_not_touched(data: Dataset, evaluate: bool) -> None:
    model = chain(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)).train()
    before = state(model)
    assert before["values"]["1.num_batches_tracked"] == 0
    step_of(model, data, ["2"], evaluate=evaluate)
    assert_same(state(model), before)


def test_looking_between_forward_and_backward_does_no_harm(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)).eval()
    recorder = Recorder(model, data.points, data.labels, layers=["2"], evaluate=False)
    loss = model(torch.from_numpy(data.points)).sum()
    recorder.snapshot(loss)
    loss.backward()


class Fails(nn.Module):
    """Raises in the middle of its forward pass, when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.fails = nn.Linear(4, 3), nn.Linear(3, 3), False

    def forward(self, x: Tensor) -> Tensor:
        h = self.a(x)
        if self.fails:
            raise RuntimeError("on purpose")
        scores: Tensor = self.b(h)
        return scores


@pytest.mark.parametrize("exception", [RuntimeError, KeyboardInterrupt])
def test_hooks_are_removed_when_the_model_raises(
    data: Dataset, exception: type[BaseException]
) -> None:
    model = Fails().train()
    recorder = Recorder(model, data.points, data.labels, layers=["a"])
    before, model.fails = state(model), True

    def interrupt(*_: Any) -> None:
        raise exception("on purpose")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nn.functional, "linear", interrupt)
        with pytest.raises(exception, match="on purpose"):
            recorder.snapshot(1.0)
    assert_same(state(model), before)
    with pytest.raises(RuntimeError, match="on purpose"):
        recorder.snapshot(1.0)
    assert_same(state(model), before)


class Odd(nn.Module):
    """A model with everything that cannot be recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.pair = nn.Linear(4, 3), nn.LSTM(4, 3, batch_first=True)
        self.turned, self.spare = nn.Flatten(0), nn.Linear(2, 2)
        self.act, self.nan = nn.ReLU(), nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        self.pair(x[:, None])
        self.turned(x)
        self.nan(torch.log(-torch.ones_like(x)))
        scores: Tensor = self.act(self.act(self.first(x)))
        return scores


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (["frist"], "no layer 'frist': did you mean 'first'"),
        (["zzz"], "no layer 'zzz': known: act, first, nan"),
        ([], "layers is .*at least one layer"),
        ("first", "layers is first: it must be a list"),
        ([nn.Linear(2, 2)], "the Linear that is given is no part of the model"),
        (["first", "first"], "'first' is there twice"),
        (["spare"], "'spare' is not called"),
        (["act"], "'act' is called 2 times"),
        (["pair"], "'pair' gives a tuple, not a tensor"),
        (["turned"], r"'turned' gives a tensor of shape \(160,\) for 40 points"),
        (["nan"], "'nan' gives numbers that are not finite"),
    ],
)
def test_a_layer_that_cannot_be_recorded_is_refused_in_one_line(
    layers: Any, words: str, data: Dataset
) -> None:
    model = Odd()
    before = state(model)
    with pytest.raises(DetangleError, match=words) as refused:
        Recorder(model, data.points, data.labels, layers=layers)
    assert "\n" not in str(refused.value)
    assert_same(state(model), before)


def test_a_model_of_many_layers_is_not_listed_whole(data: Dataset) -> None:
    model = nn.Sequential(*(nn.Linear(4, 4) for _ in range(99)))
    with pytest.raises(DetangleError, match=r"known: 0, 1, .*, 11, … \(99 in all\)") as refused:
        Recorder(model, data.points, data.labels, layers=["zzz"])
    assert len(str(refused.value)) < 200


class Gives(nn.Module):
    """Gives whatever it is told to."""

    def __init__(self, what: Callable[[Tensor], Any]) -> None:
        super().__init__()
        self.layer, self.what = nn.Linear(4, 3), what

    def forward(self, x: Tensor) -> Any:
        return self.what(self.layer(x))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (lambda h: (h, h), "the model gives a tuple, not a tensor"),
        (lambda h: h.sum(), "the model gives a tensor of shape"),
        (lambda h: h[:5], r"the model gives a tensor of shape \(5, 3\) for 40 points"),
        (lambda h: h / 0, "the model gives numbers that are not finite"),
        (lambda h: h[:, :2], "label 2 is out of range: the model gives 2 scores"),
    ],
)
def test_scores_that_are_none_are_refused(
    what: Callable[[Tensor], Any], words: str, data: Dataset
) -> None:
    with pytest.raises(DetangleError, match=words):
        Recorder(Gives(what), data.points, data.labels, layers=["layer"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"labels": np.full(N, -1)}, "label -1 is out of range"),
        ({"labels": np.arange(N)}, "label 39 is out of range: .* classes 0 to 2"),
        ({"labels": np.zeros(N)}, "labels are float64"),
        ({"labels": np.zeros(5, dtype=int)}, "40 points, but labels have shape"),
        ({"class_names": ["a", "b"]}, "2 class names, but the model gives 3 scores"),
        ({"points": np.zeros(4)}, r"points have shape \(4,\)"),
        ({"points": np.full((N, 4), "x")}, "points are .*, not numbers"),
        ({"every": 0}, "every is 0"),
    ],
)
def test_data_that_does_not_fit_is_refused(
    changed: dict[str, Any], words: str, model: Residual, data: Dataset
) -> None:
    values = {"points": data.points, "labels": data.labels, "layers": LAYERS, **changed}
    with pytest.raises(DetangleError, match=words):
        Recorder(model, **values)


def test_a_run_begins_with_a_snapshot(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    with pytest.raises(DetangleError, match="no snapshot yet: call snapshot"):
        recorder.trajectory()


def test_what_was_recorded_before_it_went_wrong_is_kept(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    recorder.snapshot(1.0)
    with pytest.raises(DetangleError, match="the loss is not finite at step 1"):
        recorder.snapshot(float("nan"))
    torch.nn.init.constant_(model.enter.weight, float("inf"))
    with pytest.raises(DetangleError, match="at step 2: layer 'middle' gives numbers that are not"):
        recorder.snapshot(1.0)
    assert recorder.trajectory().steps.tolist() == [0, 1]


def test_every_so_many_steps_are_recorded(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS, every=3)
    own_loop(model, data, recorder, 8)
    run = recorder.trajectory()
    assert run.steps.tolist() == [0, 3, 6]
    assert len(run.batch_loss) == 6


def test_a_long_run_keeps_fewer_steps(model: Residual, data: Dataset) -> None:
    size = 4 * N * (6 + 6 + 3) + 8 * (3 * 6 + 3)
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS, budget=10 * size)
    own_loop(model, data, recorder, 70)
    steps = recorder.trajectory().steps
    assert len(steps) <= 10
    assert set(np.diff(steps).tolist()) == {8}


@given(st.integers(1, 30), st.integers(1, 12))
@settings(max_examples=20)
def test_the_points_may_have_any_shape(height: int, channels: int) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, channels, 1), nn.Flatten(), nn.LazyLinear(2))
    points = torch.randn(9, 1, height, 2)
    model(points)
    recorder = Recorder(model, points, torch.arange(9) % 2, layers=["0"])
    recorder.snapshot(0.0)
    run = recorder.trajectory()
    assert run.widths == (2 * height, 2 * height * channels)
    np.testing.assert_array_equal(run.points, points.reshape(9, -1))


def test_a_model_of_double_precision_is_given_double_numbers(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    run = step_of(model, data, ["1"])
    assert run.has_network
    assert model[0].weight.dtype == torch.float64


def test_more_points_than_go_through_at_once_are_all_recorded() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(2500, 4)).astype(np.float32)
    model = chain(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))
    recorder = Recorder(model, points, np.arange(2500) % 3, layers=["1"])
    recorder.snapshot(1.0)
    expected = torch.tanh(model[0](torch.from_numpy(points))).detach().numpy()
    np.testing.assert_allclose(recorder.trajectory().layer_at(1), expected, atol=1e-6)


class TestRecordModule:
    """`record_module` trains as the loop in its description does."""

    def test_it_is_the_loop_that_is_written_out(self, data: Dataset) -> None:
        torch.manual_seed(3)
        model, twin = Residual(), Residual()
        twin.load_state_dict(model.state_dict())
        run = record_module(model, data, layers=LAYERS, epochs=2, batch_size=16, seed=5,
                            optimizer=lambda p: torch.optim.SGD(p, lr=0.1))  # fmt: skip
        torch.manual_seed(5)
        stepper = torch.optim.SGD(twin.parameters(), lr=0.1)
        order = torch.Generator().manual_seed(5)
        points, labels = torch.from_numpy(data.points), torch.from_numpy(data.labels)
        losses = []
        for _ in range(2):
            for batch in torch.randperm(N, generator=order).split(16):
                loss = nn.functional.cross_entropy(twin(points[batch]), labels[batch])
                stepper.zero_grad()
                loss.backward()
                stepper.step()
                losses.append(loss.item())
        np.testing.assert_allclose(run.batch_loss, losses, rtol=1e-6)
        expected = by_hand(twin, data.points.astype(np.float64))
        np.testing.assert_allclose(run.layer_at(2), expected[1], atol=1e-5)
        assert run.steps.tolist() == [0, 1, 2, 3, 4, 5, 6]
        assert run.class_names == ("a", "b", "c")
        assert (run.setup.dataset, run.setup.data_hash) == ("blobs", data.digest)
        assert run.made_by == (
            "Residual, SGD with learning rate 0.1, 2 epochs, batches of 16, seed 5"
        )

    def test_the_same_call_gives_the_same_run(self, data: Dataset) -> None:
        def runs() -> Iterator[Trajectory]:
            for noise in (1, 2):
                torch.manual_seed(3)
                model = Residual()
                torch.manual_seed(noise)
                yield record_module(model, data, layers=LAYERS, epochs=3)

        one, other = runs()
        for key in one.keys:
            np.testing.assert_array_equal(one.arrays.read(key), other.arrays.read(key))

    def test_all_but_the_weights_is_left_as_it_was(self, model: Residual, data: Dataset) -> None:
        mix_modes(model)
        before = state(model)
        frozen = model.first.weight.clone()
        record_module(model, data, layers=LAYERS, epochs=2)
        after = state(model)
        assert not torch.equal(after["values"]["enter.weight"], before["values"]["enter.weight"])
        assert torch.equal(after["values"]["first.weight"], frozen)
        assert_same({**after, "values": {}}, {**before, "values": {}})

    def test_also_when_it_raises(self, data: Dataset) -> None:
        model = Fails().eval()
        before = state(model)

        def fails(scores: Tensor, labels: Tensor) -> Tensor:
            model.fails = True
            return nn.functional.cross_entropy(scores, labels)

        with pytest.raises(RuntimeError, match="on purpose"):
            record_module(model, data, layers=["a"], loss=fails)
        assert_same({**state(model), "values": {}}, {**before, "values": {}})

    def test_a_convolution_sees_the_digits_as_images(self) -> None:
        digits = datasets.make("digits", {"n_points": 60, "classes": (0, 1, 2)})
        torch.manual_seed(0)
        model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3))
        run = record_module(model, digits, layers=["1"], shape=(1, 8, 8), epochs=2)
        assert run.widths == (64, 144)
        np.testing.assert_array_equal(run.points, digits.points)
        assert run.architecture.readout == "linear"
        assert not run.has_weights(1)

    def test_the_last_step_is_recorded_however_few_are(self, data: Dataset) -> None:
        model = chain(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))
        run = record_module(model, data, layers=["1"], epochs=7, batch_size=None, record_every=3)
        assert run.steps.tolist() == [0, 3, 6, 7]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"epochs": 0}, "epochs has 0"),
            ({"batch_size": 0}, "batch_size has 0"),
            ({"seed": -1}, "seed has -1"),
            ({"shape": (1, 3, 3)}, "shape is .* of 9 numbers; the points of blobs have 4"),
            ({"layers": ["frist"]}, "did you mean 'first'"),
            ({"optimizer": lambda p: torch.optim.SGD(p, lr=1e30)}, "not finite"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, changed: dict[str, Any], words: str, model: Residual, data: Dataset
    ) -> None:
        options: dict[str, Any] = {"layers": LAYERS, "epochs": 3, **changed}
        with pytest.raises(DetangleError, match=words):
            record_module(model, data, **options)

    def test_a_model_without_parameters_is_refused(self, data: Dataset) -> None:
        model = nn.Sequential(nn.Flatten())
        with pytest.raises(DetangleError, match="no parameters to train"):
            record_module(model, data, layers=["0"])

    def test_a_file_of_such_a_run_is_read_again(
        self, model: Residual, data: Dataset, tmp_path: Path
    ) -> None:
        run = record_module(model, data, layers=LAYERS, epochs=1)
        again = load(save(run, tmp_path / "run"))
        assert again.setup == run.setup
        for key in run.keys:
            np.testing.assert_array_equal(again.arrays.read(key), run.arrays.read(key))
