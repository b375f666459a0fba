"""The layer film shows what was recorded, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detangle import Recipe, Trajectory, datasets, record, save
from detangle.stage import LayerMorphScene, Plane
from tests.stage.scenes.rendered import FRAMES_A_SECOND, check_film

ROOT = Path(__file__).parents[3]


class Checked(LayerMorphScene):
    """Compares cloud and recording whenever a layer is reached."""

    pace = 0.1
    reached: dict[int, float]

    def show_layers(self) -> None:
        self.reveal_plane()
        self.reached = {}
        for k in range(1, self.trajectory.depth + 1):
            for _ in self.player.play(k):
                assert_placed(self.plane)
            recorded = self.trajectory.layer_at(k)
            error = np.abs(self.plane.cloud.coords - recorded).max()
            self.reached[k] = float(error) / max(float(np.abs(recorded).max()), 1.0)


def assert_placed(plane: Plane) -> None:
    """Every dot is drawn where its coordinates lie in the view, and clipped to the plot."""
    view = plane.view
    expected = (plane.cloud.coords - view.center) * view.unit + view.area.center[:2]
    np.testing.assert_allclose(plane.cloud.points[:, :2], expected, atol=1e-9)
    np.testing.assert_array_equal(plane.cloud.clip, view.area.box)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "identity"])
@pytest.mark.usefixtures("quiet")
def test_every_layer_ends_at_its_recorded_activations(activation: str) -> None:
    recipe = Recipe.of(
        dataset="moons",
        dataset_parameters={"n_points": 60},
        activation=activation,
        epochs=3,
        seed=1,
    )
    run_ = record(datasets.make("moons", {"n_points": 60}), recipe)
    scene = type("Scene", (Checked,), {"run": run_})()
    scene.render()
    assert set(scene.reached) == {1, 2}
    assert max(scene.reached.values()) < 1e-6


@pytest.mark.usefixtures("quiet")
def test_a_grid_line_creases_exactly_where_the_clamp_begins(short_run: Trajectory) -> None:
    class Watched(LayerMorphScene):
        run = short_run
        pace = 0.1
        beats = ("input", "layers")

        def show_layers(self) -> None:
            for k in range(1, self.snapshot.depth + 1):
                for _ in self.player.play(k):
                    pass
                self.check()

        def check(self) -> None:
            grid = self.plane.grid.coords
            assert (grid >= 0).all()
            corners = (grid == 0).any(axis=1)
            assert corners.any()

    Watched().render()


@pytest.mark.usefixtures("quiet")
def test_a_run_that_is_not_flat_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    recipe = Recipe.of(
        dataset="circles", dataset_parameters={"n_points": 40}, widths=(3,), epochs=1
    )
    wide = record(datasets.make("circles", {"n_points": 40}), recipe)
    scene = type("Wide", (LayerMorphScene,), {"run": wide})()
    with pytest.raises(SystemExit) as stopped:
        scene.render()
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "2-3" in line
    assert "moons" in line


def test_manim_renders_a_given_run_without_torch(tmp_path: Path, short_run: Trajectory) -> None:
    path = save(short_run, tmp_path / "run.safetensors")
    script = (
        "import sys, runpy\n"
        f"options = ['-ql', '--fps', '{FRAMES_A_SECOND}', '--media_dir', 'out']\n"
        "sys.argv = ['manim', *options, *sys.argv[1:]]\n"
        "try:\n"
        "    runpy.run_module('manim', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "assert 'torch' not in sys.modules\n"
        "assert 'pandas' not in sys.modules\n"
    )
    scene = ROOT / "scenes" / "layer_morph.py"
    done = subprocess.run(
        [sys.executable, "-c", script, str(scene), "LayerMorph"],
        cwd=tmp_path,
        env={**os.environ, "DETANGLE_RUN": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = (tmp_path / "out" / "videos" / "layer_morph").glob("*/LayerMorph.mp4")
    captions = check_film(film)
    assert "60 points" in captions
    assert f"{short_run.loss[-1]:.4g}" in captions
