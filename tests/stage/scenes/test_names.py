"""Axes carry the names of a table's columns, classes those that a scene gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.stage import (
    DatasetScene,
    LayerMorphScene,
    SideBySideScene,
    StageScene,
    TrainingReplayScene,
    WideMorphScene,
)
from detangle.stage.text.typeset import Line
from tests.stage.scenes.films import assert_sound, played, staged

COLUMNS = "bill_length_mm", "a $name$ of a column that is much longer than the side of any plot is"


def table_run(columns: tuple[str, str] = COLUMNS, **changes: Any) -> Trajectory:
    rng = np.random.default_rng(0)
    kinds = np.array(["setosa", "virginica"])[np.arange(60) % 2]
    points = rng.normal(size=(60, 2)) + 2.5 * (np.arange(60) % 2)[:, None]
    frame = pd.DataFrame({columns[0]: points[:, 0], columns[1]: points[:, 1], "kind": kinds})
    recipe = Recipe.of(widths=(2, 2), epochs=60, learning_rate=0.05, seed=1)
    return record(datasets.from_frame(frame, label="kind"), recipe.replace(**changes))


RUN = table_run()


def read(scene: StageScene) -> list[str]:
    """The sources of all lines on the screen."""
    family = [part for mobject in scene.mobjects for part in mobject.get_family()]
    return [part.source for part in family if isinstance(part, Line)]


@pytest.mark.usefixtures("unseen")
def test_axes_of_the_input_have_the_names_of_their_columns() -> None:
    scene = staged(LayerMorphScene, run=RUN, figure=True)
    first, second = (part for part in scene.plane.names if isinstance(part, Line))
    assert first.source == r"bill\_length\_mm"
    assert second.source.startswith(r"a \$name\$")
    assert "…" in second.source
    assert second.height <= 0.4 * scene.plane.view.area.height
    area = scene.plane.view.area
    assert first.get_top()[1] < area.bottom
    assert second.get_right()[0] < area.left
    away = played(LayerMorphScene, run=RUN, beats=("layers",))
    assert "h_(2,1)" in read(away)
    back = played(LayerMorphScene, run=RUN, beats=("layers", "pullback"))
    assert r"bill\_length\_mm" in read(back)


@pytest.mark.usefixtures("unseen")
def test_without_columns_they_are_coordinates() -> None:
    scene = staged(LayerMorphScene, run="moons")
    assert [name.source for name in scene.plane.names] == ["x_1", "x_2"]


@pytest.mark.parametrize("shape", ["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("base", [LayerMorphScene, SideBySideScene])
def test_names_of_columns_touch_nothing(base: type[StageScene], shape: str) -> None:
    own: dict[str, Any] = {"run": RUN}
    if base is SideBySideScene:
        own = {"runs": {"one": RUN, "two": table_run(seed=2)}}
    assert_sound(base, along=False, shape=shape, **own)


NAMES = {"setosa": "Borsten-Schwertlilie", "virginica": "blaue $Sumpf$"}


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("base", [LayerMorphScene, TrainingReplayScene, WideMorphScene])
def test_classes_are_called_as_the_scene_says(base: type[StageScene]) -> None:
    class Watched(base):  # type: ignore[misc, valid-type]
        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            self.written = [*getattr(self, "written", ()), *read(self)]

    own = {"run": RUN, "class_names": NAMES}
    if base is LayerMorphScene:
        own |= {"words": {"and": " und "}}
    scene = played(Watched, **own)
    told = " ".join([*scene.written, *(beat.caption + beat.title for beat in scene.spoken)])
    assert r"Borsten\-Schwertlilie" in scene.written
    assert r"blaue \$Sumpf\$" in scene.written
    assert "setosa" not in told
    assert "virginica" not in told
    assert base is not LayerMorphScene or "Borsten-Schwertlilie und blaue $Sumpf$" in told


@pytest.mark.usefixtures("unseen")
def test_a_dataset_shows_them_too() -> None:
    scene = staged(DatasetScene, run="moons", class_names={"upper": "oben"})
    assert "oben" in scene.dataset.class_names


def test_a_class_that_is_not_there_is_refused(refusal: Callable[..., str]) -> None:
    line = refusal(LayerMorphScene, run=RUN, class_names={"setsoa": "x"})
    assert "no class 'setsoa': did you mean 'setosa'?" in line


@pytest.mark.parametrize("wrong", ["setosa", ("a", "b"), {"setosa": 3}, {"setosa": ""}])
def test_class_names_are_a_dict_of_text(wrong: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        type("Wrong", (LayerMorphScene,), {"class_names": wrong})
    assert "class_names is a dict" in capsys.readouterr().err
