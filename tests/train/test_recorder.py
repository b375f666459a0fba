"""Any module is recorded as it is, found out where it is affine, and left as it was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import log_softmax
from torch import Tensor, nn
from torch.nn import functional

from detangle import Dataset, DetangleError, Recorder, Trajectory, datasets, record_module

Array = NDArray[np.float64]
N = 40
LAYERS = ["middle", "last"]


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

    def forward(self, x: Tensor) -> Tensor:
        h = torch.tanh(self.enter(x))
        h = self.middle(h + self.dropout(torch.relu(self.norm(self.first(h)))))
        h = self.last(h + torch.relu(self.second(h)))
        scores: Tensor = self.head(h)
        return scores


def by_hand(model: Residual, points: NDArray[Any]) -> tuple[Array, Array, Array]:
    """Both blocks and the scores in eval mode, in NumPy."""

    def of(tensor: Tensor | None) -> Array:
        assert tensor is not None
        return tensor.detach().double().numpy()

    def affine(layer: nn.Linear, x: Array) -> Array:
        return np.asarray(x @ of(layer.weight).T + of(layer.bias))

    norm = model.norm
    h = np.tanh(affine(model.enter, points.astype(np.float64)))
    z = (affine(model.first, h) - of(norm.running_mean)) / np.sqrt(of(norm.running_var) + norm.eps)
    h1 = h + np.maximum(z * of(norm.weight) + of(norm.bias), 0)
    h2 = h1 + np.maximum(affine(model.second, h1), 0)
    return h1, h2, affine(model.head, h2)


class Net(nn.Module):
    """Some modules, and a function of them and the points as forward pass."""

    def __init__(self, call: Callable[[Any, Tensor], Any], **parts: nn.Module) -> None:
        super().__init__()
        self.call = call
        for name, part in parts.items():
            self.add_module(name, part)

    def forward(self, x: Tensor) -> Any:
        return self.call(self, x)


def bent(before: int, after: int, function: Callable[[Tensor], Tensor]) -> Net:
    return Net(lambda self, x: function(self.linear(x)), linear=nn.Linear(before, after))


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


def own_loop(model: nn.Module, data: Dataset, recorder: Recorder, updates: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    points, labels = torch.from_numpy(data.points), torch.from_numpy(data.labels)
    losses = []
    for _ in range(updates):
        loss = functional.cross_entropy(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        recorder.snapshot(loss)
        losses.append(loss.item())
    return losses


def step_of(model: nn.Module, data: Dataset, layers: list[Any], **options: Any) -> Trajectory:
    recorder = Recorder(model, data.points, data.labels, layers=layers, **options)
    recorder.snapshot(1)
    return recorder.trajectory()


def test_each_step_is_that_of_a_forward_pass_by_hand(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    expected, losses = [by_hand(model, data.points)], []
    for _ in range(5):
        losses += own_loop(model, data, recorder, 1)
        expected.append(by_hand(model, data.points))
    run = recorder.trajectory()
    assert (run.steps.tolist(), recorder.steps, run.widths) == ([*range(6)], 5, (4, 6, 6))
    np.testing.assert_allclose(run.batch_loss, losses)
    for step, (first, second, scores) in enumerate(expected):
        np.testing.assert_allclose(run.layer_at(1, step), first, atol=1e-5)
        np.testing.assert_allclose(run.layer_at(2, step), second, atol=1e-5)
        np.testing.assert_allclose(run.scores_at(step), scores, atol=1e-4)
        logs = log_softmax(scores, axis=1)[np.arange(N), data.labels]
        assert run.loss_at(step) == pytest.approx(-logs.mean(), abs=1e-5)
        assert run.accuracy_at(step) == (scores.argmax(axis=1) == data.labels).mean()
    # Residual blocks are no affine maps, but the head is.
    assert (run.architecture.activation, run.architecture.readout) == ("other", "linear")
    assert not run.has_weights(1)
    assert not run.has_weights(2)
    np.testing.assert_allclose(run.readout_at()[0], model.head.weight.detach(), atol=1e-7)
    assert run.made_by == "Residual, trained by a loop of its own"


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": functional.gelu,
    "identity": lambda z: z,
    "softplus": functional.softplus,
    "elu": functional.elu,
    "silu": functional.silu,
    "abs": torch.abs,
}
MODELS: list[tuple[str, nn.Module, list[str]]] = [
    *((n, chain(bent(4, 5, f), bent(5, 5, f), nn.Linear(5, 3)), ["0", "1"])
      for n, f in FUNCTIONS.items()),
    ("relu", chain(nn.Linear(4, 2), nn.ReLU(inplace=True), nn.Linear(2, 2), nn.ReLU(),
                   nn.Linear(2, 3)), ["1", "3"]),
    ("relu", chain(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)), ["2"]),
    ("identity", chain(nn.BatchNorm1d(4), nn.Linear(4, 3)), ["0"]),
    ("identity", chain(Net(lambda self, x: x + self.linear(x), linear=nn.Linear(4, 4)),
                       nn.Linear(4, 3)), ["0"]),
    ("tanh", chain(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double(), ["1"]),
]  # fmt: skip


@pytest.mark.parametrize(("activation", "model", "layers"), MODELS)
def test_affine_maps_and_known_functions_are_found(
    activation: str, model: nn.Module, layers: list[str], data: Dataset
) -> None:
    run = step_of(model, data, [dict(model.named_modules())[layers[0]], *layers[1:]])
    assert (run.architecture.activation, run.has_network) == (activation, True)
    network = run.at()
    for k in range(1, run.depth + 1):
        made = network.activate(network.affine(k, run.layer_at(k - 1)))
        np.testing.assert_allclose(made, run.layer_at(k), atol=1e-5)
    dtype = next(model.parameters()).dtype
    expected = model.eval()(torch.from_numpy(data.points).to(dtype)).detach().numpy()
    np.testing.assert_allclose(network.scores(data.points), expected, atol=1e-5)


def test_what_is_changed_in_place_later_is_recorded_as_it_came(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.ReLU(inplace=True), nn.Linear(5, 3))
    run = step_of(model, data, ["0"])
    assert run.layer(1).min() < 0
    assert run.architecture.activation == "identity"


def test_weights_that_only_look_right_at_first_are_given_up(data: Dataset) -> None:
    bends = [torch.relu, torch.sin]
    block = Net(lambda self, x: bends[0](self.linear(x)), linear=nn.Linear(4, 5))
    recorder = Recorder(chain(block, nn.Linear(5, 3)), data.points, data.labels, layers=["0"])
    bends.pop(0)
    recorder.snapshot(1.0)
    run = recorder.trajectory()
    assert not run.has_weights(1)
    assert run.architecture.activation == "other"


@pytest.mark.parametrize("last", [nn.Linear(5, 1), chain(nn.Linear(5, 1), nn.Flatten(0))])
def test_one_number_a_point_is_the_log_odds_of_the_second_class(
    last: nn.Module, data: Dataset
) -> None:
    labels = data.labels.clip(0, 1)
    model = chain(nn.Linear(4, 5), nn.Tanh(), last)
    run = step_of(model, Dataset("two", data.points, labels, ("a", "b")), ["1"])
    odds = model(torch.from_numpy(data.points)).detach().numpy().ravel()
    np.testing.assert_allclose(np.diff(run.scores_at()).ravel(), odds, atol=1e-5)
    chance = 1 / (1 + np.exp(-odds))
    expected = -np.log(np.where(labels == 1, chance, 1 - chance)).mean()
    assert run.loss[-1] == pytest.approx(expected, abs=1e-5)
    assert run.architecture.readout == "linear"


def test_other_scores_and_another_loss_are_kept(model: Residual, data: Dataset) -> None:
    run = step_of(model, data, ["enter"], loss=functional.multi_margin_loss)
    assert run.architecture.readout == "other"
    scores = by_hand(model, data.points)[2]
    np.testing.assert_allclose(run.scores_at(), scores, atol=1e-5)
    margins = np.maximum(0, 1 - scores[np.arange(N), data.labels][:, None] + scores)
    margins[np.arange(N), data.labels] = 0
    assert run.loss[0] == pytest.approx(margins.sum(axis=1).mean() / 3, abs=1e-5)


def state(model: nn.Module, *, values: bool = True) -> list[Any]:
    """All of a model, and of torch, that looking at it must not change."""

    def plain(tensor: Tensor | None) -> Any:
        return None if tensor is None else tensor.tolist()

    return [
        torch.is_grad_enabled(),
        plain(torch.get_rng_state()),
        [(len(m._forward_hooks), m.training) for m in model.modules()],
        [(plain(p.grad), p.requires_grad) for p in model.parameters()],
        {key: plain(value) for key, value in model.state_dict().items()} if values else None,
    ]


def in_the_middle_of_work(model: Residual) -> Residual:
    model.train()
    model.norm.eval()
    model.first.weight.requires_grad_(False)
    model(torch.randn(5, 4)).sum().backward()
    return model


@pytest.mark.parametrize("evaluate", [True, False])
def test_a_model_is_left_as_it_was_found(model: Residual, data: Dataset, evaluate: bool) -> None:
    fresh = chain(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3)).train()
    for found, layers in ((in_the_middle_of_work(model), LAYERS), (fresh, ["2"])):
        before = state(found)
        step_of(found, data, layers, evaluate=evaluate)
        assert state(found) == before


def test_looking_between_forward_and_backward_does_no_harm(data: Dataset) -> None:
    model = chain(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)).eval()
    recorder = Recorder(model, data.points, data.labels, layers=["2"], evaluate=False)
    loss = model(torch.from_numpy(data.points)).sum()
    recorder.snapshot(loss)
    loss.backward()


def failing(faults: list[BaseException]) -> Net:
    """A model that raises in the middle of its forward pass once there is a fault."""

    def call(self: Any, x: Tensor) -> Any:
        h = self.a(x)
        if faults:
            raise faults[0]
        return h

    return Net(call, a=nn.Linear(4, 3))


@pytest.mark.parametrize("fault", [RuntimeError("on purpose"), KeyboardInterrupt("on purpose")])
def test_hooks_are_removed_when_the_model_raises(data: Dataset, fault: BaseException) -> None:
    faults: list[BaseException] = []
    model = failing(faults)
    recorder = Recorder(model, data.points, data.labels, layers=["a"])
    before = state(model)
    faults.append(fault)
    known = DetangleError if isinstance(fault, RuntimeError) else type(fault)
    with pytest.raises(known, match="on purpose"):
        recorder.snapshot(1.0)
    assert state(model) == before


def odd() -> Net:
    """A model with every kind of layer that cannot be recorded."""

    def call(self: Any, x: Tensor) -> Any:
        self.pair(x[:, None])
        self.turned(x)
        self.nan(torch.log(-torch.ones_like(x)))
        return self.act(self.act(self.first(x)))

    lstm = nn.LSTM(4, 3, batch_first=True)
    return Net(call, first=nn.Linear(4, 3), pair=lstm, turned=nn.Flatten(0),
               spare=nn.Linear(2, 2), act=nn.ReLU(), nan=nn.Identity())  # fmt: skip


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
    model = odd()
    before = state(model)
    with pytest.raises(DetangleError, match=words) as refused:
        Recorder(model, data.points, data.labels, layers=layers)
    assert "\n" not in str(refused.value)
    assert state(model) == before


def test_a_model_of_many_layers_is_not_listed_whole(data: Dataset) -> None:
    model = nn.Sequential(*(nn.Linear(4, 4) for _ in range(99)))
    with pytest.raises(DetangleError, match=r"known: 0, 1, .*, 11, … \(99 in all\)") as refused:
        Recorder(model, data.points, data.labels, layers=["zzz"])
    assert len(str(refused.value)) < 200


def gives(what: Callable[[Tensor], Any]) -> dict[str, Any]:
    """Arguments of a recorder: a model whose output is a function of its layer."""
    model = Net(lambda self, x: what(self.layer(x)), layer=nn.Linear(4, 3))
    return {"model": model, "layers": ["layer"]}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (gives(lambda h: (h, h)), "the model gives a tuple, not a tensor"),
        (gives(lambda h: h.sum()), "the model gives a tensor of shape"),
        (gives(lambda h: h[:5]), r"the model gives a tensor of shape \(5, 3\) for 40 points"),
        (gives(lambda h: h / 0), "the model gives numbers that are not finite"),
        (gives(lambda h: h * 1e30), r"the model gives numbers that are above 1e\+18"),
        (gives(lambda h: h[:, :2]), "label 2 is out of range: the model gives 2 scores"),
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
def test_models_and_data_that_do_not_fit_are_refused(
    changed: dict[str, Any], words: str, model: Residual, data: Dataset
) -> None:
    values = {"model": model, "points": data.points, "labels": data.labels, "layers": LAYERS}
    with pytest.raises(DetangleError, match=words):
        Recorder(**{**values, **changed})


def test_what_was_recorded_before_it_went_wrong_is_kept(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS)
    with pytest.raises(DetangleError, match="no snapshot yet: call snapshot"):
        recorder.trajectory()
    recorder.snapshot(1.0)
    with pytest.raises(DetangleError, match="the loss is not finite at step 1"):
        recorder.snapshot(float("nan"))
    with pytest.raises(DetangleError, match=r"the loss is above 1e\+18 at step 1"):
        recorder.snapshot(1e20)
    torch.nn.init.constant_(model.enter.weight, float("inf"))
    with pytest.raises(DetangleError, match="at step 2: layer 'middle' gives numbers that are not"):
        recorder.snapshot(1.0)
    assert recorder.trajectory().steps.tolist() == [0, 1]


def test_fewer_steps_are_recorded_if_asked_for(model: Residual, data: Dataset) -> None:
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS, every=3)
    own_loop(model, data, recorder, 8)
    run = recorder.trajectory()
    assert (run.steps.tolist(), len(run.batch_loss)) == ([0, 3, 6], 6)


def test_a_long_run_keeps_fewer_steps(model: Residual, data: Dataset) -> None:
    size = 4 * N * (6 + 6 + 3) + 8 * (3 * 6 + 3)
    recorder = Recorder(model, data.points, data.labels, layers=LAYERS, budget=10 * size)
    own_loop(model, data, recorder, 70)
    steps = recorder.trajectory().steps
    assert len(steps) <= 11
    assert set(np.diff(steps[:-1]).tolist()) == {8}
    assert steps[-1] == 70


@given(st.integers(1, 30), st.integers(1, 12), st.sampled_from([9, 2500]))
@settings(max_examples=12)
def test_points_may_have_any_shape_and_number(height: int, channels: int, count: int) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, channels, 1), nn.Flatten(), nn.LazyLinear(2))
    points = torch.randn(count, 1, height, 2)
    model(points[:1])
    recorder = Recorder(model, points, torch.arange(count) % 2, layers=["0"])
    recorder.snapshot(0.0)
    run = recorder.trajectory()
    assert run.widths == (2 * height, 2 * height * channels)
    np.testing.assert_array_equal(run.points, points.reshape(count, -1))
    expected = model[0](points).detach().reshape(count, -1)
    np.testing.assert_allclose(run.layer_at(1), expected, atol=1e-6)


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
                loss = functional.cross_entropy(twin(points[batch]), labels[batch])
                stepper.zero_grad()
                loss.backward()
                stepper.step()
                losses.append(loss.item())
        np.testing.assert_allclose(run.batch_loss, losses, rtol=1e-6)
        np.testing.assert_allclose(run.layer_at(2), by_hand(twin, data.points)[1], atol=1e-5)
        assert run.steps.tolist() == [0, 1, 2, 3, 4, 5, 6]
        assert run.class_names == ("a", "b", "c")
        assert (run.setup.dataset, run.setup.data_hash) == ("blobs", data.digest)
        made_by = "Residual, SGD with learning rate 0.1, 2 epochs, batches of 16, seed 5"
        assert run.made_by == made_by

    def test_the_same_call_gives_the_same_run(self, data: Dataset) -> None:
        runs = []
        for noise in (1, 2):
            torch.manual_seed(3)
            model = Residual()
            torch.manual_seed(noise)
            runs.append(record_module(model, data, layers=LAYERS, epochs=3))
        for key in runs[0].keys:
            one, other = (run.arrays.read(key) for run in runs)
            np.testing.assert_array_equal(one, other)

    def test_all_but_the_weights_is_left_as_it_was(self, model: Residual, data: Dataset) -> None:
        before = state(in_the_middle_of_work(model), values=False)
        trained, frozen = model.enter.weight.clone(), model.first.weight.clone()
        record_module(model, data, layers=LAYERS, epochs=2)
        assert not torch.equal(model.enter.weight, trained)
        assert torch.equal(model.first.weight, frozen)
        assert state(model, values=False) == before

    def test_also_when_it_raises(self, data: Dataset) -> None:
        faults: list[BaseException] = []
        model = failing(faults).eval()
        before = state(model, values=False)

        def loss(scores: Tensor, labels: Tensor) -> Tensor:
            faults.append(RuntimeError("on purpose"))
            return functional.cross_entropy(scores, labels)

        with pytest.raises((RuntimeError, DetangleError), match="on purpose"):
            record_module(model, data, layers=["a"], loss=loss)
        assert state(model, values=False) == before

    def test_a_convolution_sees_the_digits_as_images(self) -> None:
        digits = datasets.make("digits", {"n_points": 60, "classes": (0, 1, 2)})
        model = chain(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3))
        run = record_module(model, digits, layers=["1"], shape=(1, 8, 8), epochs=2)
        assert (run.widths, run.architecture.readout) == ((64, 144), "linear")
        np.testing.assert_array_equal(run.points, digits.points)
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
            ({"optimizer": lambda p: torch.optim.Adam(p, lr=1e38)}, "at step 1: try a lower"),
            ({"model": nn.Flatten(), "layers": [""]}, "no parameters to train"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, changed: dict[str, Any], words: str, model: Residual, data: Dataset
    ) -> None:
        options: dict[str, Any] = {"model": model, "layers": LAYERS, "epochs": 3, **changed}
        with pytest.raises(DetangleError, match=words):
            record_module(dataset=data, **options)
