"""The options that messages, docstrings and pages speak of are options of the command."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import detangle
from detangle.cli import COMMANDS
from detangle.cli.options import _recipe_options
from detangle.recipe import Recipe

PACKAGE = Path(detangle.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z](?![\w-])")
OF_MANIM = {"--format", "--fps", "--quality", "--renderer", "--resolution"}
OF_HELP = {"--help", "--version"}


def options() -> set[str]:
    """Return all options of all subcommands."""
    commands = [import_module(f"detangle.cli.{name}").command for name in COMMANDS]
    params = [param for command in commands for param in command.params]
    params += _recipe_options(Recipe(), of_table=False)
    return {name for param in params for name in (*param.opts, *param.secondary_opts)}


def test_every_option_that_is_named_exists() -> None:
    known = options() | OF_MANIM | OF_HELP
    for file in [*sorted(PACKAGE.rglob("*.py")), PACKAGE.parent / "README.md"]:
        named = set(OPTION.findall(file.read_text(encoding="utf-8")))
        assert named <= known, file
