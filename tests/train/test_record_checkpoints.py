"""A training that is over is recorded from what it saved; nothing in a file is run."""

from __future__ import annotations

import copy
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.torch import save_file
from scipy.special import log_softmax
from torch import Tensor, nn

from detangle import (
    Dataset,
    DetangleError,
    Trajectory,
    datasets,
    load,
    record_checkpoints,
    record_module,
    save,
)

State = dict[str, Tensor]
STEPS = (0, 5, 20)
LAYERS = ["2", "4"]


def network() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 3)
    )


@pytest.fixture(scope="module")
def data() -> Dataset:
    rng = np.random.default_rng(7)

    def blobs(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        labels = np.arange(n) % 3
        return (rng.normal(size=(n, 4)) + 2 * np.eye(4)[labels]).astype(np.float32), labels

    names = ("a", "b", "c")
    return Dataset("blobs", *blobs(40), names, test=Dataset("held out", *blobs(9), names))


@pytest.fixture(scope="module")
def states(data: Dataset) -> dict[int, State]:
    """A training by hand, which keeps the state before it and after some updates."""
    torch.manual_seed(3)
    model = network().train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    points, labels = torch.from_numpy(data.points), torch.from_numpy(data.labels)
    kept = {0: copy.deepcopy(model.state_dict())}
    for step in range(1, STEPS[-1] + 1):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(points), labels).backward()
        optimizer.step()
        if step in STEPS:
            kept[step] = copy.deepcopy(model.state_dict())
    return {step: dict(state) for step, state in kept.items()}


@pytest.fixture
def model() -> nn.Sequential:
    torch.manual_seed(9)  # its weights are not those of any checkpoint
    return network()


def by_hand(state: State, points: NDArray[Any]) -> list[NDArray[np.float64]]:
    """Both layers and the scores in NumPy."""
    s = {key: value.double().numpy() for key, value in state.items()}
    z = points.astype(np.float64) @ s["0.weight"].T + s["0.bias"]
    z = (z - s["1.running_mean"]) / np.sqrt(s["1.running_var"] + 1e-5)
    first = np.tanh(z * s["1.weight"] + s["1.bias"])
    second = np.maximum(first @ s["3.weight"].T + s["3.bias"], 0)
    return [first, second, second @ s["5.weight"].T + s["5.bias"]]


def assert_recorded(run: Trajectory, states: dict[int, State], data: Dataset) -> None:
    assert run.steps.tolist() == sorted(states)
    for step, state in states.items():
        first, second, scores = by_hand(state, data.points)
        np.testing.assert_allclose(run.layer_at(1, step), first, atol=1e-5)
        np.testing.assert_allclose(run.layer_at(2, step), second, atol=1e-5)
        np.testing.assert_allclose(run.scores_at(step), scores, atol=1e-4)
        logs = log_softmax(scores, axis=1)[np.arange(len(data)), data.labels]
        assert run.loss_at(step) == pytest.approx(-logs.mean(), abs=1e-5)
        assert run.accuracy_at(step) == (scores.argmax(axis=1) == data.labels).mean()


def as_torch(state: State, step: int, folder: Path) -> Path:
    path = folder / f"{step}.pt"
    torch.save(state, path)
    return path


def as_an_old_torch_file(state: State, step: int, folder: Path) -> Path:
    path = folder / f"{step}.pt"
    torch.save(state, path, _use_new_zipfile_serialization=False)
    return path


def as_safetensors(state: State, step: int, folder: Path) -> Path:
    path = folder / f"{step}.safetensors"
    save_file(state, path)
    return path


def as_lightning(state: State, step: int, folder: Path) -> Path:
    path = folder / f"{step}.ckpt"
    named = {f"model.{key}": value for key, value in state.items()}
    torch.save({"epoch": 1, "global_step": step, "state_dict": named, "loops": {"a": [1]}}, path)
    return path


def as_a_loop(state: State, step: int, folder: Path) -> Path:
    path = folder / f"{step}.pth"
    optimizer = torch.optim.Adam([nn.Parameter(torch.ones(2))])
    torch.save(
        {"epoch": step, "model_state_dict": state, "optimizer": optimizer.state_dict()}, path
    )
    return path


