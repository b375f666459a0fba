"""Recording a training that is over, from the states of the model that were saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.parameter import is_lazy

from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory
from detangle.train.modules.checkpoints import Sources, in_order
from detangle.train.modules.hooks import find_layers, inner, nearest_few
from detangle.train.modules.losses import Loss
from detangle.train.modules.records import BUDGET, Records, held_out, shaped


def record_checkpoints(
    model: nn.Module,
    dataset: Dataset,
    checkpoints: Sources,
    *,
    layers: Sequence[str | nn.Module],
    loss: Loss = cross_entropy,
    shape: Sequence[int] | None = None,
    made_by: str = "",
    evaluate: bool = True,
    budget: int = BUDGET,
) -> Trajectory:
    """Record a training that is over, from the states of the model that it saved.

    Each state is loaded into a copy of the model, so the model itself is not touched. Nothing in a
    file is run: files of torch are read with `weights_only=True`.

    Parameters
    ----------
    model
        Maps points to class scores (N, C); or to (N, 1) or (N,), the log odds of the second of two
        classes. Its own weights do not matter.
    dataset
        The points to show; those that it holds out are kept to judge the network by.
    checkpoints
        A mapping of steps to checkpoints, or a sequence of (step, checkpoint), where a step is the
        number of updates before the checkpoint was saved; or a sequence of checkpoints alone. Their
        steps are then those that all of them say, as `global_step`, or as `step` without an
        `epoch`; or 0, 1, 2, … if none says any. Checkpoints are recorded in the order of their
        steps.

        A checkpoint is a state dict, or the path of a `.safetensors` file, or of a file that
        `torch.save` wrote. The state dict may lie in a dictionary under `state_dict` (as Lightning
        has it), `model_state_dict` or `model`; a prefix that all its keys have in common, such as
        `module.`, is stripped where they fit the model without it.
    layers
        Names of modules, as in `named_modules`, or the modules themselves, in the order in which
        they are shown.
    loss
        Maps the model's output and the labels to the mean loss.
    shape
        Shape of one point, if the model does not take a row of numbers: (1, 8, 8) for the digits.
    made_by
        The network and its training, in words; made from the arguments if empty.
    evaluate, budget
        As in `Recorder`.

    Raises
    ------
    DetangleError
        If a checkpoint cannot be read without running code, or its keys or shapes are not those of
        the model; if a layer is missing, is not called, or gives no finite tensor; if labels,
        shapes or steps do not fit.

    Examples
    --------
    >>> import torch
    >>> from detangle import datasets
    >>> moons = datasets.make("moons", {"n_points": 40})
    >>> model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 2))
    >>> before = {key: value.clone() for key, value in model.state_dict().items()}
    >>> after = {key: 2 * value for key, value in before.items()}
    >>> run = record_checkpoints(model, moons, {0: before, 100: after}, layers=["1"])
    >>> run.steps.tolist(), run.widths
    ([0, 100], (2, 3))
    """
    saved = in_order(checkpoints)
    model = inner(model)
    names = [layer.name for layer in find_layers(model, layers)]
    copy = _copied(model)
    records = Records(
        copy,
        shaped(dataset, shape),
        dataset.labels,
        layers=names,
        name=dataset.name,
        loss=None if loss is cross_entropy else loss,
        made_by=made_by or f"{type(model).__name__}, from {len(saved)} of its checkpoints",
        every=1,
        evaluate=evaluate,
        budget=budget,
        test=held_out(dataset),
        rows=dataset.rows,
        point_names=dataset.point_names,
    )
    for index, (_, checkpoint) in enumerate(saved):
        state = checkpoint.read().state
        try:
            _load(copy, state)
            records.add(index, keep=index == len(saved) - 1)
        except DetangleError as error:
            raise DetangleError(f"{checkpoint.label}: {error}") from None
    records.name_classes(dataset.class_names)
    return records.trajectory(steps=[step for step, _ in saved])


def _copied(model: nn.Module) -> nn.Module:
    try:
        return deepcopy(model)
    except (RuntimeError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        raise DetangleError(
            f"the {type(model).__name__} cannot be copied ({reason}): give a new one"
        ) from None


def _load(model: nn.Module, saved: Mapping[str, Any]) -> None:
    """Load a state dict into a model whose keys and shapes it must have."""
    wanted = model.state_dict()
    state = _without_prefix(saved, wanted)
    _check_shapes(state, wanted)
    try:
        missing, unexpected = model.load_state_dict(state, strict=False)
    except RuntimeError as error:
        reason = " ".join(str(error).split())
        raise DetangleError(f"cannot be loaded into the model: {reason}") from None
    if missing:
        raise DetangleError(f"the key {missing[0]!r} is missing: {nearest_few(missing[0], state)}")
    if unexpected:
        raise DetangleError(
            f"the model has no key {unexpected[0]!r}: {nearest_few(unexpected[0], wanted)}"
        )


def _without_prefix(saved: Mapping[str, Any], wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Strip the prefix that all keys have in common, if they are the wanted ones without it."""
    parts = next(iter(saved)).split(".")
    for end in range(1, len(parts)):
        prefix = ".".join(parts[:end]) + "."
        if saved.keys() == {prefix + key for key in wanted}:
            return {key.removeprefix(prefix): value for key, value in saved.items()}
    return saved


def _check_shapes(state: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse tensors of other shapes than the model's; a lazy module takes any."""
    for key, value in wanted.items():
        if key not in state or not isinstance(value, Tensor) or is_lazy(value):
            continue
        if state[key].shape != value.shape:
            raise DetangleError(
                f"the key {key!r} has shape {tuple(state[key].shape)}, but the model's has "
                f"{tuple(value.shape)}"
            )
