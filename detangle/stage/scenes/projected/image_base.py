"""The plane of a run's layers, where the run is on two classes of images."""

from __future__ import annotations

from typing import ClassVar

from detangle.stage.scenes.projected.projected_base import Array, ProjectedBase
from detangle.stage.scenes.support import refusal


class ImageBase(ProjectedBase):
    """A scene of two classes of small images; a point's coordinates are its pixels."""

    side: ClassVar[int] = 8
    """Pixels along each side of the images."""

    def check_run(self) -> None:
        """Refuse runs of anything but two kinds of images."""
        super().check_run()
        run, pixels = self.trajectory, self.side**2
        if run.widths[0] != pixels or len(run.class_names) != 2 or not run.has_readout:
            raise refusal(
                f"runs of two classes of images of {pixels} pixels, with a linear readout",
                run,
                "digits",
            )

    @property
    def images(self) -> Array:
        """The images, (N, H, W)."""
        return self.points.reshape(-1, self.side, self.side)
