"""The sheet of the input is lifted into space and folded there by a layer of three units."""

from __future__ import annotations

from typing import Any

from manim import Mobject
from manim.utils.rate_functions import smootherstep, squish_rate_func, there_and_back

from detangle.analysis.layer_motions import LayerMotion
from detangle.stage.motion.restyle import pulse
from detangle.stage.motion.tween import Appear
from detangle.stage.scenes.space.space_scene import SpaceScene
from detangle.stage.text.formula import input_name

EARLY, MIDDLE, LATE, LAST = (0.0, 0.25), (0.15, 0.4), (0.3, 0.8), (0.75, 1.0)
"""Parts of a movement, in which something comes or is pointed at."""
AHEAD = 0.3
"""Share of the time by which the camera steps back before the sheet grows."""


class FoldScene(SpaceScene):
    """The beats of one layer in space: step back, W x, + b, the activation, and a closer look."""

    def show_space(self) -> None:
        """Look at the plane from the side."""
        with self.beat("space"):
            self.show(*self.plane.scenery, fraction=0.5)
            self.show(self.plane.cloud)
            self.write_formula(1)
            self.enter_space(0)
            *scenery, _ = self.around
            self.bring(*scenery)
            self.go(None, self.ways.tilted, *_coming(*scenery, when=LATE), fraction=1.5)

    def show_affine(self) -> None:
        """Step back, lift the sheet by the weights, and slide it by the bias."""
        self.enter_space(0)
        for step in self.motions:
            if step.part != "activation":
                self._show_step(step)

    def show_activation(self) -> None:
        """Clamp each of the three coordinates, or bend them."""
        affine = sum(step.part != "activation" for step in self.motions)
        self.enter_space(affine)
        for step in self.motions[affine:]:
            if step.motion.creases:
                self._show_wall(step)
            else:
                self._show_step(step)

    def show_corner(self) -> None:
        """Come closer, and count what is lost."""
        self.enter_space(len(self.motions))
        lost = int((self.space.cloud.coords == 0).all(axis=1).sum())
        key = "corner" if self.snapshot.activation.kind == "clamp" else "box"
        with self.beat(key, hold=self.theme.long_hold):
            self.come_closer()
            if lost:
                self.note("corner.note", count=lost)

    def come_closer(self) -> None:
        """Step to the corner in which everything lies, unless that is where we are."""
        if all(wall in self.mobjects for wall in self.corner):
            return
        self._step_on()
        leaving = self.leaving(*self.around, rate_func=_within(MIDDLE))
        self.bring(*self.corner)
        self.go(None, self.ways.near, *leaving, *_coming(*self.corner, when=LATE))

    def _show_step(self, step: LayerMotion) -> None:
        """Show a motion of the whole sheet; the first one sees the camera step back."""
        with self.beat(step.key, map=f"W_1 {input_name(1)}", name=self.activation_name):
            self._step_on(step.part)
            new = [thing for thing in self.around if thing not in self.mobjects]
            self.bring(*self.around)
            first = step is self.motions[0]
            start = self.ways.wide if first else self.space.view
            self.go(
                step.motion,
                start.turned(self.ways.turn),
                *_coming(*new, when=LAST),
                fraction=1.5 if first else 1.0,
                delay=AHEAD if first else 0.0,
            )

    def _show_wall(self, step: LayerMotion) -> None:
        """Show the wall of a clamp, point at what is behind it, and move that onto the wall."""
        space, (coordinate,) = self.space, step.motion.creases
        chosen = space.cloud.coords[:, coordinate] < 0
        values: dict[str, Any] = {
            "count": int(chosen.sum()),
            "name": self.activation_name,
            "slope": self.snapshot.activation.negative_slope,
        }
        with self.beat(step.key, hold=self.theme.long_hold, **values):
            self._step_on(step.part)
            wall = space.wall(coordinate)
            self.passing = [wall, space.make_ghosts(chosen)]
            self.bring(*self.passing)
            note = self.fill("note", self.line(f"{step.key[:-1]}.note", **values))
            swell = squish_rate_func(there_and_back, *MIDDLE)
            pointing = pulse(space.cloud, chosen, rate_func=swell)
            self.turn(
                step.motion,
                *_coming(wall, note, when=EARLY),
                pointing,
                fraction=1.15,
                delay=MIDDLE[1],
            )

    def _step_on(self, part: str | None = None) -> None:
        """Light a part of the formula, and clear what the last step has left."""
        changes = [*self.leaving(*self.passing), *self.emptied("note")]
        self.passing = []
        changes += self.lit(part) if part else []
        if changes:
            self.play(*changes, run_time=self.brief)

    @property
    def activation_name(self) -> str:
        """How the activation is written."""
        return self.snapshot.activation.label


def _within(part: tuple[float, float]) -> Any:
    """Return the rate function that is done within a part of the time."""
    return squish_rate_func(smootherstep, *part)


def _coming(*things: Mobject, when: tuple[float, float]) -> list[Appear]:
    """Let things appear within a part of a movement."""
    return [Appear(thing, rate_func=_within(when)) for thing in things]