def as_a_compiled_parallel_model(state: State, step: int, _folder: Path) -> dict[str, Any]:
    named = {f"module._orig_mod.{key}": value for key, value in state.items()}
    return {"model": named, "step": step}


KINDS = (as_torch, as_an_old_torch_file, as_safetensors, as_lightning, as_a_loop,
         as_a_compiled_parallel_model)  # fmt: skip


@pytest.mark.parametrize("kind", [lambda state, *_: state, *KINDS])
def test_each_way_to_save_gives_the_layers_of_a_forward_pass_by_hand(
    kind: Callable[[State, int, Path], Any],
    states: dict[int, State],
    model: nn.Module,
    data: Dataset,
    tmp_path: Path,
) -> None:
    saved = {step: kind(state, step, tmp_path) for step, state in states.items()}
    run = record_checkpoints(model, data, saved, layers=LAYERS)
    assert_recorded(run, states, data)
    assert run.class_names == data.class_names
    assert run.made_by == "Sequential, from 3 of its checkpoints"
    np.testing.assert_array_equal(run.test_points, data.test.points)  # type: ignore[union-attr]
    np.testing.assert_array_equal(run.test_labels, data.test.labels)  # type: ignore[union-attr]
    again = load(save(run, tmp_path / "run"))
    assert_recorded(again, states, data)


def test_the_loss_between_checkpoints_is_a_straight_line(
    states: dict[int, State], model: nn.Module, data: Dataset
) -> None:
    run = record_checkpoints(model, data, states, layers=LAYERS)
    assert len(run.batch_loss) == 20
    assert run.batch_loss[0] == run.loss[0]
    middle = run.loss[0] + (run.loss[1] - run.loss[0]) * 2 / 5
    assert run.batch_loss[2] == pytest.approx(middle, abs=1e-6)


def test_where_layers_are_affine_the_network_is_known_at_each_checkpoint(
    states: dict[int, State], model: nn.Module, data: Dataset
) -> None:
    run = record_checkpoints(model, data, states, layers=["2"])
    assert run.has_weights(1)
    state = {key: value.numpy() for key, value in states[5].items()}
    scale = state["1.weight"] / np.sqrt(state["1.running_var"] + 1e-5)
    np.testing.assert_allclose(run.weight(1)[1], scale[:, None] * state["0.weight"], atol=1e-5)


@pytest.mark.parametrize("kind", [list, tuple])
def test_steps_are_given_in_pairs_in_any_order(
    kind: Callable[[Any], Any], states: dict[int, State], model: nn.Module, data: Dataset
) -> None:
    pairs = kind([(np.int64(step), states[step]) for step in (20, 0, 5)])
    assert_recorded(record_checkpoints(model, data, pairs, layers=LAYERS), states, data)


def test_files_that_say_their_steps_are_put_in_their_order(
    states: dict[int, State], model: nn.Module, data: Dataset, tmp_path: Path
) -> None:
    files = [as_lightning(states[step], step, tmp_path) for step in (0, 20, 5)]
    assert_recorded(record_checkpoints(model, data, files, layers=LAYERS), states, data)
    for step, state in states.items():
        save_file(state, tmp_path / f"{step}.safetensors", metadata={"step": str(step)})
    named = [tmp_path / f"{step}.safetensors" for step in (5, 20, 0)]
    assert_recorded(record_checkpoints(model, data, named, layers=LAYERS), states, data)


def test_other_checkpoints_are_counted(
    states: dict[int, State], model: nn.Module, data: Dataset, tmp_path: Path
) -> None:
    counted = dict(enumerate(states.values()))
    for saved in (
        list(states.values()),
        [as_a_loop(state, step, tmp_path) for step, state in states.items()],
        [{"model": state, "epoch": 1, "step": 7} for state in states.values()],
    ):
        assert_recorded(record_checkpoints(model, data, saved, layers=LAYERS), counted, data)


def test_one_checkpoint_is_a_run_of_one_step(
    states: dict[int, State], model: nn.Module, data: Dataset
) -> None:
    run = record_checkpoints(model, data, {20: states[20]}, layers=LAYERS)
    assert_recorded(run, {20: states[20]}, data)


