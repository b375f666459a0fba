"""A recipe is a value: it survives JSON, equals what is equal, and refuses what cannot be."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle import PRESETS, Architecture, DetangleError, Recipe, Training, activations
from detangle.presets import preset
from detangle.recipe import ExternalSetup, read_setup

COUNTS = st.integers(1, 2**40)
SCALARS = st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text()
VALUES = SCALARS | st.lists(SCALARS, max_size=3).map(tuple)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "dataset": st.text(),
    "dataset_parameters": st.dictionaries(st.text(), VALUES, max_size=4),
    "data_hash": st.text("0123456789abcdef", max_size=64),
    "widths": st.lists(st.integers(1, 999), min_size=1, max_size=5),
    "activation": st.sampled_from(activations.names()),
    "readout": st.sampled_from(["linear", "identity"]),
    "optimizer": st.sampled_from(["sgd", "adam"]),
    "learning_rate": st.floats(1e-300, 1e300),
    "momentum": st.floats(0, 0.999),
    "batch_size": st.none() | COUNTS,
    "shuffle": st.booleans(),
    "epochs": COUNTS,
    "seed": st.integers(0, 2**63 - 1),
    "record_every": COUNTS,
}


def made(values: dict[str, Any]) -> Recipe:
    """Make a recipe; `adam` has no momentum to choose."""
    return Recipe.of(**values | ({"momentum": 0.0} if values["optimizer"] == "adam" else {}))


RECIPES = st.fixed_dictionaries(FIELDS).map(made)


@given(RECIPES)
def test_json_loses_nothing(recipe: Recipe) -> None:
    again = read_setup(json.loads(recipe.to_json()))
    assert asdict(again) == asdict(recipe)
    assert (again, hash(again), again.key) == (recipe, hash(recipe), recipe.key)
    assert "\n" not in recipe.to_json()
    assert set(json.loads(recipe.to_json())) == set(FIELDS)


@given(RECIPES, st.sampled_from(list(FIELDS)), st.data())
def test_every_field_counts(recipe: Recipe, name: str, data: st.DataObject) -> None:
    changed = made(recipe.facts() | {name: data.draw(FIELDS[name])})
    same = json.loads(changed.to_json()) == json.loads(recipe.to_json())
    assert (changed == recipe) == (changed.key == recipe.key) == same
    assert len({recipe, changed}) == 1 + (not same)


def test_whole_numbers_are_as_good_as_fractions() -> None:
    values: dict[str, Any] = {"learning_rate": 1, "optimizer": "sgd", "momentum": 0}
    assert Recipe.of(**values).key == Recipe.of(learning_rate=1.0, optimizer="sgd").key
    assert Recipe.of(widths=[3, 2]) == Recipe(architecture=Architecture((3, 2)))


def test_fields_side_by_side_are_those_of_the_parts() -> None:
    parts = Recipe("moons", {"noise": 0.1}, architecture=Architecture((3,), "tanh"),
                   training=Training(epochs=7, seed=3))  # fmt: skip
    flat = Recipe.of(dataset_parameters={"noise": 0.1}, widths=(3,), activation="tanh", epochs=7)
    assert flat.replace(seed=3) == parts != flat
    with pytest.raises(DetangleError, match="unknown field 'training'"):
        Recipe.of(training=Training(epochs=7), seed=3)


def test_the_order_of_the_parameters_does_not_matter() -> None:
    one = Recipe(dataset_parameters={"seed": 1, "noise": 0.1})
    other = Recipe(dataset_parameters={"noise": 0.1, "seed": 1})
    assert (one, one.key) == (other, other.key)


NAN, INF = float("nan"), float("inf")
BAD: dict[str, tuple[Any, ...]] = {
    "dataset": (3, None, ["moons"]),
    "dataset_parameters": (None, [1], {"seed": [[1]]}, {"a": None}, {"a": (None,)}, {1: 2}),
    "data_hash": (7, None),
    "widths": ((), (0,), (2, -1), (2.0,), ("2",), (True,), (None,), 5, {}, None, "22"),
    "activation": ("rleu", "", None, 1, ["relu"], {}),
    "readout": ("affine", None),
    "optimizer": ("adamw", "SGD", None),
    "learning_rate": (0, -0.1, NAN, INF, "fast", None, True, 10**400),
    "momentum": (-0.1, 1, 2.5, NAN, "0.9", None, False),
    "batch_size": (0, -1, 6.5, "64", True),
    "shuffle": (1, "yes", None),
    "epochs": (0, -5, 1.5, None, "ten", 2**63),
    "seed": (-1, 0.5, None, 2**63),
    "record_every": (0, -1, 1.0, None),
}


def test_each_field_is_in_the_table() -> None:
    assert set(BAD) == set(FIELDS)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_a_bad_field_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(DetangleError, match=name) as error:
        Recipe.of(**{"optimizer": "sgd", name: value})
    assert "\n" not in str(error.value)


def test_what_another_program_made_says_nothing_of_the_training() -> None:
    setup = ExternalSetup.of(widths=(64, 64), activation="other", readout="other", made_by="ResNet")
    written = json.loads(setup.to_json())
    assert set(written) == set(FIELDS) - {f.name for f in fields(Training)} | {"made_by"}
    assert read_setup(written) == setup != setup.replace(made_by="another")
    assert read_setup({**written, "made_by": "another"}).key != setup.key
    with pytest.raises(DetangleError, match="unknown field 'epochs'"):
        read_setup({**written, "epochs": 3})


@pytest.mark.parametrize("made_by", ["", 7, None])
def test_what_another_program_made_says_by_which(made_by: Any) -> None:
    with pytest.raises(DetangleError, match="made_by"):
        ExternalSetup(made_by=made_by)


@pytest.mark.parametrize("name", ["activation", "readout"])
def test_what_cannot_be_trained_is_refused(name: str) -> None:
    with pytest.raises(DetangleError, match=f"{name} is other, which cannot be trained"):
        Recipe.of(**{name: "other"})


def test_momentum_belongs_to_sgd() -> None:
    with pytest.raises(DetangleError, match=r"momentum is 0.9 with adam: only sgd"):
        Training(momentum=0.9)


def test_a_mistyped_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(DetangleError, match="did you mean 'leaky_relu'"):
        Recipe.of(activation="leakyrelu")
    with pytest.raises(DetangleError, match="did you mean 'spirals'"):
        preset("spiral")


@pytest.mark.parametrize(
    ("size", "points", "updates"), [(64, 500, 80), (None, 500, 10), (500, 500, 10), (999, 500, 10)]
)
def test_updates_are_counted(size: int | None, points: int, updates: int) -> None:
    assert Training(batch_size=size, epochs=10).updates(points) == updates


def test_the_notebook_preset_is_the_notebooks() -> None:
    recipe = PRESETS["notebook"].recipe
    assert recipe.dataset_parameters.items() >= {
        ("n_neg", 5),
        ("n_pos", 5),
        ("line_length", 0.2),
        ("n_line_sample", 50),
    }
    assert recipe.architecture == Architecture((2, 2), "relu", "identity")
    assert recipe.training == Training("sgd", 0.001, 0.9, 64, shuffle=False, epochs=100, seed=8)
