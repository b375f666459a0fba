"""The plane of a run's layers, where the run is on two classes of images."""

from __future__ import annotations

from typing import ClassVar

from detangle.stage.scenes.projected.projected_base import Array, ProjectedBase
from detangle.stage.scenes.support import Shows


class ImageBase(ProjectedBase):
    """A scene of two classes of small images; a point's coordinates are its pixels."""

    side: ClassVar[int] = 8
    """Pixels along each side of the images."""

    shows = Shows(
        "runs of two classes of images of 8 by 8 pixels, with a linear readout",
        lambda run: (
            ProjectedBase.shows.test(run)
            and (run.widths[0], len(run.class_names)) == (64, 2)
            and run.has_readout
        ),
        "digits",
    )

    @property
    def images(self) -> Array:
        """The images, (N, H, W)."""
        return self.points.reshape(-1, self.side, self.side)
