"""Options of several commands: those of a recipe, made from its fields, and those of a table."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
from click.core import ParameterSource

from detangle import activations, datasets
from detangle.datasets import Dataset, Preparation
from detangle.errors import DetangleError
from detangle.presets import PRESETS, preset, recipe_for
from detangle.recipe import OTHER, Architecture, Recipe, Training

OF_RECIPE = tuple(f.name for part in (Architecture, Training) for f in fields(part))
OF_PREPARATION = ("standardize", "test", "test_seed")

POINTS, TABLE = "Points (`detangle datasets NAME` explains the parameters)", "Your own points"

PREFIX = "parameter_"
"""Stands before a dataset's parameter, whose name may also be that of a recipe's field."""


class Option(click.Option):
    """An option that shows its default, and stands in a section of the help.

    Parameters
    ----------
    names
        The option as it is typed; before it a name for Python, where that differs.
    section
        Title of the section.
    **settings
        What `click.Option` takes.
    """

    def __init__(self, names: Sequence[str], section: str = "Options", **settings: Any) -> None:
        super().__init__(names, **{"show_default": True, **settings})
        self.section = section


class Command(click.Command):
    """A command whose options stand in sections and may take several words: `--widths 3 4`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, after writing `--widths 3 4` as `--widths 3 --widths 4`."""
        several = {
            name
            for option in self.get_params(ctx)
            if isinstance(option, Option) and option.multiple
            for name in option.opts
        }
        words: list[str] = []
        option = ""
        for before, word in pairwise(("", *args)):
            if word.startswith("-"):
                option = word
            elif option in several and before != option:
                words.append(option)
            words.append(word)
        return super().parse_args(ctx, words)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, one section after the other."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx)):
                sections.setdefault(getattr(param, "section", "Options"), []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


@dataclass(frozen=True)
class Start:
    """Where the options of a command on a recipe start from.

    Attributes
    ----------
    preset
        The name before the options, if there is one.
    recipe
        That preset's recipe, with the dataset that the options name; None without a preset.
    has_table
        Whether the points come from a table.
    """

    preset: str | None
    recipe: Recipe | None
    has_table: bool

    def options(self) -> Iterator[Option]:
        """Offer a recipe's fields, and the parameters of the dataset that it names."""
        recipe, known = self.recipe or Recipe(), self.recipe is not None
        if known and not self.has_table:
            yield from _field_options(POINTS, recipe, ("dataset",))
            yield from _parameter_options(recipe)
        yield from _field_options("Network", recipe.architecture, show_default=known)
        yield from _field_options("Training", recipe.training, show_default=known)


