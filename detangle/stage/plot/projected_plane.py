"""The plane onto which a wide layer is projected: points, some of them drawn as images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from detangle.look.theme import Theme
from detangle.stage.motion.carry import Carrying
from detangle.stage.motion.fades import Appear
from detangle.stage.motion.staying import Staying
from detangle.stage.plot.axes import named_axes
from detangle.stage.plot.pictures import PlanePictures
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.rings import Marks
from detangle.stage.plot.view import View

Array = NDArray[np.float64]

COMPONENTS = ("p_1", "p_2")
"""Names of the axes: the first and the second principal component."""
THUMB = 0.085
"""Height of an image among the points, as a share of the plot's shorter side."""
APART = 1.08
"""Two images that are drawn are so many times their height apart, along one of the axes."""


class ProjectedPlane(Plane):
    """A plane whose axes are directions of a wide layer.

    Between two layers of many units there is no path of the plane itself that could be drawn, so
    there is no grid that moves along.

    Parameters
    ----------
    coords
        (N, 2) projected points.
    images
        (N, H, W) what the points are images of; None if they are no images.
    labels
        (N,) class indices.
    view
        How the plane is shown first.
    theme
        Colours and sizes.
    """

    def __init__(
        self,
        coords: Array,
        images: Array | None,
        labels: NDArray[np.int64],
        view: View,
        theme: Theme,
    ) -> None:
        super().__init__(coords, labels, view, theme)
        self.drop_grid()
        self.names = named_axes(view.area, COMPONENTS, theme)
        self.size = THUMB * min(view.area.width, view.area.height)
        # Without images there are pictures of nothing, which are never shown.
        shown = np.zeros((len(coords), 1, 1)) if images is None else images
        self.pictures = PlanePictures(coords, shown, labels, view, theme, self.size)
        self.pictures.set_opacity(0.0)
        self.is_developed = False
        self.marks: Marks | None = None

    def roomy(self, coords: Array) -> Array:
        """Add to coordinates what a view must show as well, so that no image is cut off."""
        half = self.size / 2 / View.fit(coords, self.view.area).unit
        return np.concatenate([coords - half, coords + half])

    def develop(self, run_time: float) -> Animation:
        """Turn dots that have room for it into the images that they stand for, dim the others."""
        self.pictures.show_at(self.cloud.coords, self.view)
        self.is_developed = True
        if self.pictures not in self.moving:
            self.moving.append(self.pictures)
        shown = spread(self.cloud.points, APART * self.size).astype(np.float64)
        dots = np.where(shown > 0, 0.0, self.theme.dim)
        return Develop(self, shown, dots, run_time=run_time)

    def undevelop(self, run_time: float) -> Animation:
        """Turn all images into dots again."""
        self.moving.remove(self.pictures)
        self.is_developed = False
        count = len(self.pictures.points)
        return Develop(self, np.zeros(count), np.ones(count), run_time=run_time)

    @property
    def layers(self) -> list[Mobject]:
        """All that lies over the plot, back to front: ghosts, points, images, marks."""
        parts = [self.ghosts, *self.moving, self.marks]
        return [part for part in parts if part is not None]

    def call(self, symbols: tuple[str, str]) -> Animation:
        """Name the axes, which `unname` has cleared."""
        self.names = named_axes(self.view.area, symbols, self.theme)
        return Appear(self.names)


class Develop(Staying):
    """Change how opaque each image and each dot of a plane is.

    Parameters
    ----------
    plane
        The plane.
    images, dots
        (N,) opacities at the end. If no image is left, the images leave the scene.
    """

    def __init__(self, plane: ProjectedPlane, images: Array, dots: Array, **kwargs: Any) -> None:
        self.parts = (plane.pictures, plane.cloud)
        self.starts = [part.rgbas[:, 3].copy() for part in self.parts]
        self.ends = (images, dots)
        super().__init__(self.parts, **{"rate_func": smooth, **kwargs})

    def _setup_scene(self, scene: Scene) -> None:
        """Bring in the images, above all else."""
        scene.add(*(part for part in self.parts[:1] if part not in scene.mobjects))

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Take away images that nobody sees."""
        super().clean_up_from_scene(scene)
        if not np.any(self.ends[0]):
            scene.remove(self.parts[0])

    def interpolate_mobject(self, alpha: float) -> None:
        """Show dots and images at this instant."""
        t = self.rate_func(alpha)
        for part, start, end in zip(self.parts, self.starts, self.ends, strict=True):
            part.set_opacity((1 - t) * start + t * end, family=False)


class Project(Carrying):
    """Show points of a wide layer through a projection that changes with time.

    Parameters
    ----------
    items
        What is drawn, back to front, each with its (M, D) points in the layer.
    place
        Maps (M, D) points to (M, 2) coordinates at a time from 0 to 1.
    view
        How the plane is shown.
    """

    def __init__(
        self,
        items: Sequence[tuple[InPlane, Array]],
        place: Callable[[Array, float], Array],
        view: View,
        **kwargs: Any,
    ) -> None:
        self.sources = [points for _, points in items]
        self.place, self.view = place, view
        super().__init__([item for item, _ in items], **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show everything through the projection of this instant."""
        t = self.rate_func(alpha)
        for item, points in zip(self.items, self.sources, strict=True):
            item.show_at(self.place(points, t), self.view)


def spread(places: Array, apart: float) -> NDArray[np.bool_]:
    """Choose points, first come first served, so that no two squares around them overlap.

    Parameters
    ----------
    places
        (N, 2 or 3).
    apart
        The squares' side.

    Returns
    -------
    (N,) which points are chosen.
    """
    chosen = np.zeros(len(places), dtype=bool)
    for i, place in enumerate(places[:, :2]):
        gaps = np.abs(places[chosen, :2] - place).max(axis=1, initial=0.0)
        chosen[i] = not chosen.any() or bool((gaps >= apart).all())
    return chosen
