"""The same picture by its peers: a `VGroup` of `Dot`s, and the 2022 notebook's matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import av
import numpy as np
from manim import BLUE, Dot, Mobject, NumberPlane, Scene, Transform, VGroup
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks.film import FRAME_RATE, Panels, filming, render, run_of
from benchmarks.timing import Row, best_times
from detangle.analysis.phases import smooth_loss
from detangle.stage.paint.camera import StageCamera
from detangle.stage.paint.cloud import DOT_RADIUS, PointCloud

Array = NDArray[np.float64]
LAYER = np.array([[0.7, -0.3], [0.4, 0.8]])
NOTEBOOK_POINTS = 500
NOTEBOOK_SIZE = (1500, 300)


def rows() -> list[Row]:
    """Compare films of moving points, encoding included, frame by frame."""
    with filming(encode=True):
        return [*map(_against_dots, (1_000, 4_000), (4.0, 12.0)), _against_notebook()]


def _against_dots(count: int, least: float) -> Row:
    ours = _film(CloudFilm, count=count)
    peer = _film(DotsFilm, count=count)
    best = _frame_times({"ours": (ours, 4, 64), "peer": (peer, 2, 6)}, 2)
    return Row(f"frame of {count:,} points, VGroup of Dots", best["ours"], best["peer"], least)


def _against_notebook() -> Row:
    run = run_of(NOTEBOOK_POINTS, depth=2)
    ours = _film(Panels, run=run, planes=3)
    best = _frame_times({"ours": (ours, 4, 64), "peer": (notebook_film, 4, 24)}, 3)
    return Row("frame of 4 panels x 500 points, matplotlib", best["ours"], best["peer"], 8.0)


def _film(scene_class: type[Scene], **attributes: Any) -> Callable[[int], object]:
    return lambda frames: render(scene_class, frames=frames, **attributes)


def _frame_times(
    films: dict[str, tuple[Callable[[int], object], int, int]], repetitions: int
) -> dict[str, float]:
    """Time a frame of each film: the difference of a long and a short one, what it costs once."""
    ways: dict[str, Callable[[], object]] = {}
    for name, (film, short, long) in films.items():
        ways[f"{name} short"] = partial(film, short)
        ways[f"{name} long"] = partial(film, long)
    best = best_times(ways, repetitions)
    return {
        name: (best[f"{name} long"] - best[f"{name} short"]) / (long - short)
        for name, (_, short, long) in films.items()
    }


class PointsFilm(Scene):
    """Points that move to other places over a `NumberPlane`."""

    count: ClassVar[int] = 1_000
    frames: ClassVar[int] = 60

    def __init__(self) -> None:
        super().__init__(camera_class=StageCamera)

    def construct(self) -> None:
        """Transform the points as a layer would: all of them are turned and squeezed together."""
        self.add(NumberPlane())
        places = np.random.default_rng(0).uniform([-6, -3], [6, 3], (self.count, 2))
        before, after = map(self.dots_at, (places, places @ LAYER.T))
        self.play(Transform(before, after, run_time=self.frames / FRAME_RATE))

    def dots_at(self, places: Array) -> Mobject:
        """Make the points."""
        raise NotImplementedError


class CloudFilm(PointsFilm):
    """The points are a cloud."""

    def dots_at(self, places: Array) -> Mobject:
        """Make the points."""
        return PointCloud(places, BLUE, radius=DOT_RADIUS)


class DotsFilm(PointsFilm):
    """The points are Manim's own."""

    def dots_at(self, places: Array) -> Mobject:
        """Make the points."""
        dots = (Dot((x, y, 0.0), radius=DOT_RADIUS, color=BLUE) for x, y in places)
        return VGroup(*dots)


def notebook_film(frames: int) -> None:
    """Film a run as the notebook did: four axes, all redrawn in each frame, and encode it."""
    run = run_of(NOTEBOOK_POINTS, depth=2, steps=frames)
    layers = [run.layer(k).astype(np.float64) for k in range(3)]
    figure = NotebookFigure(run.batch_loss.astype(np.float64), layers, run.labels)
    with TemporaryDirectory() as folder:
        encode(map(figure.frame, range(frames)), Path(folder, "film.mp4"))


class NotebookFigure:
    """Loss, input, layer 1 and layer 2 side by side.

    Parameters
    ----------
    loss
        (T,) loss of each batch.
    layers
        (S, N, 2) points in each layer at each step.
    labels
        (N,) class indices.
    """

    def __init__(self, loss: Array, layers: list[Array], labels: NDArray[np.int64]) -> None:
        width, height = NOTEBOOK_SIZE
        self.figure = Figure(figsize=(width / 100, height / 100), dpi=100)
        self.axes = self.figure.subplots(1, 4)
        self.loss, self.smooth = loss, smooth_loss(loss)
        self.layers, self.labels = layers, labels

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Plot one frame anew, and save the figure as FuncAnimation does for its writers."""
        for ax in self.axes:
            ax.clear()
        shown = len(self.loss) * (index + 1) // len(self.layers[0])
        self.axes[0].plot(self.loss[:shown], color="lightgrey")
        self.axes[0].plot(self.smooth[:shown])
        for ax, layer in zip(self.axes[1:], self.layers, strict=True):
            for label in (0, 1):
                ax.scatter(*layer[index][self.labels == label].T, s=4)
        saved = BytesIO()
        self.figure.savefig(saved, format="rgba", dpi=100)
        return np.frombuffer(saved.getvalue(), np.uint8).reshape(*NOTEBOOK_SIZE[::-1], 4)


def encode(frames: Iterable[NDArray[np.uint8]], path: Path) -> None:
    """Write RGBA frames as H.264, in a thread beside the drawing, as a pipe to FFmpeg would."""
    with av.open(str(path), "w") as container, ThreadPoolExecutor(1) as thread:
        stream = container.add_stream("libx264", rate=FRAME_RATE)
        stream.width, stream.height = NOTEBOOK_SIZE
        stream.pix_fmt = "yuv420p"

        def write(frame: NDArray[np.uint8]) -> None:
            picture = av.VideoFrame.from_ndarray(frame, format="rgba")
            container.mux(stream.encode(picture))

        written: list[Future[None]] = [thread.submit(write, frame) for frame in frames]
        for future in written:
            future.result()
        container.mux(stream.encode(None))
