"""Damaged run files: a seeded stream of mutants of sound ones, each damaged in a way that is known.

A file is taken apart into its header, which is JSON, and its bytes; a mutation changes one or the
other as something that knows the format would, or as a bad disk does.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

TYPES = (
    *("BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "F4", "I16", "U16", "F16", "BF16", "I32", "U32"),
    *("F32", "F64", "I64", "U64", "C64", "float32", ""),
)
NUMBERS = (float("nan"), float("inf"), -float("inf"), 3e38, -3e38, 1e20, -1.0, 0.5, 1e-45, 0.0, 7.0)
DEEP = "[" * 1000 + "]" * 1000
DIGITS = "9" * 5000
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63), 10**4000, 0.5, -0.0, 1e308, float("nan"),
    float("inf"), "", "x", "\x1b[31mred\x1b[0m", "two\nlines\r\tand\x00more", "\u202etfel",
    "é" * 400, "moons", "other", "identity", "[1, 2]", DEEP, "[" + DIGITS + "]", [], {}, [[]], [0],
    [2, 2], [1.5], ["a", "b"], ["a", "\ud800"], ["a"], ["a", 1], [None], {"x": 1},
    {"x": {"y": []}}, {"means": DEEP}, ["x"] * 5000,
)  # fmt: skip
TEXTS = (
    *(DEEP, *("[" * n + "]" * n for n in range(200, 1000, 100)), "[" * 100_000),
    *(DIGITS, "-" + DIGITS, "1e999", "NaN", "{", "", "'x'", '{"a":1,"a":2}', '"\\ud800"'),
)
"""JSON that is too deep, too long or wrong, to be put where a value stands."""


@dataclass(frozen=True)
class RunFile:
    """A safetensors file in parts.

    Attributes
    ----------
    header
        Names and their types, shapes and offsets; `__metadata__` among them.
    data
        The bytes after the header.
    """

    header: dict[str, Any]
    data: bytes

    @classmethod
    def of(cls, content: bytes) -> RunFile:
        """Take a sound file apart."""
        end = 8 + struct.unpack("<Q", content[:8])[0]
        return cls(json.loads(content[8:end]), content[end:])

    @property
    def keys(self) -> list[str]:
        """Names of the arrays."""
        return [key for key in self.header if key != "__metadata__"]

    @property
    def metadata(self) -> dict[str, Any]:
        """What the run's own metadata say."""
        return dict(json.loads(self.header["__metadata__"]["detangle"]))

    def content(self) -> bytes:
        """Put the file together."""
        return framed(json.dumps(self.header).encode(), self.data)

    def described(self, text: str) -> RunFile:
        """Return the file with another text in place of its metadata."""
        return replace(self, header=self.header | {"__metadata__": {"detangle": text}})

    def array(self, key: str) -> np.ndarray[Any, Any]:
        """Return an array to be read."""
        entry = self.header[key]
        start, end = entry["data_offsets"]
        kind = {"F32": np.float32, "F64": np.float64, "I64": np.int64}[entry["dtype"]]
        return np.frombuffer(self.data[start:end], kind).reshape(entry["shape"])

    def with_bytes(self, key: str, raw: bytes, **entry: Any) -> RunFile:
        """Return the file with other bytes in place of an array's, the offsets of all set right."""
        parts = {k: self.data[slice(*self.header[k]["data_offsets"])] for k in self.keys}
        parts[key] = raw
        header = dict(self.header) | {key: self.header[key] | entry}
        at = 0
        for name, part in parts.items():
            header[name] = header[name] | {"data_offsets": [at, at + len(part)]}
            at += len(part)
        return RunFile(header, b"".join(parts.values()))