def test_a_small_budget_keeps_fewer_checkpoints_and_the_last(
    states: dict[int, State], model: nn.Module, data: Dataset
) -> None:
    many = {10 * i * i: {**states[0], "5.bias": torch.full((3,), float(i))} for i in range(30)}
    size = 4 * len(data) * (5 + 3 + 3)
    run = record_checkpoints(model, data, many, layers=LAYERS, budget=12 * size)
    assert 4 <= len(run.steps) <= 12
    assert run.steps[0] == 0
    assert run.steps[-1] == 10 * 29 * 29
    for step in run.steps.tolist():
        np.testing.assert_allclose(run.scores_at(step), by_hand(many[step], data.points)[2],
                                   atol=1e-4)  # fmt: skip


def everything(model: nn.Module) -> dict[str, Any]:
    """All of a model that must not change, and where it lies."""
    tensors = [*model.parameters(), *model.buffers()]
    return {
        "places": [(id(t), t.data_ptr(), t._version, t.requires_grad) for t in tensors],
        "values": [t.detach().numpy().tobytes() for t in tensors],
        "gradients": [None if p.grad is None else p.grad.tolist() for p in model.parameters()],
        "modes": [module.training for module in model.modules()],
        "hooks": [len(module._forward_hooks) for module in model.modules()],
        "random": torch.get_rng_state().tolist(),
    }


@pytest.mark.parametrize("evaluate", [True, False])
def test_the_model_is_not_touched(
    evaluate: bool, states: dict[int, State], model: nn.Sequential, data: Dataset
) -> None:
    model.train()
    model[1].eval()
    model[3].weight.requires_grad_(False)
    model(torch.randn(5, 4)).sum().backward()
    before = everything(model)
    kept = copy.deepcopy(states)
    record_checkpoints(model, data, states, layers=[model[2], "4"], evaluate=evaluate)
    assert everything(model) == before
    broken = {**states, 30: {**states[0], "0.weight": torch.full((5, 4), torch.nan)}}
    with pytest.raises(DetangleError, match="the checkpoint of step 30: layer '2' gives numbers"):
        record_checkpoints(model, data, broken, layers=LAYERS)
    assert everything(model) == before
    for step, state in states.items():
        for key, value in state.items():
            assert torch.equal(value, kept[step][key])


def test_half_precision_and_lazy_modules_take_the_weights(
    states: dict[int, State], data: Dataset
) -> None:
    half = {
        step: {k: v.half() if v.is_floating_point() else v for k, v in state.items()}
        for step, state in states.items()
    }
    lazy = network()
    lazy[0] = nn.LazyLinear(5)
    run = record_checkpoints(lazy, data, half, layers=LAYERS)
    assert_recorded(run, half, data)
    assert isinstance(lazy[0], nn.LazyLinear)


def test_points_have_the_shape_that_the_model_wants() -> None:
    digits = datasets.make("digits", {"n_points": 30, "classes": (0, 1)})
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(72, 2))
    run = record_checkpoints(model, digits, [model.state_dict()], layers=["1"], shape=(1, 8, 8))
    assert run.widths == (64, 72)


def test_points_that_are_held_out_are_kept_by_record_module_too(data: Dataset) -> None:
    run = record_module(network(), data, layers=LAYERS, epochs=1)
    np.testing.assert_array_equal(run.test_points, data.test.points)  # type: ignore[union-attr]


