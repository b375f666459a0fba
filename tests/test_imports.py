"""What is imported, and when: each case in a Python of its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from detangle import Recipe, Trajectory, load_or_train, save

SLOW = ("torch", "manim", "pandas", "scipy", "sklearn", "matplotlib")


def _loaded_after(code: str) -> set[str]:
    """Run some code in a new Python and say which of the slow modules it has loaded."""
    report = f"import sys; print(*(name for name in {SLOW!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "",
        ".run.file",
        ".run.trajectory",
        ".recipe",
        ".presets",
        ".datasets",
        ".geometry.motions",
        ".train.record",
        ".analysis.projected",
        ".geometry.grand_tour",
    ],
)
def test_importing_is_cheap(module: str) -> None:
    assert _loaded_after(f"import detangle{module}") == set()


def test_reading_a_run_needs_numpy_alone(small_run: Trajectory, tmp_path: Path) -> None:
    path = save(small_run, tmp_path / "run")
    code = f"""
from detangle import load
run = load({str(path)!r})
run.at(2.5).scores(run.points)
run.layer(1), run.layer_at(2, 3), run.loss, run.accuracy, run.batch_loss
"""
    assert _loaded_after(code) == set()


def test_a_cached_run_is_obtained_without_torch(small: Recipe, tmp_path: Path) -> None:
    load_or_train(small, cache=tmp_path)
    assert _loaded_after(_obtaining(small, tmp_path)) == set()
    # The same code does load torch for a run that is not there yet.
    assert "torch" in _loaded_after(_obtaining(small.replace(seed=99), tmp_path))


def _obtaining(recipe: Recipe, cache: Path) -> str:
    return f"""
from pathlib import Path
from detangle import Recipe, load_or_train
load_or_train(Recipe.of(**{recipe.facts()!r}), cache=Path({str(cache)!r}))
"""


def test_each_name_that_a_user_imports_is_there() -> None:
    import detangle

    assert {*detangle.__all__, "__version__"} == set(dir(detangle))
    for name in detangle.__all__:
        assert getattr(detangle, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        detangle.nonsense  # noqa: B018 (that the look-up fails is the point)


@pytest.mark.parametrize("name", ["PointCloud", "Plane", "WarpedGrid", "layer", "Scatter"])
def test_a_piece_of_the_stage_loads_no_film(name: str) -> None:
    code = f"""
import sys
from detangle.stage import {name}
films = [module for module in sys.modules if module.startswith("detangle.stage.scenes")]
assert not films, films
assert "torch" not in sys.modules and "numba" not in sys.modules
"""
    _loaded_after(code)


def test_the_examples_need_nothing_but_the_doors() -> None:
    examples = Path(__file__).parents[1] / "docs" / "examples"
    doors = {"detangle", "detangle.datasets", "detangle.stage"}
    for path in examples.glob("*.py"):
        nodes = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom)]
        own = {str(node.module) for node in nodes if str(node.module).startswith("detangle")}
        assert own <= doors, path.name
