"""The outputs of a module's layers for all points, by forward hooks that are removed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from detangle._typing import Float32Array
from detangle.errors import DetangleError, nearest
from detangle.run.values import out_of_range
from detangle.train.modules.losses import Loss
from detangle.train.state import evaluating, place_of

ENDS = (nn.Sigmoid, nn.Softmax)
"""Modules whose outputs are probabilities."""
POINTS_PER_PASS = 1024
"""Points in each forward pass, at most."""
MAX_LISTED = 12
"""Greatest number of a model's names that an error lists."""


@dataclass(frozen=True)
class Layer:
    """A module of a model whose output is recorded.

    Parameters
    ----------
    name
        As in `named_modules`.
    module
        The module itself.
    """

    name: str
    module: nn.Module

    @property
    def label(self) -> str:
        """What errors call it."""
        return f"layer {self.name!r}" if self.name else "the model itself"


def inner(model: nn.Module) -> nn.Module:
    """Return the module that a wrapper stands for: one of `torch.compile` or of `DataParallel`.

    It has the same parameters, and its layers have the names that its user gave them.

    Raises
    ------
    DetangleError
        If it is no module, has no values yet, or is one on which nobody can look.
    """
    given: object = model
    if not isinstance(given, nn.Module):
        raise DetangleError(f"model is a {type(given).__name__}: it must be a torch.nn.Module")
    if isinstance(model, torch.jit.ScriptModule):
        raise DetangleError(
            "the model is scripted or traced, and nobody can look at its layers: give the module "
            "that it was made of"
        )
    if any(parameter.is_meta for parameter in model.parameters()):
        raise DetangleError(
            "the model is on the meta device, where it has no values: call "
            "model.to_empty(device='cpu'), and load or draw its weights"
        )
    wrapped = getattr(model, "_orig_mod", None)
    if isinstance(model, nn.DataParallel | nn.parallel.DistributedDataParallel):
        wrapped = model.module
    return inner(wrapped) if isinstance(wrapped, nn.Module) else model


def find_layers(model: nn.Module, layers: Sequence[str | nn.Module]) -> list[Layer]:
    """Find modules of a model by their names, or name those that are given.

    Raises
    ------
    DetangleError
        If none is given, one is not part of the model, or one is given twice.
    """
    modules = dict(model.named_modules())
    if isinstance(layers, str | nn.Module) or not layers:
        raise DetangleError(
            f"layers is {layers if isinstance(layers, str) else type(layers).__name__}: it must be "
            f"a list of at least one layer; {_known(modules)}"
        )
    found = [_find(modules, layer) for layer in layers]
    for i, layer in enumerate(found):
        if layer in found[:i]:
            raise DetangleError(f"{layer.label} is there twice: a layer is recorded once")
    return found


def _find(modules: dict[str, nn.Module], layer: str | nn.Module) -> Layer:
    if isinstance(layer, str):
        if layer not in modules:
            raise DetangleError(f"the model has no layer {layer!r}: {nearest_few(layer, modules)}")
        return Layer(layer, modules[layer])
    for name, module in modules.items():
        if module is layer:
            return Layer(name, module)
    raise DetangleError(
        f"the {type(layer).__name__} that is given is no part of the model: {_known(modules)}"
    )


def nearest_few(name: str, all_names: Iterable[str]) -> str:
    """Say which name a mistyped one was probably meant to be; of many names, list the first."""
    names = [known for known in all_names if known]
    hint = nearest(name, names)
    return hint if len(names) <= MAX_LISTED else f"{hint.partition('known:')[0]}{_known(names)}"


def _known(all_names: Iterable[str]) -> str:
    names = [known for known in all_names if known]
    more = f", … ({len(names)} in all)" if len(names) > MAX_LISTED else ""
    return f"known: {', '.join(names[:MAX_LISTED])}{more}"


@contextmanager
def watched(layers: Sequence[Layer]) -> Iterator[dict[str, list[Any]]]:
    """Collect what modules give each time they are called, while the context lasts.

    The values are copies: a module that comes later may change its input in place.
    """
    outputs: dict[str, list[Any]] = {layer.name: [] for layer in layers}

    def note(name: str, output: Any) -> None:
        outputs[name].append(output.detach().clone() if isinstance(output, Tensor) else output)

    with ExitStack() as hooks:
        for layer in layers:
            handle = layer.module.register_forward_hook(
                lambda _module, _inputs, output, name=layer.name: note(name, output)
            )
            hooks.callback(handle.remove)
        yield outputs


