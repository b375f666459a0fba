"""`detangle datasets`: the generators of points."""

from __future__ import annotations

import inspect

import click

from detangle import datasets
from detangle.cli.tables import settings, table

OWN = """\
Points of your own, from a .csv, .tsv, .parquet or .npz file:
  detangle train --data points.csv --label species"""


@click.command
@click.argument("name", required=False)
def command(name: str | None) -> str:
    """List the generators of points, or say what the parameters of one mean.

    \b
    Examples:
      detangle datasets
      detangle datasets spirals
    """
    if name is not None:
        return f"{name}: {settings(datasets.defaults(name))}\n\n{_doc(name)}"
    rows = [("NAME", "ABOUT")]
    for known in datasets.GENERATORS:
        rows.append((known, _doc(known).splitlines()[0]))
        rows.append(("", "  " + settings(datasets.defaults(known))))
    return f"{table(rows)}\n\n{OWN}"


def _doc(name: str) -> str:
    return inspect.getdoc(datasets.MAKERS[name]) or ""
