"""The named recipes that the scenes show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from detangle.datasets import Dataset, complete
from detangle.errors import DetangleError, nearest
from detangle.recipe import Parameter, Recipe

UPDATES = 1000
"""How often `recipe_for` has the weights changed, about."""

MOST_EPOCHS = 500
"""How often it shows every point at most."""


@dataclass(frozen=True)
class Preset:
    """A recipe with a name and a reason."""

    name: str
    about: str
    recipe: Recipe


def preset(name: str) -> Preset:
    """Look a preset up.

    Raises
    ------
    DetangleError
        If there is none of this name.
    """
    if name not in PRESETS:
        raise DetangleError(f"unknown preset {name!r}: {nearest(name, PRESETS)}")
    return PRESETS[name]


def is_preset(name: str) -> bool:
    """Tell a preset's name from that of a file.

    Raises
    ------
    DetangleError
        If it is neither: not a preset, and not written as a file's name.
    """
    if name not in PRESETS and not Path(name).suffix and Path(name).name == name:
        raise DetangleError(f"{name!r} is neither a file nor a preset: {nearest(name, PRESETS)}")
    return name in PRESETS


def recipe_for(dataset: Dataset) -> Recipe:
    """Return a recipe for points that no preset is made for, such as the user's own.

    Points of the plane get layers in the plane, points of space layers in space, so that a film
    shows them as they are; others get wide ones. There are epochs enough for about `UPDATES`
    updates.
    """
    alike = {1: (2, 2), 2: (2, 2), 3: (3, 3)}
    recipe = Recipe.of(
        dataset=dataset.name,
        widths=alike.get(dataset.dimension, (16, 16)),
        learning_rate=0.02 if dataset.dimension in alike else 0.01,
    )
    one = recipe.replace(epochs=1).training.updates(len(dataset))
    return recipe.replace(epochs=min(max(round(UPDATES / one), 1), MOST_EPOCHS))


def _data(name: str, **changed: Parameter) -> dict[str, Parameter]:
    """Write out all parameters of a dataset, so that a preset can be read as it stands."""
    return complete(name, changed)


_MOONS_ALIKE = Recipe.of(
    dataset="moons",
    dataset_parameters=_data("moons"),
    widths=(2, 2),
    learning_rate=0.02,
    epochs=100,
    seed=234,
)

_CIRCLES = Recipe.of(
    dataset="circles",
    dataset_parameters=_data("circles"),
    widths=(3,),
    learning_rate=0.02,
    epochs=100,
    seed=389,
)

_HOLES = Recipe.of(
    dataset="holes",
    dataset_parameters=_data("holes", n_neg=1000, n_pos=500, r_hole=0.15),
    widths=(15, 15),
    learning_rate=0.01,
    epochs=150,
    seed=13,
    record_every=10,
)

_ALL = (
    Preset(
        "moons",
        "two moons, widths 2-2: comes apart wholly, as 7 of the seeds 0 to 511 do",
        Recipe.of(
            dataset="moons",
            dataset_parameters=_data("moons"),
            widths=(2, 2),
            learning_rate=0.02,
            epochs=100,
            seed=362,
        ),
    ),
    Preset(
        "spirals",
        "two spirals of three quarters of a turn, widths 2-2: 5 of the seeds 0 to 511 succeed",
        Recipe.of(
            dataset="spirals",
            dataset_parameters=_data("spirals"),
            widths=(2, 2),
            learning_rate=0.02,
            epochs=150,
            seed=503,
        ),
    ),
    Preset(
        "circles",
        "a circle around a circle, width 3: 190 of the seeds 0 to 511 succeed, none can at width 2",
        _CIRCLES,
    ),
    Preset(
        "moons_relu",
        "two moons, 2-2, from a seed with which ReLU, leaky ReLU and tanh all succeed; 7 of the "
        "seeds 0 to 511 do with ReLU",
        _MOONS_ALIKE,
    ),
    Preset(
        "moons_leaky",
        "the same data, seed and training with leaky ReLU: 24 of the seeds 0 to 511 succeed",
        _MOONS_ALIKE.replace(activation="leaky_relu"),
    ),
    Preset(
        "moons_tanh",
        "the same data, seed and training with tanh: 37 of the seeds 0 to 511 succeed",
        _MOONS_ALIKE.replace(activation="tanh"),
    ),
    Preset(
        "circles_2_2",
        "a circle around a circle, 2-2: the best of the seeds 0 to 511; none gets 99 %",
        _CIRCLES.replace(widths=(2, 2), seed=461),
    ),
    Preset(
        "circles_2_2_2",
        "a circle around a circle, 2-2-2: the best of the seeds 0 to 511; none gets 99 %",
        _CIRCLES.replace(widths=(2, 2, 2), seed=121),
    ),
    Preset(
        "circles_2_2_2_2",
        "a circle around a circle, 2-2-2-2: the best of the seeds 0 to 511; none gets 99 %",
        _CIRCLES.replace(widths=(2, 2, 2, 2), seed=126),
    ),
    Preset(
        "circles_gap",
        "only 60 points of the circles, 2-2: the one of the seeds 0 to 511 that finds a gap",
        _CIRCLES.replace(
            dataset_parameters=_data("circles", n_points=60),
            widths=(2, 2),
            epochs=400,
            seed=506,
        ),
    ),
    Preset(
        "holes",
        "a disk with nine holes, widths 15-15: 19 of the seeds 0 to 63 pass 99 %",
        _HOLES,
    ),
    Preset(
        "holes_2_2",
        "a disk with nine holes, 2-2: the best of the seeds 0 to 63",
        _HOLES.replace(widths=(2, 2), seed=29),
    ),
    Preset(
        "holes_3_3",
        "a disk with nine holes, 3-3: the best of the seeds 0 to 63",
        _HOLES.replace(widths=(3, 3), seed=15),
    ),
    Preset(
        "holes_5_5",
        "a disk with nine holes, 5-5: the best of the seeds 0 to 63",
        _HOLES.replace(widths=(5, 5), seed=14),
    ),
    Preset(
        "xor",
        "xor: four blobs at the corners of a square, 2-2: 160 of the seeds 0 to 511 succeed",
        Recipe.of(
            dataset="xor",
            dataset_parameters=_data("xor"),
            widths=(2, 2),
            learning_rate=0.02,
            epochs=100,
            seed=315,
        ),
    ),
    Preset(
        "checkerboard",
        "a checkerboard of 4 x 4 squares, widths 16-16: 28 of the seeds 0 to 63 pass 99 %",
        Recipe.of(
            dataset="checkerboard",
            dataset_parameters=_data("checkerboard"),
            widths=(16, 16),
            learning_rate=0.01,
            epochs=150,
            seed=44,
            record_every=10,
        ),
    ),
    Preset(
        "digits",
        "handwritten 5s and 9s, widths 32-16: all of the seeds 0 to 63 get every image right",
        Recipe.of(
            dataset="digits",
            dataset_parameters=_data("digits"),
            widths=(32, 16),
            learning_rate=0.003,
            epochs=40,
            seed=0,
            record_every=4,
        ),
    ),
    Preset(
        "ten_digits",
        "all ten handwritten digits, widths 64-32-16: the median of the seeds 0 to 31, which all "
        "pass 97 %",
        Recipe.of(
            dataset="digits",
            dataset_parameters=_data("digits", classes=tuple(range(10))),
            widths=(64, 32, 16),
            learning_rate=0.003,
            epochs=25,
            seed=20,
            record_every=10,
        ),
    ),
    Preset(
        "notebook",
        "the 2022 notebook's run: line segments, 2-2, no readout; it does not learn",
        Recipe.of(
            dataset="line_segments",
            dataset_parameters=_data(
                "line_segments", seed=8, n_neg=5, n_pos=5, line_length=0.2, n_line_sample=50
            ),
            widths=(2, 2),
            readout="identity",
            optimizer="sgd",
            learning_rate=0.001,
            momentum=0.9,
            batch_size=64,
            shuffle=False,
            epochs=100,
            seed=8,
        ),
    ),
)

PRESETS: Mapping[str, Preset] = {entry.name: entry for entry in _ALL}
"""Every preset by its name."""