class RecipeCommand(Command):
    """A command on a recipe: the name of a preset, then options that change its recipe.

    Parameters
    ----------
    without
        Fields of a recipe that are no options of this command.
    """

    def __init__(self, name: str | None, *, without: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(name, options_metavar="[PRESET] [OPTIONS]", **settings)
        self.without = without
        self.params += [*TABLE_OPTIONS, *PREPARATION_OPTIONS]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find where the options start from, then read them."""
        name = args[0] if args and not args[0].startswith("-") else None
        has_table = any(word.partition("=")[0] == "--data" for word in args)
        if name is None and not has_table and not {"-h", "--help"} & set(args):
            raise DetangleError(
                f"name a preset first, such as: {ctx.command_path} moons --epochs 50; "
                f"known: {', '.join(PRESETS)}; or give a table: --data points.csv --label species"
            )
        start = Start(name, _recipe_of(name, args) if name else None, has_table)
        ctx.obj = start, [option for option in start.options() if option.name not in self.without]
        return super().parse_args(ctx, args[1:] if name else args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options of the recipe and those of the command."""
        return [*(ctx.obj[1] if ctx.obj else ()), *super().get_params(ctx)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with what the preset is, or which ones there are."""
        name = ctx.obj[0].preset
        formatter.write_paragraph()
        formatter.write_text(
            f"{name}: {PRESETS[name].about}." if name else f"Presets: {', '.join(PRESETS)}."
        )


def table_of(ctx: click.Context, *also: str) -> Dataset | None:
    """Read the table that the options name; None if they name none.

    Parameters
    ----------
    ctx
        The command's context, after its options are read.
    *also
        Options that make no sense without a table, beside those that say how to read one.
    """
    if ctx.params["data"] is None:
        if {"label", "columns", "sample", "sample_seed", *also} & set(_given(ctx)):
            raise DetangleError(
                "options for a table are given, but no table: add --data points.csv"
            )
        return None
    names = ("columns", "sample", "sample_seed", *OF_PREPARATION)
    how = {name: ctx.params[name] for name in names}
    return datasets.from_file(ctx.params["data"], label=ctx.params["label"] or "", **how)


def points_and_recipe(ctx: click.Context) -> tuple[Dataset, Recipe]:
    """Return the points and the recipe that the options of a `RecipeCommand` describe."""
    start: Start = ctx.obj[0]
    given = _given(ctx)
    changed = {name: given[name] for name in OF_RECIPE if name in given}
    table = table_of(ctx)
    if table is not None:
        return table, (start.recipe or recipe_for(table)).replace(**changed)
    recipe = start.recipe or Recipe()
    parameters = dict(recipe.dataset_parameters)
    parameters |= {name: given[name] for name in OF_PREPARATION if name in given}
    parameters |= {
        name.removeprefix(PREFIX): value for name, value in given.items() if name.startswith(PREFIX)
    }
    parameters = datasets.complete(recipe.dataset, parameters)
    recipe = recipe.replace(dataset_parameters=parameters, **changed)
    return datasets.make(recipe.dataset, parameters), recipe


def output_name(ctx: click.Context) -> str:
    """Name the run after its table or its preset, so that a table never takes a preset's file."""
    data: Path | None = ctx.params["data"]
    if data is None:
        return str(ctx.obj[0].preset)
    return f"my-{data.stem}" if data.stem in PRESETS else data.stem


def _given(ctx: click.Context) -> dict[str, Any]:
    """Return the options that were typed, not those that keep their defaults."""
    return {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


def _recipe_of(name: str, words: Sequence[str]) -> Recipe:
    """Look up a preset's recipe; another dataset takes its own defaults."""
    if Path(name).suffix:
        raise DetangleError(
            f"{name!r} is no preset; points of your own are given by --data {name} --label COLUMN"
        )
    recipe = preset(name).recipe
    for word, following in zip_longest(words, words[1:]):
        flag, equals, value = word.partition("=")
        dataset = value if equals else following
        if flag == "--dataset" and dataset and dataset != recipe.dataset:
            defaults = datasets.defaults(dataset)
            recipe = recipe.replace(dataset=dataset, dataset_parameters=defaults)
    return recipe


def _field_options(
    section: str, values: Any, names: Sequence[str] = (), *, show_default: bool = True
) -> Iterator[Option]:
    """Make an option of each field of a dataclass, or of these, with the values as defaults."""
    kind = type(values)
    hints, docs = get_type_hints(kind), _field_docs(kind)
    for name in names or docs:
        option = "--" + name.replace("_", "-")
        hint = hints[name]
        several = get_origin(hint) is tuple
        yield Option(
            [_with_opposite(option) if getattr(kind, name) is True else option],
            section,
            default=getattr(values, name),
            help=docs[name],
            show_default=show_default,
            **_reading(name, get_args(hint)[0] if several else hint, several=several),
        )


def _parameter_options(recipe: Recipe) -> Iterator[Option]:
    """Make an option of each parameter of a recipe's dataset."""
    for name, value in recipe.dataset_parameters.items():
        if name not in datasets.DEFAULTS:
            option = "--dataset." + name.replace("_", "-")
            items = value if isinstance(value, tuple) else (value,)
            kind = type(items[0]) if items else str
            yield Option(
                [PREFIX + name, _with_opposite(option) if kind is bool else option],
                POINTS,
                default=value,
                **_reading(name, kind, several=isinstance(value, tuple)),
            )


def _with_opposite(option: str) -> str:
    return option + option.replace("--", "/--no-")


def _reading(name: str, kind: Any, *, several: bool = False) -> dict[str, Any]:
    """Say how click reads words as a field's values."""
    if kind is bool:
        return {"is_flag": True}
    if several:
        return {"type": kind, "multiple": True, "metavar": f"{kind.__name__.upper()} ..."}
    if type(None) in get_args(kind):
        return {"type": _IntegerOrNone(), "metavar": "INTEGER|None"}
    # Which names are right is for the recipe to say.
    choices = activations.names() if name == "activation" else _literals(kind)
    return {"metavar": "|".join(choices)} if choices else {"type": kind}


def _literals(kind: Any) -> list[str]:
    parts = [part for part in (kind, *get_args(kind)) if get_origin(part) is Literal]
    return [choice for part in parts for choice in get_args(part) if choice != OTHER]


class _IntegerOrNone(click.types.IntParamType):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return None if value == "None" else super().convert(value, param, ctx)


def _field_docs(kind: type) -> dict[str, str]:
    """Read what stands below each field of a dataclass."""
    sources = [inspect.getsource(part) for part in kind.__mro__ if is_dataclass(part)]
    return {
        field.target.id: " ".join(str(doc.value.value).split())
        for source in sources
        for definition in ast.parse(source).body
        if isinstance(definition, ast.ClassDef)
        for field, doc in pairwise(definition.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
    }


TABLE_OPTIONS = [
    Option(
        ["--data"],
        TABLE,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A table: a .csv, .tsv, .parquet or .npz file, one point per row.",
    ),
    Option(["--label"], TABLE, metavar="COLUMN", help="Its column of classes."),
    Option(
        ["--columns"],
        TABLE,
        multiple=True,
        metavar="COLUMN ...",
        help="Its columns of coordinates; by default all others.",
    ),
    Option(["--sample"], TABLE, default=0, help="Draw this many rows at random; 0 takes all."),
    Option(["--sample-seed"], TABLE, default=0, help="Seed of that draw."),
]
PREPARATION_OPTIONS = list(_field_options("Preparation", Preparation(), OF_PREPARATION))
