"""Lines of a file of bytes: how many there are, and which is not text."""

from __future__ import annotations

from pathlib import Path

_BLOCK = 2**20


def count_lines(path: Path) -> int:
    """Count the lines with anything in them, at the speed of the disk.

    A line of more than a megabyte ends the count: reading it is what will be refused.
    """
    lines, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole, newline, rest = (rest + block).rpartition(b"\n")
            lines += _lines_in(whole + newline)
            if len(rest) > _BLOCK:
                break
    return lines + bool(rest.strip())


def has_quotes(path: Path) -> bool:
    """Tell whether there is a quotation mark in a file."""
    with path.open("rb") as file:
        return any(b'"' in block for block in iter(lambda: file.read(_BLOCK), b""))


def undecodable(path: Path) -> str:
    """Say which line of a file is not UTF-8, and why."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "line 1: the file is UTF-16 text; save it as UTF-8"
        file.seek(0)
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                return (
                    f"line {number}: the byte 0x{line[error.start]:02x} after {error.start} "
                    "others is not UTF-8; save the file as UTF-8"
                )
    return "the file is not UTF-8; save it as UTF-8"


def _lines_in(block: bytes) -> int:
    if b"\n\n" in block or b"\r\n\r\n" in block or block[:1] in (b"\n", b"\r"):
        return sum(1 for line in block.split(b"\n") if line.strip())
    return block.count(b"\n")
