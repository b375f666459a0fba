"""The cut from one chapter to the next: the same points stay, all else fades."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.stage.motion.carry import least_time
from detangle.stage.motion.fades import Together, Vanish
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.scenes.scene import StageScene

Array = NDArray[np.float64]


class Glide(Together):
    """Take a cloud from one place in one view to another place in another view.

    Parameters
    ----------
    cloud
        What glides, at rest where it ends.
    start, seen
        (N, 2) coordinates where it begins, and through which view they are seen.
    end
        The view in which it ends.
    """

    def __init__(
        self, cloud: PlaneCloud, start: Array, seen: View, end: View, **kwargs: Any
    ) -> None:
        self.cloud, self.ends = cloud, (start, cloud.coords.copy())
        self.views = (seen, end)
        self._show(0.0)
        super().__init__([cloud], **{"rate_func": smootherstep, **kwargs})

    def interpolate_mobject(self, alpha: float) -> None:
        """Show it on its way."""
        self._show(self.rate_func(alpha))

    def _show(self, t: float) -> None:
        view = self.views[0].mix(self.views[1], t)
        self.cloud.set_clip(view.area.box)
        self.cloud.show_at((1 - t) * self.ends[0] + t * self.ends[1], view)


def clear(last: StageScene, guest: StageScene) -> None:
    """Let all go that the last scene shows, but the points that its guest shows as well."""
    kept = last.main_cloud if _stays(last, guest) else None
    leaving = [mobject for mobject in last.mobjects if mobject is not kept]
    if leaving:
        last.play(*map(Vanish, leaving), run_time=guest.seconds(guest.theme.appear / 2))


def carry_over(last: StageScene, guest: StageScene) -> None:
    """Put a guest's points in the place of the last scene's; they glide to where they belong."""
    guest.mobjects = last.mobjects
    if _stays(last, guest):
        _glide(last, guest)


def _stays(last: StageScene, guest: StageScene) -> bool:
    """Whether both show the same points."""
    old, new = last.main_cloud, guest.main_cloud
    return old is not None and new is not None and old in last.mobjects and _same(old, new)


def _same(old: PlaneCloud, new: PlaneCloud) -> bool:
    """Whether two clouds are of the same points: as many of each class, in the same order."""
    return bool(
        old.coords.shape == new.coords.shape
        and np.array_equal(old.holes, new.holes)
        and np.array_equal(old.rgbas[:, :3], new.rgbas[:, :3])
    )


def _glide(last: StageScene, guest: StageScene) -> None:
    """Put the guest's points in the old ones' place, and let them glide to their own."""
    old, new = last.main_cloud, guest.main_cloud
    seen, view = last.main_view, guest.main_view
    if old is None or new is None or seen is None or view is None:
        return
    start, end = old.coords.copy(), new.coords.copy()

    def way(t: float) -> Array:
        return seen.mix(view, t).place((1 - t) * start + t * end)

    guest.remove(old)
    guest.add(new)
    if np.abs(way(0.0) - way(1.0)).max() > 0:
        run_time = max(guest.seconds(guest.theme.move / 2), least_time(way))
        guest.play(Glide(new, start, seen, view, run_time=run_time))