class Malicious:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("protocol", [None, 2, pickle.HIGHEST_PROTOCOL])
def test_what_is_in_a_file_is_never_run(
    protocol: int | None,
    states: dict[int, State],
    model: nn.Module,
    data: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    proof, path = tmp_path / "proof", tmp_path / "model.pt"
    contents = {"state_dict": states[0], "extra": Malicious(proof)}
    if protocol is None:
        torch.save(contents, path)
    else:
        path.write_bytes(pickle.dumps(contents, protocol=protocol))
    with pytest.raises(DetangleError, match=r"could run code; save .*\(model.state_dict\(\), path"):
        record_checkpoints(model, data, [path], layers=LAYERS)
    assert not proof.exists()


def test_a_whole_module_is_refused_by_its_type(
    model: nn.Module, data: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "whole.pt"
    torch.save(model, path)
    with pytest.raises(DetangleError, match=r"whole.pt: holds .*\(torch.nn.*Sequential\)"):
        record_checkpoints(model, data, [path], layers=LAYERS)


@given(st.data())
def test_a_damaged_file_is_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory,
    states: dict[int, State],
    data: Dataset,
    draw: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    kind = draw.draw(st.sampled_from([as_torch, as_an_old_torch_file, as_safetensors]))
    path = kind(states[0], 0, folder)
    whole = path.read_bytes()
    path.write_bytes(whole[: draw.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(DetangleError) as refused:
        record_checkpoints(network(), data, [path], layers=LAYERS)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


def changed(state: State, **changes: Tensor | None) -> State:
    """Change some of a state, or leave it out."""
    named = {key.replace("_", ".", 1): value for key, value in changes.items()}
    return {key: value for key, value in {**state, **named}.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"3_weight": None}, "{path}: the key '3.weight' is missing: did you mean '"),
        ({"7_weight": torch.ones(2)}, "{path}: the model has no key '7.weight': did you mean '"),
        (
            {"3_weight": torch.ones(5, 3)},
            r"{path}: the key '3.weight' has shape \(5, 3\), but the model's has \(3, 5\)",
        ),
    ],
)
def test_a_state_of_another_model_is_refused(
    changes: dict[str, Tensor | None],
    words: str,
    states: dict[int, State],
    model: nn.Module,
    data: Dataset,
    tmp_path: Path,
) -> None:
    path = as_torch(changed(states[0], **changes), 0, tmp_path)
    with pytest.raises(DetangleError, match=words.format(path=path)) as refused:
        record_checkpoints(model, data, [path], layers=LAYERS)
    assert "\n" not in str(refused.value)


ONE = {"0.weight": torch.ones(1)}


@pytest.mark.parametrize(
    ("checkpoints", "words"),
    [
        ([], "checkpoints is empty"),
        ({}, "checkpoints is empty"),
        (ONE, "checkpoints has names for keys"),
        ("a.pt", "checkpoints is of type str"),
        (iter([ONE]), "it must be a list of checkpoints or {step: checkpoint}"),
        ([nn.Linear(2, 2)], "checkpoint 0 is of type Linear: give a state dict"),
        ({5: 3}, "the checkpoint of step 5 is of type int"),
        ({-1: ONE}, "step -1 is out of range"),
        ({10**12: ONE}, "step 1000000000000 is out of range"),
        ({0.5: ONE}, "step 0.5 is not a whole number"),
        ([(3, {"a": torch.ones(1)}), (3, {"a": torch.ones(1)})], "are both of step 3"),
        ([(3, ONE), ONE], r"tuples that are not \(step, checkpoint\)"),
        (["nowhere.pt"], "nowhere.pt: there is no such file"),
        ([{"weights": ONE, "epoch": 3}], "no state dict in it.*; it holds 'weights', 'epoch'"),
        ([{}], "no state dict in it"),
        ([{"model": ONE, "step": 3}, {"b": torch.ones(1)}], "checkpoint 1 does not say its step"),
        ([ONE, dict(ONE)], "checkpoint 0 and checkpoint 1 are the same tensors"),
    ],
)
def test_what_are_no_checkpoints_is_refused_in_one_line(
    checkpoints: Any, words: str, model: nn.Module, data: Dataset
) -> None:
    with pytest.raises(DetangleError, match=words) as refused:
        record_checkpoints(model, data, checkpoints, layers=LAYERS)
    assert "\n" not in str(refused.value)


def test_a_model_that_cannot_be_copied_is_refused(data: Dataset) -> None:
    model = network()
    model.cache = model[0](torch.ones(1, 4))
    with pytest.raises(DetangleError, match=r"the Sequential cannot be copied \(Only Tensors"):
        record_checkpoints(model, data, [model.state_dict()], layers=LAYERS)
