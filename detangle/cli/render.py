"""`detangle render`: a scene shown with a run, through Manim's own command."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import click

from detangle.cli.check import guarded
from detangle.cli.options import (
    OF_PREPARATION,
    PREPARATION_OPTIONS,
    TABLE,
    TABLE_OPTIONS,
    Command,
    Option,
    announce,
    table_of,
)
from detangle.cli.process import run_child
from detangle.cli.scenes import Scene, find_scene, runs_folder
from detangle.cli.train import warn_of_chance
from detangle.errors import DetangleError
from detangle.presets import is_preset, recipe_for
from detangle.run.file import existing, load
from detangle.run.trajectory import Trajectory
from detangle.train.record import cached_path, load_or_train


@click.command(
    cls=Command,
    params=[*TABLE_OPTIONS, *PREPARATION_OPTIONS],
    # Manim's options stay where they stand among the words; -h would be the end of its -qh.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    options_metavar="[OPTIONS]",
)
@click.argument("scene")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[CLASS] [MANIM'S OPTIONS]")
@click.option(
    "--run",
    "runs",
    cls=Option,
    section="Options",
    multiple=True,
    spread=False,
    metavar="RUN",
    help="The run to show: a file or preset. SideBySide takes two or three: --run A --run B.",
)
@click.option(
    "--follow",
    cls=Option,
    section="Options",
    multiple=True,
    metavar="POINT ...",
    help="Points to mark all along: rows of the table, from 1, or names (see --names).",
)
@click.option(
    "--figure",
    cls=Option,
    section="Options",
    is_flag=True,
    help="Planes in boxes with ticks, as for print, where a scene would fill the frame.",
)
@click.option(
    "--seed", cls=Option, section=TABLE, type=int, help="Seed of the training on the table."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    scene: str,
    words: tuple[str, ...],
    runs: tuple[str, ...],
    follow: tuple[str, ...],
    figure: bool,
    seed: int | None,
    **_: object,
) -> str | int:
    """Render a scene as a video, below media/ in the working directory.

    SCENE is one that `detangle scenes` lists, or a Python file of scenes; CLASS says which one of
    the file, if it has several. All other options are Manim's own and stand after the scene, such
    as -ql (fast), -p (play it) or --format gif. Size and frame rate are
    otherwise those of manim.cfg, or 1920 x 1080 pixels at 60 frames a second.

    \b
    Examples:
      detangle render LayerMorph --run runs/moons.safetensors -qh -p
      detangle render LayerMorph --data points.csv --label species -ql
      detangle render my_talk.py MyScene --run spirals
      detangle render LayerMorph --run moons --follow 3 17 -ql
      detangle render SideBySide --run a.safetensors --run b.safetensors -ql
    """
    if "-h" in (scene, *words):
        return ctx.get_help()
    if scene.startswith("-"):
        raise DetangleError(
            f"name the scene before Manim's options, such as: detangle render LayerMorph {scene}"
        )
    name = words[0] if words and not words[0].startswith("-") else None
    found = find_scene(scene, name)
    options = list(words[1:] if name else words)
    told = _run_of(ctx, found, runs, seed, options)
    told |= {"DETANGLE_FOLLOW": json.dumps(follow)} if follow else {}
    told |= {"DETANGLE_FIGURE": "1"} if figure else {}
    environment = os.environ | told
    manim = [sys.executable, "-m", "manim", "render", *options, str(found.file), found.name]
    return run_child(manim, environment)


def _run_of(
    ctx: click.Context, scene: Scene, runs: Sequence[str], seed: int | None, options: Sequence[str]
) -> dict[str, str]:
    """Tell a scene what to show, before Manim starts: checked, or trained if a table is given."""
    table = table_of(ctx, *OF_PREPARATION)
    if seed is not None and table is None:
        raise DetangleError(
            "--seed is that of a training on --data; train a preset with another seed by: "
            f"detangle train moons --seed {seed}; Manim's own seed is set in manim.cfg"
        )
    if runs and table is not None:
        raise DetangleError("--run and --data are both given; a scene shows one of them")
    if table is not None:
        recipe = recipe_for(table)
        recipe = recipe if seed is None else recipe.replace(seed=seed)

        def prepare(run: Trajectory) -> None:
            _check_untrained(scene, run)
            announce(ctx, table, recipe)

        cache = runs_folder(scene.file, options)
        trained = load_or_train(recipe, table, cache=cache, progress=True, before=prepare)
        warn_of_chance(trained, standardized=ctx.params["standardize"])
        return {"DETANGLE_RUN": str(cached_path(trained.recipe, cache).resolve())}
    if len(runs) > 1:
        return {"DETANGLE_RUNS": json.dumps(_named(runs))}
    return {"DETANGLE_RUN": _checked(runs[0])} if runs else {}


def _named(runs: Sequence[str]) -> dict[str, str]:
    """Name several runs by their files without folder and suffix, or as they are given."""
    short = [existing(run).stem if existing(run).is_file() else run for run in runs]
    names = short if len(set(short)) == len(runs) else runs
    if len(set(names)) < len(runs):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise DetangleError(f"--run {twice} is given twice; a scene compares different runs")
    return dict(zip(names, map(_checked, runs), strict=True))


def _checked(run: str) -> str:
    """Return a preset's name, or the full path of a run's file, which is checked."""
    if not existing(run).is_file() and is_preset(run):
        return run
    load(run)
    return str(existing(run).resolve())


def _check_untrained(scene: Scene, run: Trajectory) -> None:
    """Refuse a run that a scene will not show, rather before the training than after it."""
    from detangle.stage import StageScene  # Manim is slow to import: only before a training
    from detangle.stage.inspector import scenes_of

    (shown,) = guarded(str(scene.file), scenes_of, scene.file, [scene.name])
    if not issubclass(shown, StageScene):
        return
    if shown.not_one:
        raise DetangleError(shown.not_one)
    shown.check_untrained(run)
