"""How two or more ways to do one thing are timed fairly, and how the result is put in a table."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """One comparison: our figure against a peer's, or against a limit.

    Parameters
    ----------
    what
        What is done.
    ours, peer
        Seconds, or whatever `unit` says; without a peer `most` is the limit of ours itself.
    least, most
        The target of one of two ratios: how many times as fast as the peer we are at least, or
        how many times its figure ours is at most.
    unit
        Of both figures.
    """

    what: str
    ours: float
    peer: float | None
    least: float | None = None
    most: float | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """Peer's time over ours where more is better, ours over the peer's where less is."""
        if self.peer is None:
            return None
        return self.ours / self.peer if self.least is None else self.peer / self.ours

    @property
    def target(self) -> str:
        """The target in words."""
        limit = f" {self.unit}" if self.peer is None else ""
        return f"<= {self.most:g}{limit}" if self.least is None else f">= {self.least:g}"

    @property
    def met(self) -> bool:
        """Whether the ratio, or our figure where there is no peer, reaches the target."""
        reached = self.ours if self.ratio is None else self.ratio
        if self.least is not None:
            return reached >= self.least
        return self.most is None or reached <= self.most


def best_times(ways: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, float]:
    """Time each way several times, by turns, after one run that is not timed; take each one's best.

    By turns, so that whatever else the machine does meanwhile falls on all of them alike; the
    best, because nothing makes a run faster than it is.
    """
    for way in ways.values():
        way()
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(repetitions):
        for name, way in ways.items():
            best[name] = min(best[name], seconds(way))
    return best


def seconds(way: Callable[[], object]) -> float:
    """Time one call."""
    start = perf_counter()
    way()
    return perf_counter() - start


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out as a Markdown table."""
    cells = [("what", "ours", "peer", "ratio", "target", "met")]
    cells += [
        (
            row.what,
            f"{row.ours:.3g} {row.unit}",
            "" if row.peer is None else f"{row.peer:.3g} {row.unit}",
            "" if row.ratio is None else f"{row.ratio:.3g}",
            row.target,
            "yes" if row.met else "NO",
        )
        for row in rows
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> str:
    """Name the processor that the figures belong to."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
