"""Points are found by the rows of the user's table, and by their names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from detangle import Recipe, Trajectory, datasets, from_arrays, load, record, save
from detangle.errors import DetangleError
from detangle.run.points import find_points, point_name

TABLE = pd.DataFrame(
    {
        "x": np.arange(40.0),
        "y": np.arange(40.0) ** 2,
        "kind": ["ant", "bee"] * 20,
        "who": [f"insect {i}" for i in range(40)],
    }
)


def trained(tmp_path: Path, **how: object) -> Trajectory:
    TABLE.to_csv(tmp_path / "t.csv", index=False)
    columns = {"label": "kind", "columns": ("x", "y"), **how}
    data = datasets.from_file(tmp_path / "t.csv", **columns)  # type: ignore[arg-type]
    run = record(data, Recipe.of(widths=(2,), epochs=1))
    return load(save(run, tmp_path / "run"))


@pytest.mark.parametrize(("test", "sample"), [(0.0, 0), (0.3, 0), (0.0, 25), (0.3, 30)])
def test_a_row_and_a_name_lead_to_the_coordinates_in_the_table(
    tmp_path: Path, test: float, sample: int
) -> None:
    run = trained(tmp_path, names="who", test=test, sample=sample)
    for index, x in enumerate(run.points[:, 0].tolist()):
        assert find_points(run, [int(x) + 1]) == find_points(run, [f"insect {x:.0f}"]) == [index]
        assert point_name(run, index) == f"insect {x:.0f}"


def test_without_names_a_point_is_called_by_its_row(tmp_path: Path) -> None:
    run = trained(tmp_path, sample=12)
    assert [point_name(run, i) for i in range(12)] == [f"{x + 1:.0f}" for x in run.points[:, 0]]
    assert find_points(run, ["5", 5] if 5 in run.rows else [int(run.rows[0])] * 2).shape == (1,)


def test_an_index_of_a_frame_names_its_points_and_one_name_may_be_that_of_several() -> None:
    frame = TABLE[["x", "y", "kind"]].set_index(pd.Index([f"no {i // 2}" for i in range(40)]))
    run = record(datasets.from_frame(frame, label="kind"), Recipe.of(widths=(2,), epochs=1))
    assert find_points(run, ["no 3", "no 0", 7]).tolist() == [6, 7, 0, 1]
    plain = datasets.from_frame(TABLE[["x", "y", "kind"]], label="kind")
    assert plain.point_names == ()


def test_a_number_is_a_name_first() -> None:
    run = from_arrays(
        points=np.eye(4), labels=[0, 1, 0, 1], layers=[np.zeros((1, 4, 2))],
        scores=np.zeros((1, 4, 2)), point_names=["4", "3", "", "x"],
    )  # fmt: skip
    assert find_points(run, [4, "4", 1, "x"]).tolist() == [0, 3]
    assert point_name(run, 2) == "3"


@pytest.mark.parametrize(
    ("how", "wanted", "named"),
    [
        ({}, 41, "no row 41.*rows 1 to 40"),
        ({}, 0, "no row 0"),
        ({}, -1, "no point is named '-1'"),
        ({}, "insect 3", "have no names.*--names"),
        ({"names": "who"}, "insekt 33", "did you mean 'insect 33'"),
        ({"names": "who"}, "x" * 10_000, "no point of this run is named"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(
    tmp_path: Path, how: dict[str, object], wanted: int | str, named: str
) -> None:
    with pytest.raises(DetangleError, match=named) as refused:
        find_points(trained(tmp_path, **how), [wanted])
    assert len(str(refused.value)) < 200


def test_a_row_that_was_held_out_is_refused(tmp_path: Path) -> None:
    run = trained(tmp_path, test=0.5)
    between = set(range(int(run.rows.min()), int(run.rows.max()))) - set(run.rows.tolist())
    with pytest.raises(DetangleError, match="held out"):
        find_points(run, [between.pop()])


def test_names_and_points_must_be_as_many() -> None:
    with pytest.raises(DetangleError, match="1 point names for 2 points"):
        from_arrays(
            points=np.eye(2), labels=[0, 1], layers=[np.zeros((1, 2, 2))],
            scores=np.zeros((1, 2, 2)), point_names=["one"],
        )  # fmt: skip


def test_a_column_of_names_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DetangleError, match=r"no column 'whom' for the names.*'who'"):
        trained(tmp_path, names="whom")