def framed(header: bytes, data: bytes, length: int | None = None) -> bytes:
    """Put a header and the bytes together, under a length that may lie."""
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def mutants(sound: list[bytes], seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of damaged files; equal seeds give equal files."""
    files = [RunFile.of(content) for content in sound]
    for i in range(count):
        rng = Random(f"{seed} {i}")
        name = rng.choice(sorted(MUTATIONS))
        yield f"{seed}.{i} {name}", MUTATIONS[name](rng.choice(files), rng)


Mutation = Callable[[RunFile, Random], bytes]
MUTATIONS: dict[str, Mutation] = {}


def mutation(function: Mutation) -> Mutation:
    """Add a way to damage a file."""
    MUTATIONS[function.__name__] = function
    return function


@mutation
def cut_off(file: RunFile, rng: Random) -> bytes:
    """End early, in the header as often as after it."""
    whole = file.content()
    start = len(whole) - len(file.data)
    return whole[: rng.choice([rng.randrange(10), rng.randrange(start), rng.randrange(len(whole))])]


@mutation
def too_long(file: RunFile, rng: Random) -> bytes:
    """Go on after the end."""
    return file.content() + rng.randbytes(rng.choice([1, 8, 1000]))


@mutation
def flipped_bytes(file: RunFile, rng: Random) -> bytes:
    """Change a few bytes anywhere, or in the header alone."""
    content = bytearray(file.content())
    end = rng.choice([8, len(content) - len(file.data), len(content)])
    for _ in range(rng.choice([1, 1, 2, 8])):
        content[rng.randrange(end)] = rng.choice([0, 1, 9, 34, 44, 91, 92, 123, 128, 255])
    return bytes(content)


@mutation
def moved_bytes(file: RunFile, rng: Random) -> bytes:
    """Lose a few bytes, or gain some, somewhere."""
    content = file.content()
    at, size = rng.randrange(len(content)), rng.choice([1, 4, 50])
    return content[:at] + rng.choice([b"", rng.randbytes(2 * size)]) + content[at + size :]


@mutation
def lying_length(file: RunFile, rng: Random) -> bytes:
    """Say that the header is shorter or longer than it is."""
    header = json.dumps(file.header).encode()
    near = len(header) + rng.choice([-1, 1, 8, len(file.data), len(file.data) + 1])
    return framed(header, file.data, rng.choice([0, 1, near, 2**27, 2**31, 2**63, 2**64 - 1]))


@mutation
def not_a_header(file: RunFile, rng: Random) -> bytes:
    """Have other JSON, or none, for a header."""
    known = json.dumps(file.header)
    twice = f'{known[:-1]}, "points": {json.dumps(file.header["points"])}}}'
    text = rng.choice([*TEXTS, "[]", "null", "3", '"x"', "{}", known[:-1], known + " ", twice])
    return framed(text.encode(), file.data)


@mutation
def renamed(file: RunFile, rng: Random) -> bytes:
    """Give an array another name."""
    old = rng.choice(file.keys)
    new = rng.choice(
        [*file.keys, "scores", "test.points", "weight.1", "x", "", "a\nb\x1b[2J", "k" * 900]
    )
    header = {new if key == old else key: entry for key, entry in file.header.items()}
    return replace(file, header=header).content()


@mutation
def dropped(file: RunFile, rng: Random) -> bytes:
    """Lack an array, its bytes with it or not."""
    key = rng.choice([*file.keys, "__metadata__"])
    if key != "__metadata__" and rng.random() < 0.5:
        file = file.with_bytes(key, b"")
    return replace(file, header={k: v for k, v in file.header.items() if k != key}).content()


@mutation
def entry_of_the_header(file: RunFile, rng: Random) -> bytes:
    """Say something strange of an array's type, shape or place."""
    key = rng.choice(file.keys)
    entry = dict(file.header[key])
    field = rng.choice(["dtype", "shape", "data_offsets", "more"])
    if field == "dtype":
        entry[field] = rng.choice(TYPES)
    elif field == "more" or rng.random() < 0.3:
        entry[field] = rng.choice(STRANGE)
    else:
        entry[field] = [rng.choice([v, 0, 1, v + 1, 2**62, -1, 2.5]) for v in entry[field]]
    if rng.random() < 0.1:
        del entry[rng.choice(sorted(entry))]
    return replace(file, header=file.header | {key: entry}).content()


@mutation
def other_type(file: RunFile, rng: Random) -> bytes:
    """Keep an array in another type, whose bytes are as many as they must be."""
    key, name = rng.choice(file.keys), rng.choice(TYPES)
    bits = {"BOOL": 8, "F8_E4M3": 8, "F8_E5M2": 8, "BF16": 16, "F4": 4, "float32": 32, "": 0}
    size = bits[name] if name in bits else int(name[1:])
    return file.with_bytes(
        key, rng.randbytes(file.array(key).size * size // 8), dtype=name
    ).content()


@mutation
def other_shape(file: RunFile, rng: Random) -> bytes:
    """Keep an array with an axis of length 0 or 1, or with an axis more or less."""
    key = rng.choice(file.keys)
    array = file.array(key)
    axis = rng.randrange(array.ndim)
    short = array.take(range(rng.choice([0, 1, 1, 2])), axis=axis, mode="clip")
    array = rng.choice([short, array.T, array[None], array[0], array.ravel(), array[..., None]])
    return file.with_bytes(key, array.tobytes(), shape=list(array.shape)).content()


@mutation
def fewer_of_all(file: RunFile, rng: Random) -> bytes:
    """Keep no record, one or two, or as many points, in all arrays."""
    length = len(file.array(rng.choice(["points", "steps", "batch_loss"])))
    left = rng.choice([0, 1, 2])
    for key in file.keys:
        array = file.array(key)
        for axis, size in enumerate(array.shape):
            if size == length:
                array = array.take(range(left), axis=axis)
        file = file.with_bytes(key, array.tobytes(), shape=list(array.shape))
    return file.content()


@mutation
def numbers(file: RunFile, rng: Random) -> bytes:
    """Hold numbers that are none, too large or out of range, one or all of an array."""
    for key in rng.choices(file.keys, k=rng.choice([1, 1, 3])):
        array = file.array(key).copy()
        if array.dtype.kind == "i":
            value: float = rng.choice([-1, 0, 1, 2, 5, 2**31, 2**62, 2**63 - 1, -(2**63)])
        else:
            value = rng.choice(NUMBERS)
        array.flat[slice(None) if rng.random() < 0.3 else rng.randrange(array.size)] = value
        file = file.with_bytes(key, array.tobytes())
    return file.content()


@mutation
def order_of_records(file: RunFile, rng: Random) -> bytes:
    """Turn the records round, shift the steps, or repeat one."""
    steps = file.array("steps")
    later = steps + rng.choice([1, -1, 10**6])
    other = rng.choice([steps[::-1], later, steps[:1].repeat(len(steps)), steps * 2, steps * 0])
    return file.with_bytes("steps", other.tobytes()).content()


@mutation
def field_of_the_metadata(file: RunFile, rng: Random) -> bytes:
    """Have a strange value, or none, somewhere in the metadata."""
    values = file.metadata
    owner = rng.choice([values, values["recipe"], values["recipe"]["dataset_parameters"]])
    key = rng.choice([*owner, "made_by", "cls", "self", "architecture", "new\n\x1b[7m"])
    if rng.random() < 0.15:
        owner.pop(key, None)
    else:
        owner[key] = rng.choice(STRANGE)
    return file.described(_dumps(values)).content()


@mutation
def text_of_the_metadata(file: RunFile, rng: Random) -> bytes:
    """Have JSON that is too deep, too long or wrong in the metadata, or another kind of value."""
    text = rng.choice(TEXTS)
    values = file.metadata
    field = rng.choice([*values, *values["recipe"]])
    owner = values if field in values else values["recipe"]
    if rng.random() < 0.5:
        owner[field] = "HERE"
        text = _dumps(values).replace('"HERE"', text)
    elif rng.random() < 0.3:
        text = _dumps(rng.choice(STRANGE))
    elif rng.random() < 0.2:
        return replace(file, header=file.header | {"__metadata__": rng.choice(STRANGE)}).content()
    return file.described(text).content()


@mutation
def same_name_twice(file: RunFile, rng: Random) -> bytes:
    """Name an array, an entry or the metadata twice."""
    key = rng.choice(list(file.header))
    other = json.dumps(file.header[rng.choice(list(file.header))])
    text = json.dumps(file.header)
    first = text.replace(f'"{key}":', f'"{key}": {other}, "{key}":', 1)
    inside = text.replace('"shape":', '"shape": [1], "shape":', 1)
    values = _dumps(file.metadata)
    doubled = file.described(f'{{"recipe": {{}}, "format": 1, {values[1:]}')
    return rng.choice(
        [framed(first.encode(), file.data), framed(inside.encode(), file.data), doubled.content()]
    )


@mutation
def very_large_text(file: RunFile, rng: Random) -> bytes:
    """Have text or lists in the metadata that no run needs."""
    values = file.metadata
    size = rng.choice([10**4, 10**5, 10**6])
    long = rng.choice(
        ["x" * size, ["x"] * (size // 10), [1] * (size // 10), "\u202e" * (size // 10)]
    )
    owner = rng.choice([values, values["recipe"], values["recipe"]["dataset_parameters"]])
    owner[rng.choice([*owner, "made_by"])] = long
    return file.described(_dumps(values)).content()


def _dumps(value: object) -> str:
    """Write JSON, whole numbers of thousands of digits too."""
    return json.dumps(value, default=str)
