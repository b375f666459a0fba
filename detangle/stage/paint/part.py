"""Some of the dots of a cloud, as a thing to change and to animate."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Animation, AnimationGroup, Mobject, Scene

from detangle._typing import FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.stage.paint.anchor import FRAME, Anchor
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.values import as_selection

TINY = 1e-9
"""Factor below which a part is not said to shrink any more: dots must be able to grow again."""


class _Rows:
    """An array of a part: the rows of its cloud's array."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, part: CloudPart | None, owner: type) -> Any:
        if part is None:
            return self
        return np.asarray(getattr(part.whole, self.name)[part.rows])

    def __set__(self, part: CloudPart, values: FloatArray) -> None:
        if len(values) != len(part.rows):
            raise DetangleError(
                f"these are {len(part.rows)} dots of a cloud, which cannot become {len(values)}; "
                "give one row each, or Transform a copy"
            )
        array = getattr(part.whole, self.name).copy()
        array[part.rows] = values
        setattr(part.whole, self.name, array)


class PartAnchor(Anchor):
    """The anchor of a part; when it grows, so do the dots."""

    def __init__(self, part: CloudPart) -> None:
        self.part, self.there = part, FRAME.copy()
        super().__init__()

    @property
    def points(self) -> FloatArray:
        """The frame's origin and unit vectors, where they are now."""
        return self.there.copy()

    @points.setter
    def points(self, points: FloatArray) -> None:
        before = _growth(self)
        self.there = np.array(points, dtype=np.float64)
        radii = self.part.whole.radii.copy()
        radii[self.part.rows] *= _growth(self) / before
        self.part.whole.radii = radii


class CloudPart(PointCloud):
    """Some of the dots of a cloud; what is done to them is done to the cloud.

    Animations of it draw the cloud; animate it by itself, not in a group with others. Its copies
    are clouds of their own.

    Parameters
    ----------
    whole
        The cloud.
    rows
        (M,) which of its dots.
    """

    points: Any = _Rows()
    rgbas: Any = _Rows()
    holes: Any = _Rows()
    made_clip: Any = None

    def __init__(self, whole: PointCloud, rows: IntArray) -> None:
        self.whole, self.rows, self.overrides = whole, rows, True
        super(Painted, self).__init__()
        self.anchor = PartAnchor(self)
        self.add(self.anchor)

    def __getitem__(self, rows: Any) -> CloudPart:
        """Return some of these dots, as a part of the whole cloud."""
        return CloudPart(self.whole, self.rows[as_selection(rows, len(self.rows))])

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; what is shown of the cloud is not for a part to say."""
        if name != "made_clip":
            super().__setattr__(name, value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Return a cloud of its own with the same dots in the same places."""
        copied = PointCloud(self.points, clip=None if self.clip is None else tuple(self.clip))
        copied.rgbas, copied.radii, copied.holes = self.rgbas, self.radii, self.holes
        copied.anchor.points = self.anchor.points
        copied.set_z_index(self.whole.z_index)
        copied.saved_state = getattr(self, "saved_state", None)
        memo[id(self)] = copied
        return copied

    def reset_points(self) -> Self:
        """Stay as it is: the dots are those of the cloud."""
        return self

    @property
    def radii(self) -> FloatArray:
        """The radii (M,), before the part itself was scaled."""
        return self.whole.seen_radii[self.rows] / _growth(self.anchor)

    @radii.setter
    def radii(self, radii: FloatArray) -> None:
        made = self.whole.radii.copy()
        made[self.rows] = radii * _growth(self.anchor) / _growth(self.whole.anchor)
        self.whole.radii = made

    @property
    def clip_corners(self) -> FloatArray | None:
        """The corners (4, 3) of what is shown of the cloud."""
        return self.whole.clip_corners

    def animation_override_for(  # type: ignore[override]  # each part has its own answer
        self, animation_class: type[Animation]
    ) -> Any:
        """Return what makes of any animation one that draws the cloud."""
        if not self.overrides or issubclass(animation_class, AnimationGroup):
            return None

        def override(part: CloudPart, *args: Any, **kwargs: Any) -> Animation:
            part.overrides = False
            try:
                return PartAnimation(part, animation_class(part, *args, **kwargs))
            finally:
                part.overrides = True

        return override


class PartAnimation(Animation):
    """An animation of a part of a cloud, as one of the cloud.

    What leaves the screen at its end stays in the cloud as it was last seen.
    """

    passed_on = ("rate_func", "lag_ratio", "reverse_rate_function")
    """What a user may still change before it is played."""

    def __init__(self, part: CloudPart, inner: Animation) -> None:
        self.inner = inner
        given = {name: getattr(inner, name) for name in self.passed_on}
        self.whole = part.whole
        super().__init__(part.whole, run_time=inner.run_time, **given)

    def create_starting_mobject(self) -> Mobject:
        """Return the cloud itself: there is no copy."""
        return self.whole

    def begin(self) -> None:
        """Begin that of the part."""
        for name in self.passed_on:
            setattr(self.inner, name, getattr(self, name))
        self.inner.begin()
        super().begin()

    def interpolate(self, alpha: float) -> None:
        """Set the part at a fraction of the run time."""
        self.inner.interpolate(alpha)

    def finish(self) -> None:
        """Bring the part to its end."""
        self.inner.finish()
        super().finish()

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Leave the cloud on the screen."""
        self._on_finish(scene)


def _growth(anchor: Anchor) -> float:
    return max(anchor.factor, TINY)
