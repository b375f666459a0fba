"""Scenes as people who know Manim write them: those that are sound, and those with one fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from manim import (
    BLACK,
    BLUE,
    BLUE_E,
    DEGREES,
    DOWN,
    GREEN,
    GREY_D,
    LEFT,
    ORANGE,
    ORIGIN,
    PI,
    RED,
    RIGHT,
    UP,
    UR,
    WHITE,
    YELLOW,
    Arrow,
    Axes,
    BackgroundRectangle,
    Brace,
    Circle,
    Circumscribe,
    Code,
    Create,
    DecimalNumber,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    GrowFromCenter,
    ImageMobject,
    Indicate,
    LaggedStart,
    Line,
    MathTypst,
    MoveAlongPath,
    MovingCameraScene,
    NumberPlane,
    Paragraph,
    ReplacementTransform,
    Rotate,
    Scene,
    Square,
    Succession,
    SurroundingRectangle,
    Text,
    ThreeDAxes,
    ThreeDScene,
    Transform,
    TransformFromCopy,
    TransformMatchingShapes,
    Typst,
    Uncreate,
    ValueTracker,
    VGroup,
    Write,
    always_redraw,
    linear,
)

from detangle.stage import PointCloud, StageCamera

RNG = np.random.default_rng(0)


class Title(Scene):
    """A title, a formula beneath it, and one that takes its place."""

    def construct(self) -> None:
        title = Text("Why layers bend space").to_edge(UP)
        formula = MathTypst("f(x) = max(0, W x + b)").next_to(title, DOWN, buff=1)
        self.play(Write(title))
        self.play(FadeIn(formula, shift=UP))
        self.wait()
        self.play(Transform(formula, MathTypst("x^2 + y^2 = 1").next_to(title, DOWN, buff=1)))
        self.play(Indicate(title), Circumscribe(formula))
        self.play(TransformMatchingShapes(title, Text("How layers bend space").to_edge(UP)))
        self.play(*map(FadeOut, self.mobjects))
        self.wait(0.5)


class Shapes(Scene):
    """Shapes that become others, with labels beside them and on them."""

    def construct(self) -> None:
        circle = Circle(color=BLUE, fill_opacity=0.5)
        label = Typst("a circle", font_size=36).next_to(circle, DOWN)
        inside = Text("1").move_to(circle)
        self.play(Create(circle), Write(label), FadeIn(inside))
        square = Square(color=ORANGE)
        caption = Typst("a square", font_size=36).next_to(square, DOWN)
        self.play(ReplacementTransform(label, caption), Transform(circle, square))
        self.play(Rotate(circle, PI / 4), caption.animate.shift(0.5 * DOWN))
        brace = Brace(circle, LEFT)
        self.play(GrowFromCenter(brace), FadeIn(Text("2").next_to(brace, LEFT)))
        arrow = Arrow(RIGHT * 4 + UP, circle.get_right())
        self.play(GrowArrow(arrow))
        self.play(TransformFromCopy(inside, Text("1").next_to(arrow.get_start(), UP)))
        self.play(Uncreate(circle), FadeOut(arrow))


class Plot(Scene):
    """Axes with numbers, a graph, a dot that runs along it, and a number that counts."""

    def construct(self) -> None:
        axes = Axes((-3, 3, 1), (-1, 5, 1), x_length=8, y_length=5).shift(0.3 * DOWN)
        numbers = VGroup(
            *(
                MathTypst(str(x), font_size=32).next_to(axes.c2p(x, 0), DOWN)
                for x in (-3, -2, -1, 1, 2, 3)
            )
        )
        graph = axes.plot(lambda x: x**2 / 2, color=YELLOW)
        self.play(Create(axes), FadeIn(numbers))
        self.play(Create(graph))
        x = ValueTracker(-2.5)
        dot = always_redraw(lambda: Dot(axes.c2p(x.get_value(), x.get_value() ** 2 / 2), color=RED))
        number = DecimalNumber(-2.5, mob_class=cast("Any", MathTypst)).to_corner(UR).shift(LEFT)
        number.add_updater(lambda m: m.set_value(x.get_value()))
        self.play(FadeIn(dot), FadeIn(number))
        self.play(x.animate.set_value(2.5), run_time=2)
        self.wait()


class Scatter(Scene):
    """Many dots over a plane, which move."""

    def construct(self) -> None:
        plane = NumberPlane(background_line_style={"stroke_opacity": 0.4})
        places = RNG.uniform((-4, -2, 0), (4, 2, 0), (60, 3))
        dots = VGroup(*(Dot(place, color=BLUE if place[0] > 0 else YELLOW) for place in places))
        title = Text("Two classes", font_size=36).to_edge(UP)
        title.add_background_rectangle()
        self.play(Create(plane, lag_ratio=0.05))
        self.play(LaggedStart(*map(GrowFromCenter, dots), lag_ratio=0.02), FadeIn(title))
        self.play(dots.animate.apply_matrix(np.array([[0.8, 0.3], [0.2, 0.9]])), run_time=2)
        self.play(dots.animate.set_opacity(0.3))
        self.wait()


class Clouds(Scene):
    """The project's own point cloud in a plain scene."""

    def __init__(self) -> None:
        super().__init__(camera_class=StageCamera)

    def construct(self) -> None:
        cloud = PointCloud(RNG.normal(size=(500, 2)), BLUE)
        self.play(FadeIn(cloud))
        self.play(cloud.animate.rotate(PI / 3))
        self.wait()


