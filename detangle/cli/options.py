"""Options of several commands: those of a recipe, made from its fields, and those of a table."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from types import GenericAlias
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
from click.core import ParameterSource

from detangle import activations, datasets
from detangle.cli import say
from detangle.datasets import Dataset, Preparation
from detangle.errors import DetangleError, printable, shortened
from detangle.presets import PRESETS, preset, recipe_for
from detangle.recipe import OTHER, Architecture, Parameter, Recipe, Training

OF_RECIPE = tuple(f.name for part in (Architecture, Training) for f in fields(part))
OF_PREPARATION = ("standardize", "test", "test_seed")

POINTS, TABLE = "Points (`detangle datasets NAME` explains the parameters)", "Your own points"

NAMES_SHOWN = 60
"""Characters of the names of columns that are listed before training."""

PREFIX = "parameter_"
"""Stands before a dataset's parameter, whose name may also be that of a recipe's field."""


class Option(click.Option):
    """An option that shows its default, and stands in a section of the help.

    One that may be given several times takes several words at once, unless `spread` is False.
    """

    def __init__(
        self, names: Sequence[str], section: str = "Options", spread: bool = True, **settings: Any
    ) -> None:
        super().__init__(names, **{"show_default": True, **settings})
        self.section = section
        self.spread = spread and self.multiple


class Command(click.Command):
    """A command whose options stand in sections and may take several words: `--widths 3 4`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, after writing `--widths 3 4` as `--widths 3 --widths 4`."""
        params = self.get_params(ctx)
        spread = [param for param in params if getattr(param, "spread", False)]
        several = {name for param in spread for name in param.opts}
        texts = {name for param in spread if param.type is click.STRING for name in param.opts}
        words: list[str] = []
        option = ""
        for before, word in pairwise(("", *args)):
            # Among several words, a negative number is one of them.
            if word.startswith("-") and not (option in texts and _is_number(word)):
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
    """What the options of a `RecipeCommand` change."""

    preset: str | None
    """The name before the options, if there is one."""
    recipe: Recipe | None
    """The preset's recipe, with the dataset that the options name; None without a preset."""
    options: Sequence[Option]
    """The options that change it."""


