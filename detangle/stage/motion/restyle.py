"""How the dots of a cloud look, and animations that change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from manim import ManimColor
from manim.utils.rate_functions import smooth, there_and_back
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.look.theme import Theme
from detangle.stage.motion.stagger import StaggeredTween
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.colors import Colors, as_rgbas
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.values import as_amount, as_amounts, as_counts, as_mask, as_numbers
from detangle.stage.text.highlightable import Highlightable

SEEN_FROM = 0.5
"""The opacity from which on a dot counts as visible."""
PULSE_SCALE = 1.8
"""Factor by which dots swell that are pointed at."""
SUNK_OPACITY = 0.34
"""Opacity of the dots that do not stand out, and the fraction of their colour that is left: where
many dots lie on each other their opacities add up, but no dot gets brighter than its colour."""


@dataclass(frozen=True, eq=False)
class DotStyle:
    """Colour, size and shape of each dot of a cloud.

    Parameters
    ----------
    rgbas
        (N, 4) colours and opacities, from 0 to 1.
    radii
        (N,) outer radii in scene units.
    holes
        (N,) inner radii as fractions of the outer ones.
    """

    rgbas: FloatArray
    radii: FloatArray
    holes: FloatArray

    @classmethod
    def of(cls, cloud: PointCloud) -> Self:
        """Take the style that a cloud has now."""
        return cls(cloud.rgbas.copy(), cloud.radii.copy(), cloud.holes.copy())

    def hidden(self, which: ArrayLike = True) -> DotStyle:
        """Return this style with some dots, all by default, without size and opacity."""
        gone = as_mask(which, len(self.radii), "which")
        rgbas = self.rgbas.copy()
        rgbas[gone, 3] = 0.0
        return replace(self, rgbas=rgbas, radii=np.where(gone, 0.0, self.radii))

    def colored(self, color: Colors) -> DotStyle:
        """Return this style as discs of one colour."""
        return replace(self, rgbas=as_rgbas(color, self.rgbas), holes=0.0 * self.holes)

    def scaled(self, factor: ArrayLike) -> DotStyle:
        """Return this style with radii larger by a factor, of all dots or (N,) of each."""
        return replace(self, radii=self.radii * as_amounts(factor, len(self.radii), "factor"))

    def resized(self, radius: float) -> DotStyle:
        """Return this style with one radius for all."""
        return replace(self, radii=as_amounts(radius, len(self.radii), "radius"))

    def mix(self, other: DotStyle, t: ArrayLike) -> DotStyle:
        """Return the style on the way to another one, at a time of all dots or (N,) of each."""
        own = np.broadcast_to(np.asarray(t, dtype=np.float64), self.radii.shape)
        return DotStyle(
            _mixed(self.rgbas, other.rgbas, own[:, None]),
            _mixed(self.radii, other.radii, own),
            _mixed(self.holes, other.holes, own),
        )

    def equal(self, other: DotStyle) -> bool:
        """Return True if the two look the same."""
        pairs = ((self.rgbas, other.rgbas), (self.radii, other.radii), (self.holes, other.holes))
        return all(np.array_equal(mine, theirs) for mine, theirs in pairs)

    def dress(self, cloud: PointCloud) -> None:
        """Give this style to a cloud."""
        cloud.rgbas, cloud.radii = self.rgbas.copy(), self.radii.copy()
        cloud.holes = self.holes.copy()


class Restyle(StaggeredTween):
    """Give dots another style, each at a time of its own.

    Parameters
    ----------
    cloud
        Whose dots.
    style
        The one that it has at the end.
    times, fraction
        When each dot changes, as of `StaggeredTween`; all together by default.
    """

    def __init__(self, cloud: PointCloud, style: DotStyle, **kwargs: Any) -> None:
        if len(style.radii) != len(cloud.points):
            raise DetangleError(
                f"the style is one of {len(style.radii)} dots, the cloud has {len(cloud.points)}"
            )
        self.cloud, self.style = cloud, style
        super().__init__([cloud], self._from_now, **kwargs)

    def _from_now(self) -> Setter:
        start = DotStyle.of(self.cloud)
        return lambda t: start.mix(self.style, t).dress(self.cloud)


class Scatter(StaggeredTween):
    """Let the dots of a cloud, or of a part of it, come in one after another.

    Parameters
    ----------
    cloud
        Whose dots.
    lag_ratio
        How much later each dot begins than the one before it, as a fraction of the time that one
        dot takes; as of Manim's animations.
    order
        (N,) numbers: dots with less come first. By default they come in the order of the cloud.
    """

    def __init__(
        self,
        cloud: PointCloud,
        lag_ratio: float = 0.05,
        *,
        order: ArrayLike | None = None,
        **kwargs: Any,
    ) -> None:
        count = len(cloud.points)
        places = np.arange(count) if order is None else as_numbers(order, "order", f"give {count}")
        if places.shape != (count,):
            raise DetangleError(f"order has shape {places.shape}; give {count} numbers")
        ranks = np.argsort(np.argsort(places, kind="stable"))
        self.cloud = cloud
        super().__init__(
            [cloud],
            self._from_nothing,
            times=ranks / max(count - 1, 1),
            lag_ratio=as_amount(lag_ratio, "lag_ratio"),
            **kwargs,
        )

    def _from_nothing(self) -> Setter:
        end = DotStyle.of(self.cloud)
        start = end.hidden()
        self.fraction = 1 / (1 + max(len(end.radii) - 1, 0) * self.lag_ratio)
        return lambda t: start.mix(end, t).dress(self.cloud)


def pulse(cloud: PointCloud, chosen: ArrayLike, **kwargs: Any) -> Restyle:
    """Swell the chosen dots (N,) of a cloud once, to point at them."""
    which = as_mask(chosen, len(cloud.points), "chosen")
    larger = DotStyle.of(cloud).scaled(np.where(which, PULSE_SCALE, 1.0))
    return Restyle(cloud, larger, **{"rate_func": there_and_back, **kwargs})


def recolor(items: Sequence[Painted], rgbas: Sequence[FloatArray], **kwargs: Any) -> Tween:
    """Blend the colours and opacities of painted mobjects into others, (N, 4) for each."""

    def set_up() -> Setter:
        starts = [item.rgbas.copy() for item in items]

        def set_at(t: float) -> None:
            for item, start, end in zip(items, starts, rgbas, strict=True):
                item.rgbas = (1 - t) * start + t * end

        return set_at

    return Tween(items, set_up, **{"rate_func": smooth, **kwargs})


def with_opacity(item: Painted, opacity: ArrayLike) -> FloatArray:
    """Return the colours (N, 4) of a painted mobject with other opacities."""
    rgbas = item.rgbas.copy()
    rgbas[:, 3] = opacity
    return rgbas


def focus(
    cloud: PointCloud, labels: IntArray, chosen: BoolArray, theme: Theme, **kwargs: Any
) -> Tween:
    """Let the chosen dots (N,) of a cloud stand out while all others sink; see `focused`."""
    return recolor([cloud], [focused(labels, chosen, theme)], **kwargs)


def focused(labels: IntArray, chosen: BoolArray, theme: Theme) -> FloatArray:
    """Return the colours of dots of which some stand out, and the others sink to the background.

    Parameters
    ----------
    labels
        (N,) class indices of the dots.
    chosen
        (N,) which of them stand out.
    theme
        Its colours.

    Returns
    -------
    (N, 4) colours and opacities.
    """
    kinds = as_counts(labels, "labels")
    count = kinds.max(initial=-1) + 1
    table = np.array([ManimColor(theme.class_color(i)).to_rgb() for i in range(count)])
    kept = np.where(as_mask(chosen, len(kinds), "chosen"), 1.0, SUNK_OPACITY)[:, None]
    return np.hstack(
        [kept * table[kinds] + (1 - kept) * ManimColor(theme.background).to_rgb(), kept]
    )


def light(mobject: Highlightable, *parts: str, **kwargs: Any) -> Tween:
    """Light the parts of these names and dim the others, whatever else changes meanwhile."""
    end = mobject.lighting(*parts)

    def set_up() -> Setter:
        start = dict(mobject.opacities)
        return lambda t: mobject.set_opacities({p: (1 - t) * start[p] + t * end[p] for p in end})

    return Tween([mobject], set_up, **kwargs)


def count_seen(*clouds: PointCloud) -> int:
    """Count the dots that are visible."""
    return sum(int((cloud.rgbas[:, 3] >= SEEN_FROM).sum()) for cloud in clouds)


def swelling(count: int) -> FloatArray:
    """Return the times, (count,) from 0 to 1, of dots that come faster and faster."""
    return np.asarray(np.sqrt(np.arange(count) / max(count - 1, 1)))


def _mixed(start: FloatArray, end: FloatArray, t: FloatArray) -> FloatArray:
    """Blend two arrays; exact at both ends."""
    return np.where(t == 1, end, (1 - t) * start + t * end)