class Zoom(MovingCameraScene):
    """A camera that goes close and comes back; what it leaves behind may be cut."""

    def construct(self) -> None:
        title = Text("The whole").to_edge(UP)
        dot = Dot(3 * RIGHT + DOWN)
        name = Text("a point", font_size=24).next_to(dot, DOWN)
        self.add(title, dot, name)
        self.wait(0.5)
        frame = cast("Any", self.camera).frame.save_state()
        self.play(frame.animate.scale(0.4).move_to(dot))
        self.play(FadeIn(Text("here", font_size=20).next_to(dot, UP)))
        self.play(frame.animate.restore())
        self.play(frame.animate.scale(1.5))


class Space(ThreeDScene):
    """Axes in space, a camera that turns, and a title that stays."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=70 * DEGREES, theta=-45 * DEGREES)
        axes = ThreeDAxes(x_length=6, y_length=6, z_length=4)
        title = Text("In space").to_edge(UP)
        self.add_fixed_in_frame_mobjects(title)
        self.play(Create(axes), FadeIn(title))
        self.begin_ambient_camera_rotation(rate=0.2)
        self.play(FadeIn(Square(color=BLUE, fill_opacity=0.3)))
        self.wait(1.5)


class Picture(Scene):
    """An image with its name beneath it, and a text on a backing over it."""

    def construct(self) -> None:
        shades = np.tile(np.linspace(0, 255, 32, dtype=np.uint8), (32, 1))
        image = ImageMobject(shades).scale_to_fit_height(4)
        name = Text("A ramp", font_size=32).next_to(image, DOWN)
        over = Text("no contrast").move_to(image)
        backing = BackgroundRectangle(over, color=BLACK, fill_opacity=1, buff=0.2)
        self.play(FadeIn(image), Write(name))
        self.play(FadeIn(VGroup(backing, over)))
        self.wait()


class Updaters(Scene):
    """Dots that run on the clock, and a line that follows them."""

    def construct(self) -> None:
        path = Circle(2)
        a, b = Dot(2 * RIGHT, color=YELLOW), Dot(ORIGIN)
        b.add_updater(lambda m, dt: m.shift(0.5 * dt * RIGHT))
        rod = always_redraw(lambda: Line(a.get_center(), b.get_center(), color=GREEN))
        self.play(FadeIn(path), FadeIn(a), FadeIn(b), FadeIn(rod))
        self.play(MoveAlongPath(a, path), run_time=3, rate_func=linear)
        self.wait(1)


class Lists(Scene):
    """Lines of text one after another, code, parts in colour, and dimming by opacity."""

    def construct(self) -> None:
        lines = Paragraph("First this,", "then that,", "and so on.", font_size=36)
        lines.to_edge(LEFT)
        self.play(Succession(*(FadeIn(line) for line in lines)))
        code = Code(code_string="x = 1\ny = 2", language="python").to_edge(RIGHT)
        self.play(FadeIn(code))
        words: Any = Text("one two three").to_edge(DOWN)
        self.play(Write(words[:3]))
        self.play(Write(words[3:]))
        self.play(words[:3].animate.set_color(YELLOW), lines.animate.set_opacity(0.3))
        self.play(Create(SurroundingRectangle(words[3:6], color=YELLOW)))
        self.play(words.animate.shift(3 * DOWN))
        self.wait()


class Credits(Scene):
    """Text that scrolls through the frame."""

    def construct(self) -> None:
        names = VGroup(*(Text(f"Name {i}") for i in range(6))).arrange(DOWN, buff=1)
        names.next_to(5 * DOWN, DOWN)
        self.play(names.animate.shift(18 * UP), run_time=6, rate_func=linear)


SOUND = (
    Title, Shapes, Plot, Scatter, Clouds, Zoom, Space, Picture, Updaters, Lists, Credits,
)  # fmt: skip


class AtTheEdge(Scene):
    def construct(self) -> None:
        self.play(Write(Text("Too near").to_edge(UP, buff=0.1)))


class CutOff(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Text("A line that goes on and on").to_edge(RIGHT).shift(2 * RIGHT)))


class Outside(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Text("Nobody sees this").shift(20 * RIGHT)))


class Hidden(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Text("Half of it")))
        self.play(FadeIn(Square(color=BLUE, fill_opacity=1).shift(1.2 * RIGHT)))


class Tiny(Scene):
    def construct(self) -> None:
        self.play(
            FadeIn(Text("footnote", font_size=12)), FadeIn(Typst("n", font_size=16).shift(UP))
        )


class TinyAfterZoom(MovingCameraScene):
    def construct(self) -> None:
        self.play(cast("Any", self.camera).frame.animate.scale(2))
        self.play(FadeIn(Text("small", font_size=24)))


class TwoTitles(Scene):
    def construct(self) -> None:
        self.play(Write(Text("First").to_edge(UP)))
        self.play(Write(Text("Second").to_edge(UP)))


class LabelOnDots(Scene):
    def construct(self) -> None:
        dots = VGroup(*(Dot(x * RIGHT / 2) for x in range(-4, 5)))
        self.play(FadeIn(dots), FadeIn(Text("label").shift(0.1 * UP)))


class Faint(Scene):
    def construct(self) -> None:
        self.play(Write(Text("Hard to read", color=BLUE_E)))


class OnWhite(Scene):
    def construct(self) -> None:
        panel = Square(4, color=WHITE, fill_opacity=1)
        self.play(FadeIn(panel), FadeIn(Text("yellow", color=YELLOW).move_to(panel)))


class PaleDots(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Dot(color=GREY_D)))


class PaleCurve(Scene):
    def construct(self) -> None:
        cast("Any", self.camera).background_color = WHITE
        self.play(Create(Line(LEFT, RIGHT, color=YELLOW)))


class Dash(Scene):
    def construct(self) -> None:
        dot = Dot(6 * LEFT)
        self.play(FadeIn(dot))
        self.play(dot.animate.shift(12 * RIGHT), run_time=0.5)


class PopsUp(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Dot()))
        self.add(Square().shift(3 * LEFT))
        self.wait()


class Vanishes(Scene):
    def construct(self) -> None:
        square = Square()
        self.play(Create(square))
        self.remove(square)
        self.wait()


class Flashes(Scene):
    def construct(self) -> None:
        self.play(FadeIn(Dot()), run_time=0.04)


class Jumps(Scene):
    def construct(self) -> None:
        square = Square()
        self.play(Create(square))
        square.shift(DOWN / 2)
        self.wait()


BROKEN: Mapping[str, tuple[type[Scene], ...]] = {
    "safe frame": (AtTheEdge,),
    "clipped text": (CutOff, Outside, Hidden),
    "small letters": (Tiny, TinyAfterZoom),
    "text over text": (TwoTitles,),
    "text over points": (LabelOnDots,),
    "contrast of text": (Faint, OnWhite),
    "contrast of points": (PaleDots,),
    "contrast of lines": (PaleCurve,),
    "speed": (Dash,),
    "hard cuts": (PopsUp, Vanishes, Flashes, Jumps),
}
"""By the name of the check that finds it, and nothing else is found."""
