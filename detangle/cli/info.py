"""`detangle info`: what is in a trajectory file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from detangle._typing import AnyFloatArray
from detangle.cli.scenes import runs_folder
from detangle.cli.tables import settings, table
from detangle.errors import printable
from detangle.run.metrics import metrics
from detangle.run.trajectory import Trajectory
from detangle.train.record import find_run

LONGEST = 300
"""Characters of a fact that are shown at most."""


@click.command
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--csv", is_flag=True, help="Print a row for each recorded step, as CSV.")
def command(run: str, as_json: bool, csv: bool) -> str:
    """Show a run's recipe, shapes, steps, loss, accuracy and size.

    RUN is a file of `detangle train`, or a preset, which is trained once.

    \b
    Examples:
      detangle info runs/moons.safetensors
      detangle info moons
      detangle info runs/moons.safetensors --csv > steps.csv
    """
    path, found = find_run(run, cache=runs_folder())
    if csv:
        return metrics(found).to_csv(index=False).rstrip("\n")
    facts = _facts(path, found)
    return json.dumps(facts, indent=2) if as_json else _text(facts)


def _facts(path: Path, run: Trajectory) -> dict[str, Any]:
    steps = run.steps
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "recipe": run.setup.facts(),
        "class_names": list(run.class_names),
        "shapes": {key: list(run.arrays.shapes[key]) for key in run.keys},
        "steps": {"recorded": len(steps), "first": int(steps[0]), "last": int(steps[-1])},
        "loss": _ends(run.loss),
        "accuracy": _ends(run.accuracy),
        "test": _test(run),
    }


def _test(run: Trajectory) -> dict[str, float | None] | None:
    """Tell how many points were held out, and what fraction of them the network gets right."""
    if run.test_labels is None:
        return None
    first, last = (run.test_accuracy(int(run.steps[i])) for i in (0, -1))
    return {"points": len(run.test_labels), "first": first, "last": last}


def _ends(values: AnyFloatArray) -> dict[str, float]:
    """Take the first and the last value."""
    return {"first": float(values[0]), "last": float(values[-1])}


def _text(facts: dict[str, Any]) -> str:
    recipe = facts["recipe"]
    given = recipe.pop("dataset_parameters").items()
    parameters = {key: value for key, value in given if value not in ("", ())}
    steps = facts["steps"]
    rows = [
        ("file", f"{facts['file']} ({facts['bytes'] / 1e6:.1f} MB)"),
        ("steps", f"{steps['recorded']} recorded, from {steps['first']} to {steps['last']}"),
        ("loss", _change(facts["loss"], ".4g")),
        ("accuracy", _change(facts["accuracy"], ".1%")),
        *([("held out", _judged(facts["test"]))] if facts["test"] else []),
        ("classes", ", ".join(facts["class_names"])),
        ("", ""),
        *((key, _word(value)) for key, value in recipe.items() if value != ""),
        *([("parameters", settings(parameters))] if parameters else []),
        ("", ""),
        *((key, " x ".join(map(str, shape))) for key, shape in facts["shapes"].items()),
    ]
    return table([(key, _on_a_line(fact)) for key, fact in rows])


def _judged(test: dict[str, float | None]) -> str:
    """Say how well the points that were held out are classified."""
    points = f"{test['points']} points"
    ends = {key: end for key, end in test.items() if key != "points" and end is not None}
    return f"{points}, accuracy {_change(ends, '.1%')}" if ends else points


def _on_a_line(fact: str) -> str:
    """Show control characters as escapes, and cut what is too long; `--json` has all of it."""
    text = printable(fact)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (all of it: --json)"


def _change(ends: Mapping[str, float], style: str) -> str:
    return " -> ".join(format(end, style) for end in ends.values())


def _word(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)
