"""Images on the stage are those of the run, or its variations, and lie where these belong."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import rotate, shift

from detangle._typing import FloatArray as Array
from detangle.stage import ImageManifoldScene, Pictures, PlanePictures
from detangle.stage.inspector.frame import VISIBLE, Frame
from detangle.stage.plot.projected_plane import ProjectedPlane
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film, film_of

EXACT = 1e-6
ROUNDING = 1e-9


def images_of_the_run(frame: Frame) -> Problems:
    """Images among the points are those that the points stand for, and lie in their places."""
    plane = getattr(frame.scene, "plane", None)
    if not frame.settled or not isinstance(plane, ProjectedPlane):
        return
    pictures, points = plane.pictures, film_of(frame.scene).trajectory.points
    if pictures not in _shown(frame):
        return
    if np.abs(pictures.images.reshape(len(points), -1) - points).max() > ROUNDING:
        yield "the images", "are not those of the run"
    if np.abs(pictures.coords - plane.cloud.coords).max() > ROUNDING:
        yield "the images", "do not lie where their points are"


def images_of_the_sheet(frame: Frame) -> Problems:
    """Variations are made of the most typical image, and lie in the plane that shows them best."""
    scene = frame.scene
    if not frame.settled or not isinstance(scene, ImageManifoldScene):
        return
    for pictures in _shown(frame):
        if isinstance(pictures, PlanePictures) and pictures is not scene.plane.pictures:
            yield from _misplaced(pictures, film_of(frame.scene), scene)


def _misplaced(pictures: PlanePictures, film: Film, scene: ImageManifoldScene) -> Problems:
    varied = _variations(film, scene)
    points = pictures.images.reshape(len(pictures.images), -1)
    if len(points) == len(varied) and np.abs(points - varied).max() > ROUNDING:
        yield "the sheet", "is not made of the image's variations"
    for layer in (varied, film.trajectory.points.astype(np.float64)):
        flat = _plane(layer, points)
        left, _, right = np.linalg.svd(flat.T @ pictures.coords)
        if np.abs(flat @ left @ right - pictures.coords).max() <= EXACT * 10:
            return
    yield "the variations", "do not lie where the plane's projection puts them"


def _plane(layer: Array, points: Array) -> Array:
    """Points along the two directions in which a layer varies most."""
    middle = layer.mean(axis=0)
    scatter = (layer - middle).T @ (layer - middle)
    return np.asarray((points - middle) @ np.linalg.eigh(scatter)[1][:, -2:])


def _variations(film: Film, scene: ImageManifoldScene) -> Array:
    """Shift and turn the image that is nearest to its class's mean, written out."""
    known: dict[str, Array] = film.memory.setdefault("variations", {})
    if "sheet" not in known:
        run = film.trajectory
        own = run.points[run.labels == scene.hero].astype(np.float64)
        nearest = np.linalg.norm(own - own.mean(axis=0), axis=1).argmin()
        image = own[nearest].reshape(8, 8)
        even = np.linspace(-1, 1, scene.count)
        known["sheet"] = np.array(
            [
                _varied(image, scene.reach[0] * across, scene.reach[1] * up)
                for up in even
                for across in even
            ]
        )
    return known["sheet"]


def _varied(image: Array, right: float, degrees: float) -> Array:
    turned = rotate(image, degrees, reshape=False, order=3, mode="grid-constant")
    moved = shift(np.clip(turned, 0, 1), (0, right), order=3, mode="grid-constant")
    return np.asarray(np.clip(moved, 0, 1).ravel())


def _shown(frame: Frame) -> list[Pictures]:
    """All pictures that can be seen."""
    family = [mobject for mobject in frame.family if isinstance(mobject, Pictures)]
    return [pictures for pictures in family if pictures.rgbas[:, 3].max(initial=0.0) >= VISIBLE]
