"""What is done with a run or a table once it is loaded, and what counts as a fault."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np

from detangle import DetangleError, Trajectory, datasets, load, metrics
from detangle.cli import main

Use = Callable[[Path], None]

MOST = 300
"""Characters of a refusal, at most."""


def fault_of(use: Use, path: Path) -> str:
    """Use a file, and return what is wrong with how that ends; empty if it is used or refused.

    A refusal is one line of printable characters.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            use(path)
    except DetangleError as error:
        return _fault_of_words(str(error))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception
        return f"{type(error).__name__}: {error}"[:MOST]
    return ""


def use_run(path: Path) -> None:
    """Load a run and ask it for all that films and commands do."""
    run = load(path)
    first, last = (int(run.steps[i]) for i in (0, -1))
    for step in (None, first, (first + last) / 2):
        _use_moment(run, step)
    for k in range(run.depth + 1):
        assert run.layer(k).shape == (len(run.steps), len(run.points), run.widths[k])
    assert len(metrics(run)) == len(run.steps)
    for words in (["info"], ["compare"], ["compare", "--format", "markdown"]):
        _refuse_unprintable(_printed([*words, str(path)]))
    " ".join(run.class_names).encode()
    json.loads(_printed(["info", "--json", str(path)]))


def use_table(path: Path) -> None:
    """Read a table of one's own."""
    data = datasets.from_file(path, label="" if path.suffix == ".npz" else "label")
    assert np.isfinite(data.points).all()
    assert set(np.unique(data.labels)) <= set(range(data.n_classes))


def _use_moment(run: Trajectory, step: float | None) -> None:
    if run.has_network:
        snapshot = run.at(step)
        scores = snapshot.scores(run.points)
        assert np.isfinite(scores).all()
        assert scores.shape == (len(run.points), len(run.class_names))
        run.test_accuracy(step)
    if run.has_scores:
        assert run.scores_at(step).shape == (len(run.points), len(run.class_names))
    run.loss_at(step), run.accuracy_at(step)


def _printed(words: list[str]) -> str:
    """Return what a command prints."""
    with redirect_stdout(io.StringIO()) as printed:
        assert main(words) == 0, f"detangle {words[0]} refuses a run that load does not"
    return printed.getvalue()


def _refuse_unprintable(text: str) -> None:
    for line in text.split("\n"):
        assert _is_printable(line), f"the text has {ascii(line)[:80]}"
    assert len(text) < 20_000, f"the text has {len(text)} characters"


def _is_printable(line: str) -> bool:
    """Tell whether a line can be printed; joiners stand within words of many scripts."""
    return line.replace("\u200c", "").replace("\u200d", "").isprintable()


def _fault_of_words(words: str) -> str:
    if not _is_printable(words):
        return f"a refusal with control characters: {ascii(words)[:MOST]}"
    if len(words) > MOST:
        return f"a refusal of {len(words)} characters: {words[:MOST]}"
    return ""
