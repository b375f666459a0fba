"""The state of torch and of a module, used for a while and given back as it was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch
from torch import nn

from detangle.errors import DetangleError


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep torch to one thread, and give the caller's number of threads back at the end.

    Networks this small lose far more by waiting for a second thread than it brings, above all on
    a busy machine; and a sum's last bits then never depend on how many threads there are.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextmanager
def defaults() -> Iterator[None]:
    """Let torch make tensors and gradients as it does by default, whatever the caller has set.

    The caller's default device, default dtype, gradient and inference modes are given back.
    """
    dtype, device = torch.get_default_dtype(), torch.get_default_device()
    # The context of a device costs time at each call of torch: only where it is needed.
    on_cpu = nullcontext() if device.type == "cpu" else torch.device("cpu")
    with torch.inference_mode(mode=False), torch.enable_grad(), on_cpu:
        torch.set_default_dtype(torch.float32)
        try:
            yield
        finally:
            torch.set_default_dtype(dtype)


@contextmanager
def evaluating(model: nn.Module, *, evaluate: bool) -> Iterator[None]:
    """Run a model without gradients; its modes, buffers and the random state are given back.

    Parameters
    ----------
    model
        The model.
    evaluate
        Whether it is put into eval mode meanwhile. Otherwise a forward pass may change buffers,
        such as the running means of batch normalisation, until they are given back.
    """
    buffers = [
        (module, name, buffer, buffer.detach().clone())
        for module in model.modules()
        for name, buffer in module.named_buffers(recurse=False)
    ]
    with _modes_kept(model), torch.no_grad():
        try:
            if evaluate:
                model.eval()
            yield
        finally:
            for module, name, buffer, value in buffers:
                # Unchanged buffers are not written: the caller's backward pass may need them.
                if not torch.equal(buffer, value):
                    buffer.copy_(value)
                if getattr(module, name) is not buffer:
                    setattr(module, name, buffer)


@contextmanager
def training(model: nn.Module, seed: int) -> Iterator[None]:
    """Put a model into train mode, with its own random state and no gradients yet.

    Its modes and gradients and the caller's random state are given back at the end.
    """
    gradients = [(parameter, parameter.grad) for parameter in model.parameters()]
    with _modes_kept(model):
        try:
            torch.manual_seed(seed)
            for parameter, _ in gradients:
                parameter.grad = None
            if not model.training:  # else its parts are in the modes that they shall have
                model.train()
            yield
        finally:
            for parameter, gradient in gradients:
                parameter.grad = gradient


def place_of(model: nn.Module) -> tuple[torch.device, torch.dtype]:
    """Return the device and the floating type that a model's inputs must have."""
    numbers = [*model.parameters(), *model.buffers()]
    floating = [number for number in numbers if number.is_floating_point()]
    device = numbers[0].device if numbers else torch.device("cpu")
    return device, floating[0].dtype if floating else torch.get_default_dtype()


@contextmanager
def _modes_kept(model: nn.Module) -> Iterator[None]:
    """Give each module's train or eval mode, and the random state, back at the end."""
    modes = [(module, module.training) for module in model.modules()]
    tensors = [*model.parameters(), *model.buffers()]
    cards = {t.device.index for t in tensors if t.device.type == "cuda"} - {None}
    with torch.random.fork_rng(devices=sorted(cards)):
        try:
            yield
        finally:
            for module, mode in modes:
                module.training = mode


@contextmanager
def in_memory() -> Iterator[None]:
    """Say in one line if a run does not fit in memory."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        # PyTorch has no exception of its own for this on a processor.
        words = ("allocate", "overflowed", "too large")
        if isinstance(error, MemoryError) or any(word in str(error) for word in words):
            raise DetangleError("the run does not fit in memory: fewer points or widths") from None
        raise
