"""`detangle presets`: the named recipes."""

from __future__ import annotations

import click

from detangle.cli.tables import table
from detangle.presets import PRESETS


@click.command
def command() -> str:
    """List the named recipes, ready to be trained.

    \b
    Examples:
      detangle presets
      detangle train moons
    """
    rows = [("NAME", "WIDTHS", "ACTIVATION", "DATASET", "ABOUT")]
    for preset in PRESETS.values():
        recipe, network = preset.recipe, preset.recipe.architecture
        widths = "-".join(map(str, network.widths))
        rows.append((preset.name, widths, network.activation, recipe.dataset, preset.about))
    return table(rows)