@dataclass(frozen=True, eq=False)
class Outputs:
    """What a model gives for N points.

    Parameters
    ----------
    layers
        (N, D_k) for each layer.
    scores
        (N, C) what the model itself gives: class scores, or probabilities.
    loss
        Mean loss over all points; None without a loss function.
    probabilities
        Whether the output is that of a sigmoid or a softmax module.
    """

    layers: list[Float32Array]
    scores: Float32Array
    loss: float | None
    probabilities: bool


@dataclass(frozen=True, eq=False)
class Forward:
    """Runs a model on the same points, again and again, and leaves it as it was.

    Parameters
    ----------
    model
        Maps points (N, …) to class scores (N, C); or to (N, 1) or (N,), the log odds of the second
        of two classes.
    points
        (N, …) as the model wants them; floating numbers are given in its own type.
    labels
        (N,) class indices.
    layers
        The layers whose outputs are returned.
    loss
        Maps the model's output and the labels to the mean loss.
    evaluate
        Whether the model is put into eval mode meanwhile.
    """

    model: nn.Module
    points: Tensor
    labels: Tensor
    layers: Sequence[Layer]
    loss: Loss | None
    evaluate: bool

    def __call__(self) -> Outputs:
        """Run the model.

        Raises
        ------
        DetangleError
            If a layer is not called once, or what it gives is not a tensor of finite numbers.
        """
        with evaluating(self.model, evaluate=self.evaluate):
            device, dtype = place_of(self.model)
            given = self.points.to(device, dtype if self.points.is_floating_point() else None)
            # A model may write to its input, so each pass has a copy.
            parts = [self._part(points.clone()) for points in given.split(POINTS_PER_PASS)]
            raw = torch.cat([output for _, output, _ in parts])
            loss = None if self.loss is None else float(self.loss(raw, self.labels.to(device)))
        labels = [layer.label for layer in self.layers]
        values = zip(*(hidden for hidden, _, _ in parts), strict=True)
        return Outputs(
            layers=list(map(_numbers, labels, values)),
            scores=_numbers("the model", [raw]),
            loss=loss,
            probabilities=all(last for _, _, last in parts),
        )

    def _part(self, points: Tensor) -> tuple[list[Tensor], Tensor, bool]:
        """Run the model on some of the points, and see whether a sigmoid or a softmax is last."""
        ends = [Layer(f"{i}", m) for i, m in enumerate(self.model.modules()) if isinstance(m, ENDS)]
        with watched(self.layers) as outputs, watched(ends) as last:
            output = _run(self.model, points)
        hidden = [_once(layer, outputs[layer.name], len(points)) for layer in self.layers]
        given = _tensor("the model", output, len(points))
        ended = (value for values in last.values() for value in values)
        return hidden, given, any(_same(value, given) for value in ended)


def _run(model: nn.Module, points: Tensor) -> Any:
    """Run a model; what goes wrong within is told in one line."""
    try:
        return model(points)
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        reason = str(error).partition("\n")[0]
        raise DetangleError(
            f"the {type(model).__name__} cannot be run on points of shape {tuple(points.shape)}: "
            f"{reason}"
        ) from error


def _same(value: Any, output: Tensor) -> bool:
    """Return True if a module's output is the model's, in whatever shape."""
    return value.numel() == output.numel() and torch.equal(value.flatten(), output.flatten())


def _once(layer: Layer, calls: Sequence[Any], count: int) -> Tensor:
    """Return a layer's one output."""
    if not calls:
        raise DetangleError(
            f"{layer.label} is not called when the model runs: name one that takes part"
        )
    if len(calls) > 1:
        raise DetangleError(
            f"{layer.label} is called {len(calls)} times when the model runs, so it is no one "
            "place: name the layers around it, or give each call a module of its own"
        )
    return _tensor(layer.label, calls[0], count)


def _tensor(label: str, output: Any, count: int) -> Tensor:
    if not isinstance(output, Tensor):
        raise DetangleError(
            f"{label} gives a {type(output).__name__}, not a tensor: name a layer that gives one"
        )
    if not output.ndim or len(output) != count:
        raise DetangleError(
            f"{label} gives a tensor of shape {tuple(output.shape)} for {count} points: its first "
            "axis must be the points"
        )
    return output


def _numbers(label: str, parts: Sequence[Tensor]) -> Float32Array:
    """Join the parts of an output, as (N, D)."""
    values = torch.cat(list(parts)).float().cpu().numpy()
    if what := out_of_range(values):
        raise DetangleError(f"{label} gives numbers that are {what}")
    return np.ascontiguousarray(values.reshape(len(values), -1))
