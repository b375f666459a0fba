"""The cut from one chapter to the next: the same points stay, all else fades."""

from __future__ import annotations

import numpy as np

from detangle.stage.motion.carry import glide
from detangle.stage.motion.tween import Vanish
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.scenes.scene import StageScene


def clear(last: StageScene, guest: StageScene) -> None:
    """Let all go that the last scene shows, but the points that its guest shows as well."""
    kept = last.plane.cloud if last.plane and _stays(last, guest) else None
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
    if last.plane is None or guest.plane is None:
        return False
    old, new = last.plane.cloud, guest.plane.cloud
    return old in last.mobjects and _same(old, new)


def _same(old: PlaneCloud, new: PlaneCloud) -> bool:
    """Whether two clouds are of the same points: as many of each class, in the same order."""
    return bool(
        old.coords.shape == new.coords.shape
        and np.array_equal(old.holes, new.holes)
        and np.array_equal(old.rgbas[:, :3], new.rgbas[:, :3])
    )


def _glide(last: StageScene, guest: StageScene) -> None:
    """Put the guest's points in the old ones' place, and let them glide to their own."""
    assert last.plane is not None
    assert guest.plane is not None
    old, new = last.plane.cloud, guest.plane.cloud
    seen, view = last.plane.view, guest.plane.view
    start = old.coords.copy()
    guest.remove(old)
    guest.add(new)
    if np.abs(seen.place(start) - view.place(new.coords)).max() > 0:
        run_time = guest.seconds(guest.theme.move / 2)
        guest.play(glide(new, start, seen, view, run_time))
