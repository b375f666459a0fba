"""Some dots of a cloud stand out while all others sink."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle.stage.cloud import PointCloud
from detangle.stage.fades import Uncopied


class Focus(Uncopied):
    """Bring the chosen dots to full opacity, and let the others sink.

    Parameters
    ----------
    cloud
        The cloud.
    chosen
        (N,) which of its dots stand out.
    dim
        Opacity of the others.
    """

    def __init__(
        self, cloud: PointCloud, chosen: NDArray[np.bool_], dim: float, **kwargs: Any
    ) -> None:
        self.cloud = cloud
        self.chosen = chosen
        self.dim = dim
        super().__init__(cloud, **kwargs)

    def begin(self) -> None:
        """Take the opacities from which they go."""
        self.start = self.cloud.rgbas[:, 3].copy()
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Show them on their way."""
        t = self.rate_func(alpha)
        self.cloud.set_opacity((1 - t) * self.start + t * np.where(self.chosen, 1.0, self.dim))
