"""The common base of all scenes: the run, the theme, the layout, and what a beat is."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cached_property
from typing import Any, ClassVar, cast

from manim import Animation, CairoRenderer, Group, Mobject

from detangle._typing import IntArray
from detangle.errors import DetangleError
from detangle.run.points import point_name
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.planes import mark, rescale, unmark
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.motion.tween import Vanish
from detangle.stage.paint.camera import StageCamera
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.plot.marks import Marks
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.refusal import refuse, refuse_opengl
from detangle.stage.scenes.base.alone import alone_in
from detangle.stage.scenes.base.beats import BeatScene
from detangle.stage.scenes.base.settings import theme_of, told
from detangle.stage.scenes.runs import followed, refuse_several_runs, resolve_run, with_class_names

ZOOM = 0.7
"""Time that a change of scale takes, as a fraction of the theme's `move`."""


class StageScene(BeatScene):
    """A scene that shows a run, beat by beat.

    A subclass changes class attributes, not code. Each name in `beats` is a method `show_NAME`;
    within it, `with self.beat(KEY)` sets title, caption and section from the scene's words. A beat
    or a key of the words that does not exist ends the program with one line.
    """

    not_one: ClassVar[str] = ""
    """Why it does not show a single run that is named; empty where it does."""

    plane: Plane | None = None
    """The plane whose points a film carries over into the next chapter."""

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **kwargs: Any) -> None:
        refuse_opengl(type(self).__name__)
        super().__init__(camera_class=camera_class, **kwargs)

    def render(self, preview: bool = False) -> bool:
        """Render the scene; another process that renders it into the same folder waits."""
        writer = cast("CairoRenderer", self.renderer).file_writer
        video = writer.output_spec.is_video
        alone = alone_in(writer.partial_movie_directory) if video else nullcontext()
        with alone, told(self.stage_camera, theme_of(type(self).theme)):
            return super().render(preview)

    @cached_property
    def trajectory(self) -> Trajectory:
        """The run, found or trained when it is first asked for; one line, if it cannot be shown."""
        try:
            self.load_run()
            upright = self.stage_camera.pixel_height > self.stage_camera.pixel_width
            names = self.class_names
            self.trajectory = with_class_names(self.trajectory, names, upright=upright)
            self.check_colors(self.trajectory)
            self.check_run()
            _ = self.followed
        except DetangleError as error:
            refuse(type(self).__name__, error)
        return self.trajectory

    @cached_property
    def followed(self) -> IntArray:
        """The points that are marked: (M,) their indices."""
        return followed(self.trajectory, self.follow, able=self.marks_points)

    def find_run(self) -> Trajectory:
        """Find the run now, for a scene that needs it before it shows anything."""
        return self.trajectory

    def held_out(self, step: float | None = None) -> dict[str, Any] | None:
        """Count what a step's network gets right of the points that were held out, if known."""
        accuracy, labels = self.trajectory.test_accuracy(step), self.trajectory.test_labels
        if accuracy is None or labels is None:
            return None
        right = round(accuracy * len(labels))
        return {"test_right": right, "test_n": len(labels), "test_accuracy": accuracy}

    def mark_followed(self, plane: Plane) -> None:
        """Mark the points of a plane that are followed, if there are any."""
        if len(self.followed):
            names = [point_name(self.trajectory, i) for i in self.followed.tolist()]
            marks = Marks(plane.cloud.coords, self.followed, names, plane.view, plane.theme)
            plane.follow(self.followed, marks)

    def load_run(self) -> None:
        """Find the run, or train it."""
        refuse_several_runs()
        self.trajectory = resolve_run(self.run, self.check_untrained)

    @classmethod
    def check_untrained(cls, run: Trajectory) -> None:
        """Refuse a run before it is trained, if the scene will not show it however that ends.

        Parameters
        ----------
        run
            The run after a single update.

        Raises
        ------
        DetangleError
            If it will not be shown.
        """
        cls.shows.check(run, "the run", trained=False)
        cls.check_colors(run)

    @classmethod
    def check_colors(cls, run: Trajectory) -> None:
        """Refuse a run of more classes than the theme has colours."""
        classes, colors = len(run.class_names), len(cls.theme.classes)
        if classes > colors:
            raise DetangleError(
                f"this run has {classes} classes, and the theme has {colors} colours: show fewer "
                "classes, or make a theme with more, theme = replace(Theme.dark(), classes=…)"
            )

    def check_run(self) -> None:
        """Refuse a run that this scene does not show."""
        self.shows.check(self.trajectory)

    def play_loss(self, end: float, *others: Mobject, moves: float) -> Group:
        """Draw the loss of the training from its first recorded step on, in the slot `loss`.

        The panel, with its scenery, is returned.

        Parameters
        ----------
        end
            The last step.
        others
            What must be on the screen as well.
        moves
            The run time, as a multiple of the theme's `move`.
        """
        labels = self.words["step"], self.words["loss"]
        panel = LossPanel(self.trajectory, self.slots["loss"], self.theme, labels)
        clock = Clock(self.trajectory, [panel]).at(start := int(self.trajectory.steps[0]))
        self.show(panel.scenery, panel, *others)
        self.play(RunClock(clock, start, end, run_time=self.seconds(moves * self.theme.move)))
        return Group(panel.scenery, panel)

    def rescale(self, *views: tuple[Plane, View]) -> None:
        """Show planes through other views; ticks hold for one scale only."""
        planes = [plane for plane, _ in views]
        run_time = self.seconds(ZOOM * self.theme.move)
        self.briefly(*map(unmark, planes), *fading_ghosts(*planes))
        self.play(*(rescale(plane, view, run_time) for plane, view in views))
        self.briefly(*map(mark, planes))

    def rescale_if_needed(
        self, *views: tuple[Plane, View], key: str = "zoom", **values: Any
    ) -> None:
        """Show the planes that need it through other views, as a beat of its own.

        Parameters
        ----------
        views
            The planes, and what must be seen in each.
        key
            Of the beat's words, which are told the `factor` of the scale.
        values
            What else they are told.
        """
        due = [(plane, view) for plane, view in views if not plane.view.serves(view)]
        if due:
            factor = min(view.unit / plane.view.unit for plane, view in due)
            with self.beat(key, factor=factor, **values):
                self.empty("note")
                self.rescale(*due)


def fading_ghosts(*planes: Plane) -> list[Animation]:
    """Return the animations by which the ghosts of planes fade out, where there are any."""
    ghosts = [plane.ghosts for plane in planes if plane.ghosts is not None]
    for plane in planes:
        plane.ghosts = None
    return [Vanish(ghost) for ghost in ghosts]
