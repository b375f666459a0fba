"""The trajectory file: what goes in comes out, equal runs are equal bytes, crashes harm nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from detangle import Dataset, DetangleError, Recipe, Trajectory, from_arrays, load, record, save
from detangle.run.arrays import MemoryArrays
from detangle.run.file import check_writable, save_somewhere
from detangle.run.whole_file import ABANDONED


def _same(one: Trajectory, other: Trajectory) -> None:
    assert (one.recipe, one.class_names) == (other.recipe, other.class_names)
    for key in one.keys:
        a, b = one.arrays.read(key), other.arrays.read(key)
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)


def test_what_is_saved_is_loaded(small_run: Trajectory, tmp_path: Path) -> None:
    path = save(small_run, tmp_path / "new" / "folder" / "run")
    assert path == tmp_path / "new" / "folder" / "run.safetensors"
    _same(load(path), small_run)
    _same(load(str(path.with_suffix(""))), small_run)


@pytest.mark.parametrize(
    "strided",
    [
        np.asfortranarray,
        lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
        lambda a: a[::-1].copy()[::-1],
        lambda a: np.broadcast_to(a[:1], a.shape),
    ],
    ids=["transposed", "every second", "backwards", "one for all"],
)
def test_arrays_that_do_not_lie_in_one_piece_survive(
    strided: Callable[[NDArray[Any]], NDArray[Any]], small_run: Trajectory, tmp_path: Path
) -> None:
    arrays = {key: strided(small_run.arrays.read(key)) for key in small_run.keys}
    arrays["steps"] = small_run.steps
    assert not arrays["layer.1"].flags.c_contiguous
    run = Trajectory(small_run.recipe, small_run.class_names, MemoryArrays(arrays))
    _same(load(save(run, tmp_path / "run")), run)


def test_the_same_recipe_gives_the_same_bytes(
    small: Recipe, small_data: Dataset, tmp_path: Path
) -> None:
    files = [
        save(record(small_data, recipe), tmp_path / str(i)).read_bytes()
        for i, recipe in enumerate(
            [small, small.replace(), small.replace(seed=small.training.seed + 1)]
        )
    ]
    assert files[0] == files[1] != files[2]
    assert save(load(tmp_path / "0.safetensors"), tmp_path / "3").read_bytes() == files[0]


def test_one_record_is_read_without_the_others(tmp_path: Path) -> None:
    n, s = 2000, 400
    run = from_arrays(
        Recipe.of(widths=(2,)),
        points=np.zeros((n, 2)),
        labels=np.arange(n) % 2,
        steps=np.arange(s),
        batch_loss=np.zeros(s),
        loss=np.zeros(s),
        accuracy=np.zeros(s),
        layers=[np.broadcast_to(np.arange(s, dtype=np.float32)[:, None, None], (s, n, 2))],
        weights=[np.zeros((s, 2, 2))],
        biases=[np.repeat(np.arange(s)[:, None], 2, axis=1)],
        readout=(np.zeros((s, 2, 2)), np.zeros((s, 2))),
    )
    path = save(run, tmp_path / "run")
    size = path.stat().st_size

    def look() -> None:
        again = load(path)
        assert (again.layer_at(1, 321) == 321).all()
        again.at(200.5)
        assert (again.arrays.read("layer.1", slice(7, 9))[1] == 8).all()

    assert _peak_memory(look) < size / 20
    assert _peak_memory(lambda: load(path).layer(1)) > size / 2


def _peak_memory(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@contextmanager
def _files_may_grow_to(size: int) -> Iterator[None]:
    """Make every write past a size fail, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_disk_that_is_full_harms_no_file(small_run: Trajectory, tmp_path: Path) -> None:
    path = save(small_run, tmp_path / "run")
    before = path.read_bytes()
    changed = replace(small_run, class_names=("other", "names"))
    with _files_may_grow_to(1000), pytest.raises(DetangleError, match="cannot be written"):
        save(changed, path)
    assert path.read_bytes() == before
    _same(load(path), small_run)
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_whose_place_fails_is_kept_elsewhere(
    small_run: Trajectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(DetangleError, match="cannot be written") as refused:
        save_somewhere(small_run, tmp_path / "file" / "run")
    kept = Path(str(refused.value).split("the run is kept in ")[1])
    _same(load(kept), small_run)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(DetangleError, match="nor can the run be kept elsewhere"):
        save_somewhere(small_run, tmp_path / "file" / "run")


def test_a_run_that_the_disk_cannot_hold_is_refused_before_it_is_trained(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    check_writable(tmp_path / "run", size=free // 2)
    with pytest.raises(DetangleError, match="MB are free"):
        check_writable(tmp_path / "run", size=2 * free)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_that_the_umask_leaves(
    umask: int, mode: int, small_run: Trajectory, tmp_path: Path
) -> None:
    before = os.umask(umask)
    try:
        path = save(small_run, tmp_path / "run")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_a_file_that_is_replaced_keeps_its_mode(
    mode: int, small_run: Trajectory, tmp_path: Path
) -> None:
    path = save(small_run, tmp_path / "run")
    path.chmod(mode)
    save(small_run, path)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to where none is yet"])
def test_a_symbolic_link_is_followed(there: bool, small_run: Trajectory, tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "real.safetensors", tmp_path / "run.safetensors"
    if there:
        save(replace(small_run, class_names=("other", "names")), real)
    link.symlink_to(real)
    assert save(small_run, link) == link
    assert link.is_symlink()
    assert not real.is_symlink()
    _same(load(real), small_run)


def test_what_is_no_file_is_not_replaced(small_run: Trajectory, tmp_path: Path) -> None:
    loop, pipe = tmp_path / "loop.safetensors", tmp_path / "pipe.safetensors"
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    for place in (loop, pipe):
        with pytest.raises(DetangleError, match="cannot be written"):
            save(small_run, place)
    assert loop.is_symlink()
    assert pipe.is_fifo()
    assert len(list(tmp_path.iterdir())) == 2


def test_only_what_a_killed_process_left_is_deleted(small_run: Trajectory, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    long_ago = (time.time() - 2 * ABANDONED,) * 2
    files = {
        f".detangle-{ended.pid}-old.part": long_ago,
        f".detangle-{ended.pid}-new.part": None,
        f".detangle-{os.getpid()}-old.part": long_ago,
        ".detangle-notes.part": long_ago,
        ".run.safetensors.tmp": long_ago,
    }
    for name, times in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "whole").write_text("half a run")
        os.utime(tmp_path / name, times)
    path = save(small_run, tmp_path / "run")
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {path.name, *list(files)[1:]}


def test_a_name_may_be_as_long_as_names_can_be(small_run: Trajectory, tmp_path: Path) -> None:
    path = save(small_run, tmp_path / f"{'x' * (255 - len('.safetensors'))}.safetensors")
    _same(load(path), small_run)


def test_a_place_that_cannot_be_written_is_refused(small_run: Trajectory, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "run.safetensors").mkdir()
    for place in (tmp_path / "file" / "run", tmp_path / "run.safetensors"):
        with pytest.raises(DetangleError, match="cannot be written"):
            save(small_run, place)
    assert (tmp_path / "file").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "run.safetensors"]


def test_a_file_that_is_cut_off_anywhere_is_refused(small_run: Trajectory, tmp_path: Path) -> None:
    whole = save(small_run, tmp_path / "run").read_bytes()
    part = tmp_path / "part.safetensors"
    for length in [0, 7, 8, 9, 1000, len(whole) - 1]:
        part.write_bytes(whole[:length])
        with pytest.raises(DetangleError, match=r"part.safetensors: cannot be read"):
            load(part)


def _rewrite(path: Path, run: Trajectory, **metadata: object) -> Path:
    values = {"format": 1, "class_names": run.class_names, "recipe": run.recipe.facts(), **metadata}
    arrays = {key: np.array(run.arrays.read(key)) for key in run.keys}
    save_file(arrays, path, metadata={"detangle": json.dumps(values)})
    return path


@pytest.mark.parametrize(
    ("metadata", "what"),
    [
        ({"format": 2}, "format 2, this detangle reads up to 1: upgrade"),
        ({"format": "1"}, "format"),
        ({"recipe": {"widths": [0]}}, "widths"),
        ({"recipe": {"wdths": [2]}}, "unknown field 'wdths'"),
        ({"recipe": [1]}, "damaged"),
        ({"recipe": {"widths": [2, 2]}}, "'layer.1' has shape"),
        ({"recipe": {"widths": [3, 2, 1]}}, "'layer.3' is missing"),
        ({"class_names": 3}, "damaged"),
        ({"class_names": ["a", "b", "c"]}, "'readout.weight' has shape"),
    ],
)
def test_metadata_that_do_not_fit_are_refused(
    metadata: dict[str, object], what: str, small_run: Trajectory, tmp_path: Path
) -> None:
    path = tmp_path / "run.safetensors"
    recipe = {**small_run.recipe.facts(), "made_by": ""}  # as some files of 0.1 have it
    _same(load(_rewrite(path, small_run, recipe=recipe)), small_run)
    with pytest.raises(DetangleError, match=what) as error:
        load(_rewrite(path, small_run, **metadata))
    assert str(path) in str(error.value)


def test_other_files_are_refused(tmp_path: Path) -> None:
    save_file({"a": np.zeros(3)}, tmp_path / "other.safetensors")
    (tmp_path / "text.safetensors").write_text("hello, this is no safetensors file")
    for name, what in [
        ("other.safetensors", "not a run of detangle"),
        ("text.safetensors", "cannot be read as safetensors"),
        ("nothing.safetensors", "not there; make a run with: detangle train"),
        ("", "a folder"),
    ]:
        with pytest.raises(DetangleError, match=what):
            load(tmp_path / name)
