"""A damaged run file is refused in one line that says what is wrong with it, or shown rightly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle import DetangleError, Trajectory, from_arrays, load, save
from detangle.cli import main
from detangle.run.values import LARGEST
from tests.fuzz.run_files import RunFile, framed

S, N, C = 3, 6, 2
Arrays = dict[str, Any]


def known() -> Arrays:
    """A run of another program that has every kind of array but a linear readout."""
    rng = np.random.default_rng(0)
    points, weight, bias = rng.normal(size=(N, 2)), rng.normal(size=(S, 2, 2)), np.ones((S, 2))
    return {
        "points": points,
        "labels": np.arange(N) % C,
        "steps": np.array([0, 2, 3]),
        "batch_loss": np.ones(3),
        "loss": np.ones(S),
        "accuracy": np.full(S, 0.5),
        "layers": [np.tanh(points @ weight.transpose(0, 2, 1) + bias[:, None])],
        "weights": [weight],
        "biases": [bias],
        "activation": "tanh",
        "scores": np.sin(9 * rng.normal(size=(S, N, C))),
        "test": (points[:2], np.array([0, 1])),
    }


@pytest.fixture
def sound(tmp_path: Path) -> RunFile:
    return RunFile.of(save(from_arrays(**known()), tmp_path / "sound").read_bytes())


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[bytes], str]:
    """Return what is said of a file with this content."""

    def refused(content: bytes) -> str:
        path = tmp_path / "bad.safetensors"
        path.write_bytes(content)
        with pytest.raises(DetangleError) as caught:
            load(path)
        words = str(caught.value)
        assert words.startswith(f"{path}: ")
        assert words.isprintable()
        assert len(words) <= 300
        return words

    return refused


def at(index: Any, value: float) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """Put a number into an array."""

    def change(array: NDArray[Any]) -> NDArray[Any]:
        changed = array.copy()
        changed[index] = value
        return changed

    return change


NUMBERS: list[tuple[str, Callable[[NDArray[Any]], NDArray[Any]], str]] = [
    ("points", at((5, 1), np.nan), "'points' holds nan; its numbers must be from -1e18 to 1e18"),
    ("layer.1", at((2, 5, 1), np.inf), "'layer.1' holds inf"),
    ("weight.1", at(0, 3e38), r"'weight.1' holds 3e\+38"),
    ("bias.1", at((1, 1), -3e38), r"'bias.1' holds -3e\+38"),
    ("scores", at(2, -np.inf), "'scores' holds -inf"),
    ("loss", at(1, np.nan), "'loss' holds nan"),
    ("batch_loss", at(0, np.inf), "'batch_loss' holds inf"),
    ("accuracy", at(2, 1.5), "'accuracy' holds 1.5; it must be from 0 to 1"),
    ("accuracy", at(0, np.nan), "'accuracy' holds nan; it must be from 0 to 1"),
    ("test.points", at((0, 0), np.nan), "'test.points' holds nan"),
    ("labels", at(3, 2), "'labels' holds 2; it must be from 0 to 1"),
    ("labels", at(3, -1), "'labels' holds -1; it must be from 0 to 1"),
    ("test.labels", at(1, 2**62), "'test.labels' holds 4611686018427387904; it must be from 0"),
    ("steps", at(1, 0), "steps are not in increasing order"),
    ("steps", at(0, -1), "steps go outside the range of the batch losses"),
    ("steps", at(2, 4), "steps go outside the range of the batch losses"),
    ("steps", at(2, -(2**63)), "'steps' holds -9.22e"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "change", "words"), NUMBERS)
def test_numbers_that_no_run_has(
    key: str,
    change: Callable[[NDArray[Any]], NDArray[Any]],
    words: str,
    sound: RunFile,
    refusal: Callable[[bytes], str],
) -> None:
    changed = change(sound.array(key))
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(refusal(sound.with_bytes(key, changed.tobytes()).content()))


@pytest.mark.parametrize(("key", "change", "words"), NUMBERS)
def test_arrays_are_refused_as_a_file_is(
    key: str, change: Callable[[NDArray[Any]], NDArray[Any]], words: str
) -> None:
    given = known()
    kind, _, rest = key.partition(".")
    lists = {"layer": "layers", "weight": "weights", "bias": "biases"}
    if kind in lists:
        name = lists[kind]
        given[name] = [change(np.asarray(given[name][0], np.float32))]
    elif kind == "test":
        pair = dict(zip(("points", "labels"), given["test"], strict=True))
        given["test"] = tuple((pair | {rest: change(pair[rest])}).values())
    else:
        given[key] = change(np.asarray(given[key]))
    with pytest.raises(DetangleError, match=words):
        from_arrays(**given)


def test_numbers_up_to_the_largest_are_shown(sound: RunFile, tmp_path: Path) -> None:
    changed = at((1, 2, 0), LARGEST)(sound.array("layer.1"))
    path = tmp_path / "large.safetensors"
    path.write_bytes(sound.with_bytes("layer.1", changed.tobytes()).content())
    assert load(path).layer(1).max() == np.float32(LARGEST)


@pytest.mark.parametrize(
    ("key", "name", "bytes_each"),
    [("weight.1", "BF16", 2), ("layer.1", "F8_E4M3", 1), ("layer.1", "F8_E5M2", 1),
     ("points", "F64", 8), ("loss", "F16", 2), ("scores", "C64", 8), ("labels", "BOOL", 1)],
)  # fmt: skip
def test_types_that_no_run_has(
    key: str, name: str, bytes_each: int, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    raw = bytes(sound.array(key).size * bytes_each)
    words = refusal(sound.with_bytes(key, raw, dtype=name).content())
    assert f"'{key}' is {name.replace('F64', 'float64')}; it must be" in words


def test_labels_of_floating_point_are_refused(
    sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    raw = sound.array("labels").astype(np.float64).tobytes()
    words = refusal(sound.with_bytes("labels", raw, dtype="F64").content())
    assert "'labels' is float64; it must be int64" in words


@pytest.mark.parametrize(
    ("key", "shape", "words"),
    [
        ("points", [0, 2], r"shape \(0, 2\); it must have 2 axes and not be empty"),
        ("points", [6, 0], r"shape \(6, 0\)"),
        ("points", [12], r"shape \(12,\)"),
        ("steps", [0], "'steps' has shape"),
        ("batch_loss", [0], "'batch_loss' has shape"),
        ("labels", [1], "'labels' has shape"),
        ("layer.1", [3, 6, 1], "'layer.1' has shape"),
        ("layer.1", [3, 6, 2, 1], "'layer.1' has shape"),
        ("weight.1", [3, 4], "'weight.1' has shape"),
        ("scores", [3, 6, 3], "'scores' has shape"),
        ("test.labels", [3], "'test.labels' has shape"),
        ("test.points", [2, 1], "'test.points' has shape"),
    ],
)
def test_shapes_that_do_not_fit(
    key: str, shape: list[int], words: str, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    size = sound.array(key).dtype.itemsize * int(np.prod(shape))
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(refusal(sound.with_bytes(key, bytes(size), shape=shape).content()))


def _renamed(file: RunFile, old: str, new: str) -> bytes:
    header = {new if key == old else key: entry for key, entry in file.header.items()}
    return framed(json.dumps(header).encode(), file.data)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points", "pointz", "'points' is missing"),
        ("layer.1", "layer.2", "'layer.1' is missing"),
        ("bias.1", "bias.2", "'bias.2' has no place in this run"),
        ("test.labels", "test.label", "'test.labels' is missing"),
        ("scores", "readout.bias", "'readout.bias' has no place in this run"),
        ("scores", "\x1b[2J\nscores", r"'\\x1b[2J\\nscores' has no place in this run"),
        ("scores", "s" * 5000, "has no place in this run"),
    ],
)
def test_names_that_no_run_has(
    old: str, new: str, words: str, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    assert words.replace(r"\\", "\\") in refusal(_renamed(sound, old, new))


def described(file: RunFile, **changed: object) -> str:
    """Return the metadata with other fields of the recipe."""
    return json.dumps(file.metadata | {"recipe": file.metadata["recipe"] | changed})


METADATA: dict[str, tuple[Callable[[RunFile], str], str]] = {
    "no JSON": (lambda _: "{", "metadata are damaged"),
    "no object": (lambda _: "[1]", "metadata are damaged"),
    "a thousand deep": (lambda _: "[" * 1000 + "]" * 1000, "nested too deep"),
    "a hundred thousand deep": (lambda _: "[" * 100_000, "nested too deep"),
    "five thousand digits": (
        lambda f: described(f, widths="HERE").replace('"HERE"', "[" + "9" * 5000 + "]"),
        "damaged (ValueError",
    ),
    "four thousand digits": (
        lambda f: described(f, widths="HERE").replace('"HERE"', "[" + "9" * 4000 + "]"),
        "it must be from 1 to 2**63 - 1",
    ),
    "NaN": (lambda f: described(f, dataset_parameters={"x": float("nan")}), "the number NaN"),
    "too large a number": (
        lambda f: described(f, dataset_parameters={"x": "HERE"}).replace('"HERE"', "1e999"),
        "the number 1e999",
    ),
    "a name twice": (lambda f: '{"format": 1, ' + json.dumps(f.metadata)[1:], "name comes twice"),
    "no class": (lambda f: json.dumps(f.metadata | {"class_names": []}), "at least two classes"),
    "one class": (
        lambda f: json.dumps(f.metadata | {"class_names": ["a"]}),
        "at least two classes",
    ),
    "three classes": (
        lambda f: json.dumps(f.metadata | {"class_names": ["a", "b", "c"]}),
        "'scores' has shape",
    ),
    "half a character": (
        lambda f: json.dumps(f.metadata | {"class_names": ["a", "b\ud800"]}),
        r"the name 'b\ud800' is not valid Unicode",
    ),
    "half a character in words": (lambda f: described(f, made_by="\udfff"), "not valid Unicode"),
    "a class of numbers": (
        lambda f: json.dumps(f.metadata | {"class_names": ["a", 1]}),
        "damaged (wrong types)",
    ),
    "true for a format": (
        lambda f: json.dumps(f.metadata | {"format": True}),
        "it has format True",
    ),
    "format 0": (lambda f: json.dumps(f.metadata | {"format": 0}), "it has format 0"),
    "a field named cls": (lambda f: described(f, cls=1), "unknown field 'cls'"),
    "control characters": (lambda f: described(f, activation="\x1b[2J\n\x00"), r"\x1b[2J\n\x00"),
    "a long name": (lambda f: described(f, activation="x" * 10**6), "unknown activation"),
    "two million layers": (lambda f: described(f, widths=[2] * 2_000_000), "'layer.2' is missing"),
    "readout of one class more": (
        lambda f: described(f, readout="identity", widths=[3]),
        "the last layer has 3 units, but there are 2 classes",
    ),
}


@pytest.mark.parametrize("kind", METADATA)
def test_metadata_that_no_run_has(
    kind: str, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    make, words = METADATA[kind]
    file = sound
    if kind == "readout of one class more":
        header = {key: entry for key, entry in sound.header.items() if key != "scores"}
        file = RunFile(header, sound.data)
        file = file.with_bytes("points", sound.array("points").tobytes())
    assert words in refusal(file.described(make(sound)).content())


@pytest.mark.parametrize("depth", [2, 50, *range(100, 1000, 50), 5000])
def test_lists_in_lists_at_any_depth(
    depth: int, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    text = described(sound, dataset_parameters={"x": "HERE"})
    words = refusal(sound.described(text.replace('"HERE"', "[" * depth + "]" * depth)).content())
    assert "dataset_parameters has 'x': [[" in words or "nested too deep" in words


HEADERS: dict[str, tuple[Callable[[RunFile], bytes], str]] = {
    "empty": (lambda _: b"", "cannot be read as safetensors"),
    "a length alone": (lambda _: b"\xff" * 8, "cannot be read as safetensors"),
    "shorter than it says": (lambda f: framed(json.dumps(f.header).encode(), b""), "cut off"),
    "no object": (lambda _: framed(b"[]", b""), "cannot be read as safetensors"),
    "deep": (lambda _: framed(b"[" * 5000, b""), "cannot be read as safetensors"),
    "90 MB": (lambda f: framed(b" " * 90_000_000, f.data), "its header has 90 MB, that of a run"),
    "metadata that are a list": (
        lambda f: framed(json.dumps(f.header | {"__metadata__": [1]}).encode(), f.data),
        "cannot be read as safetensors",
    ),
    "no metadata": (
        lambda f: framed(json.dumps(f.header | {"__metadata__": {}}).encode(), f.data),
        "not a run of detangle",
    ),
    "offsets outside": (
        lambda f: framed(json.dumps(f.header).replace("[0, ", "[9, ", 1).encode(), f.data),
        "cannot be read as safetensors",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_that_no_run_has(
    kind: str, sound: RunFile, refusal: Callable[[bytes], str]
) -> None:
    make, words = HEADERS[kind]
    assert words in refusal(make(sound))


def test_places_that_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.safetensors"
    os.mkfifo(pipe)
    for place, words in [
        (tmp_path, "is a folder"),
        (pipe, "a device or a pipe"),
        (Path("/dev/zero"), "a device or a pipe"),
        (tmp_path / "none", "not there"),
    ]:
        with pytest.raises(DetangleError, match=words):
            load(place)


def test_names_with_control_characters_are_shown_as_escapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("\x1b[31mred", "two\nlines")
    run = from_arrays(**known(), class_names=names, name="a\tb", made_by="me\r\u202e" + "!" * 9999)
    path = save(run, tmp_path / "run")
    assert load(path).class_names == names
    assert main(["info", str(path)]) == 0
    assert main(["compare", str(path)]) == 0
    told = capsys.readouterr().out
    assert all(line.isprintable() for line in told.split("\n"))
    assert r"\x1b[31mred, two\nlines" in told
    assert "(all of it: --json)" in told
    assert max(map(len, told.split("\n"))) < 400


def test_names_that_could_not_be_read_again_are_not_written(tmp_path: Path) -> None:
    run = from_arrays(**known(), made_by="x" * 9_000_000)
    with pytest.raises(DetangleError, match="take 9 MB: shorten them"):
        save(run, tmp_path / "run")
    assert not list(tmp_path.iterdir())


def test_a_run_of_one_moment_and_one_point_is_one(tmp_path: Path) -> None:
    run = from_arrays(points=[[1.0]], labels=[1], layers=[[[[2.0]]]], loss=[1.0], accuracy=[0.0])
    again: Trajectory = load(save(run, tmp_path / "run"))
    assert (again.widths, again.steps.tolist()) == ((1, 1), [0])
    assert again.layer_at(1).tolist() == [[2.0]]