class RecipeCommand(Command):
    """A command on a recipe: the name of a preset, then options that change its recipe.

    The fields of a recipe in `without` are no options of this command.
    """

    def __init__(self, name: str | None, *, without: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(name, options_metavar="[PRESET] [OPTIONS]", **settings)
        self.without = without
        self.params += [*TABLE_OPTIONS, *PREPARATION_OPTIONS]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the preset, from which the options take their defaults, then read the options."""
        name = args[0] if args and not args[0].startswith("-") else None
        words = [part for word in args for part in word.split("=", 1)]
        following = dict(pairwise([*words, ""]))
        if name is None and not {"--data", "-h", "--help"} & set(following):
            raise DetangleError(
                f"name a preset first, such as: {ctx.command_path} moons --epochs 50; "
                f"known: {', '.join(PRESETS)}; or give a table: --data points.csv --label species"
            )
        recipe = _recipe_of(name, following.get("--dataset")) if name else None
        options = _recipe_options(recipe, of_table="--data" in following)
        offered = [option for option in options if option.name not in self.without]
        ctx.obj = Start(name, recipe, offered)
        return super().parse_args(ctx, args[1:] if name else args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options of the recipe and those of the command."""
        return [*(ctx.obj.options if ctx.obj else ()), *super().get_params(ctx)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with what the preset is, or which ones there are."""
        name = ctx.obj.preset
        text = f"{name}: {PRESETS[name].about}." if name else f"Presets: {', '.join(PRESETS)}."
        formatter.write_paragraph()
        formatter.write_text(text)


def table_of(ctx: click.Context, *also: str) -> Dataset | None:
    """Read the table that the options name; None if they name none.

    Without a table, the options that say how to read one are refused, and those in `also`.
    """
    if ctx.params["data"] is None:
        if {*OF_TABLE, *also} & set(_given(ctx)):
            raise DetangleError("the options of a table need one: add --data points.csv")
        return None
    how = {name: ctx.params[name] for name in (*OF_TABLE, *OF_PREPARATION)}
    return datasets.from_file(ctx.params["data"], **how)


def announce(ctx: click.Context, dataset: Dataset, recipe: Recipe) -> None:
    """Print in one line what of a table is used, before a network is trained on it."""
    if ctx.params["data"] is None:
        return
    columns: tuple[str, ...] = dataset.parameters["columns"]  # type: ignore[assignment]
    held_out = f" and {len(dataset.test):,} held out" if dataset.test else ""
    widths = "-".join(map(str, recipe.architecture.widths))
    count = f"{len(columns):,} column{'s' if len(columns) > 1 else ''}"
    say(
        f"{len(dataset):,} points{held_out}, {count} ({_listed(columns)}), "
        f"{dataset.n_classes} classes, widths {widths}"
    )


def _listed(names: Sequence[str]) -> str:
    """List the first names, as many as fit on the line."""
    fitting = [shortened(printable(names[0]), NAMES_SHOWN)]
    for name in names[1:]:
        if len(", ".join((*fitting, name))) > NAMES_SHOWN:
            return ", ".join((*fitting, "…"))
        fitting.append(printable(name))
    return ", ".join(fitting)


def points_and_recipe(ctx: click.Context) -> tuple[Dataset, Recipe]:
    """Return the points and the recipe that the options of a `RecipeCommand` describe."""
    start: Start = ctx.obj
    given = _given(ctx)
    changed = {name: given[name] for name in OF_RECIPE if name in given}
    table = table_of(ctx)
    if table is not None:
        return table, (start.recipe or recipe_for(table)).replace(**changed)
    recipe = start.recipe or Recipe()
    parameters = {
        name.removeprefix(PREFIX): value
        for name, value in given.items()
        if name in OF_PREPARATION or name.startswith(PREFIX)
    }
    parameters = datasets.complete(recipe.dataset, recipe.dataset_parameters | parameters)
    recipe = recipe.replace(dataset_parameters=parameters, **changed)
    return datasets.make(recipe.dataset, parameters), recipe


def output_name(ctx: click.Context) -> str:
    """Name the run after its table or its preset, so that a table never takes a preset's file."""
    data: Path | None = ctx.params["data"]
    if data is None:
        return str(ctx.obj.preset)
    return f"my-{data.stem}" if data.stem in PRESETS else data.stem


def _given(ctx: click.Context) -> dict[str, Any]:
    """Return the options that were typed, not those that keep their defaults."""
    return {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


def _recipe_of(name: str, dataset: str | None) -> Recipe:
    """Look up a preset's recipe; another dataset takes its own defaults."""
    if Path(name).suffix:
        raise DetangleError(
            f"{name!r} is no preset; points of your own are given by --data {name} --label COLUMN"
        )
    recipe = preset(name).recipe
    if not dataset or dataset == recipe.dataset:
        return recipe
    return recipe.replace(dataset=dataset, dataset_parameters=datasets.defaults(dataset))


def _recipe_options(recipe: Recipe | None, *, of_table: bool) -> Iterator[Option]:
    """Make the options that change a recipe; None has no values to show.

    The parameters of its dataset are among them, unless the points come from a table.
    """
    known = recipe or Recipe()
    if recipe is not None and not of_table:
        yield from _field_options(POINTS, recipe, ("dataset",))
        for name, value in recipe.dataset_parameters.items():
            if name not in datasets.DEFAULTS:
                option = f"--dataset.{_dashed(name)}"
                yield _option(PREFIX + name, option, POINTS, _type_of(value), default=value)
    shown = recipe is not None
    yield from _field_options("Network", known.architecture, show_default=shown)
    yield from _field_options("Training", known.training, show_default=shown)


def _field_options(
    section: str, values: Any, names: Sequence[str] = (), *, show_default: bool = True
) -> Iterator[Option]:
    """Make an option of each field of a dataclass, or of these, with the values as defaults."""
    hints, docs = get_type_hints(type(values)), _field_docs(type(values))
    for name in names or docs:
        settings = {"default": getattr(values, name), "help": docs[name]}
        option = f"--{_dashed(name)}"
        yield _option(name, option, section, hints[name], show_default=show_default, **settings)


def _option(name: str, option: str, section: str, hint: Any, **settings: Any) -> Option:
    """Make an option whose words click reads as a type hint says."""
    if hint is bool:
        option += option.replace("--", "/--no-")
    elif get_origin(hint) is tuple:
        (kind, _) = get_args(hint)
        settings |= {"type": kind, "multiple": True, "metavar": f"{kind.__name__.upper()} ..."}
    elif type(None) in get_args(hint):
        settings |= {"type": _IntegerOrNone(), "metavar": "INTEGER|None"}
    elif choices := activations.names() if name == "activation" else _literals(hint):
        settings["metavar"] = "|".join(choices)  # the recipe says which ones are right
    return Option([name, option], section, **settings)


def _type_of(value: Parameter) -> Any:
    if isinstance(value, tuple):
        return GenericAlias(tuple, (type(value[0]) if value else str, ...))
    return type(value)


def _literals(hint: Any) -> list[str]:
    parts = [part for part in (hint, *get_args(hint)) if get_origin(part) is Literal]
    return [choice for part in parts for choice in get_args(part) if choice != OTHER]


def _is_number(word: str) -> bool:
    return word.lstrip("-").replace(".", "", 1).isdecimal()


def _dashed(name: str) -> str:
    return name.replace("_", "-")


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


_FORMATS = "A table: a .csv, .tsv, .parquet or .npz file, one point per row."
_COLUMNS = "Its columns of coordinates; by default all others."
_NAMES = "Its column of names of the points, for `detangle render --follow`."
_MISSING = "Whether `NA`, `N/A`, `NULL` and the like are missing, as for pandas."
_DECIMAL = "The mark before decimals; by default the numbers tell it."
_COLUMN = "COLUMN ..."
_EXCLUDE = "Columns to leave out of these."

TABLE_OPTIONS = [
    Option(["--data"], TABLE, type=click.Path(path_type=Path), metavar="FILE", help=_FORMATS),
    Option(
        ["--label"],
        TABLE,
        default="",
        show_default=False,
        metavar="COLUMN",
        help="Its column of classes.",
    ),
    Option(["--columns"], TABLE, multiple=True, metavar=_COLUMN, help=_COLUMNS),
    Option(["--names"], TABLE, default="", show_default=False, metavar="COLUMN", help=_NAMES),
    Option(["--exclude"], TABLE, multiple=True, metavar=_COLUMN, help=_EXCLUDE),
    Option(["--sample"], TABLE, default=0, help="Draw this many rows at random; 0 takes all."),
    Option(["--sample-seed"], TABLE, default=0, help="Seed of that draw."),
    Option(["--drop-missing"], TABLE, is_flag=True, help="Leave out rows that lack a value."),
    Option(["--keep-default-na/--no-keep-default-na"], TABLE, default=True, help=_MISSING),
    Option(["--na-values"], TABLE, multiple=True, metavar="TEXT ...", help="What else is missing."),
    Option(["--decimal"], TABLE, default="", show_default=False, metavar=".|,", help=_DECIMAL),
    Option(["--header/--no-header"], TABLE, default=True, help="Whether the first line has names."),
]
OF_TABLE = tuple(str(option.name) for option in TABLE_OPTIONS if option.name != "data")
PREPARATION_OPTIONS = list(_field_options("Preparation", Preparation(), OF_PREPARATION))
