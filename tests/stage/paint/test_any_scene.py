"""Each painted piece, drawn by the camera of each kind of Manim's scenes as by the stage's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    OUT,
    RIGHT,
    Camera,
    Dot,
    Group,
    ImageMobject,
    LinearTransformationScene,
    Mobject,
    MovingCameraScene,
    MultiCamera,
    Scene,
    Square,
    ThreeDScene,
    VectorScene,
    ZoomedScene,
    tempconfig,
)
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from detangle import activations
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage import (
    Area,
    Decision,
    NetworkDiagram,
    Pictures,
    PlaneCloud,
    PlanePictures,
    PointCloud,
    ProbabilityShade,
    SpaceCloud,
    SpaceView,
    StageCamera,
    Strokes,
    Tails,
    View,
    WarpedGrid,
)
from detangle.stage.paint.display import teach_cameras
from detangle.stage.plot.axes import origin_lines
from detangle.stage.plot.marks import crosses
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.space.faces import CutPlane

Frame = NDArray[np.int64]

SMALL: dict[str, Any] = {
    "pixel_width": 160,
    "pixel_height": 90,
    "frame_rate": 4,
    "dry_run": True,
    "disable_caching": True,
    "background_color": "#000000",
    "verbosity": "ERROR",
    "progress_bar": "none",
}
MIDDLE = (80, 45)
UNIT = 90 / 8
"""Pixels in a scene unit."""
THEME, AREA = Theme.dark(), Area(-3.0, -3.0, 3.0, 3.0)
VIEW, SPACE = View(AREA, (0.0, 0.0), 1.0), SpaceView(AREA, (0.0, 0.0, 0.0), 1.0, 20.0, 30.0, 9.0)
PLACES = np.random.default_rng(0).uniform(-2, 2, (30, 3))
PLANE, LABELS = PLACES[:, :2], np.arange(30) % 2
GRAY = np.random.default_rng(1).uniform(size=(30, 3, 3))
WEIGHT, ZERO = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.zeros(2)
READOUT = np.array([[1.0, -2.0], [-1.0, 0.5]])
NETWORK = Snapshot(0, (WEIGHT,), (ZERO,), activations.get("relu"), READOUT, ZERO)


def cut_plane() -> Group:
    cloud = SpaceCloud(PLACES, LABELS, SPACE, THEME)
    box = np.full(3, -2.0), np.full(3, 2.0)
    return CutPlane(np.array([1.0, -2.0, 0.5]), 0.2, box, cloud, SPACE, THEME, 2.0)


def tails() -> Tails:
    trail = Tails(PLANE, LABELS, VIEW, THEME)
    trail.show_at(PLANE + 0.5, VIEW)
    return trail


PIECES: dict[str, Callable[[], Mobject]] = {
    "PointCloud": lambda: PointCloud(PLANE, "#FFFF00", radius=0.1),
    "Strokes": lambda: Strokes(PLANE, width=3),
    "PlaneCloud": lambda: PlaneCloud(PLANE, LABELS, VIEW, THEME),
    "Rings": lambda: Rings(PLANE, VIEW, THEME),
    "crosses": lambda: crosses(PLANE, LABELS, VIEW, THEME),
    "Tails": tails,
    "WarpedGrid": lambda: WarpedGrid(VIEW, THEME),
    "origin_lines": lambda: origin_lines(VIEW, THEME),
    "Decision": lambda: Decision(NETWORK, 0, VIEW, THEME),
    "ProbabilityShade": lambda: ProbabilityShade(lambda xy: 2 * xy[:, 0], VIEW, THEME),
    "Pictures": lambda: Pictures(PLANE, GRAY, size=0.5),
    "PlanePictures": lambda: PlanePictures(PLANE, GRAY, LABELS, VIEW, THEME, 0.5),
    "SpaceCloud": lambda: SpaceCloud(PLACES, LABELS, SPACE, THEME),
    "CutPlane": cut_plane,
    "NetworkDiagram": lambda: NetworkDiagram(NETWORK, AREA, THEME),
}


class OwnCamera(Camera):
    """Some user's camera."""

    def type_or_raise(self, mobject: Mobject) -> Any:
        return super().type_or_raise(mobject)


class OwnScene(Scene):
    def __init__(self) -> None:
        super().__init__(camera_class=OwnCamera)


class SeveralCameras(Scene):
    def __init__(self) -> None:
        super().__init__(camera_class=MultiCamera)


KINDS: list[Any] = [
    Scene,
    MovingCameraScene,
    ZoomedScene,
    VectorScene,
    LinearTransformationScene,
    ThreeDScene,
    OwnScene,
    SeveralCameras,
]


@pytest.fixture(autouse=True)
def small() -> Any:
    with tempconfig(SMALL):
        yield


@cache
def scene_of(kind: Any) -> Any:
    """A scene that is ready to show something."""
    scene = kind()
    scene.setup()
    return scene


def space(**orientation: float) -> Any:
    kind: Any = ThreeDScene
    scene = kind()
    scene.set_camera_orientation(**({"phi": 1.1, "theta": 0.4} | orientation))
    return scene


def shot(camera: Any, *mobjects: Mobject) -> Frame:
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array, dtype=np.int64)


def ink(frame: Frame) -> float:
    return float(frame[..., :3].sum())


def middle(frame: Frame) -> NDArray[np.float64]:
    light = frame[..., :3].sum(axis=2).astype(float)
    rows, columns = (np.arange(n) + 0.5 for n in light.shape)
    return np.array([light.sum(0) @ columns, light.sum(1) @ rows]) / float(light.sum())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_drawn_as_by_the_stages_own_camera(kind: Any, piece: str) -> None:
    mobject = PIECES[piece]()
    expected = shot(StageCamera(), mobject)
    assert ink(expected) > 0
    scene = scene_of(kind)
    assert np.abs(shot(scene.camera, mobject) - expected).max() <= 1
    before = shot(scene.camera, *scene.mobjects)
    scene.renderer.update_frame(scene, [*scene.mobjects, mobject])
    assert (scene.renderer.get_frame() != before).any()


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_seen_at_a_slant_or_fixed_in_the_frame(piece: str) -> None:
    mobject, scene = PIECES[piece](), space()
    tilted, straight = shot(scene.camera, mobject), shot(StageCamera(), mobject)
    assert ink(tilted) > 0.1 * ink(straight)
    assert (tilted != straight).any()
    scene.add_fixed_in_frame_mobjects(mobject)
    assert np.array_equal(shot(scene.camera, mobject), straight)


angles = st.floats(-2.5, 2.5)


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.floats(-2, 2)] * 3), angles, angles, angles, st.floats(0.5, 1.5))
def test_a_dot_in_space_lies_where_manims_dot_lies(
    place: tuple[float, float, float], phi: float, theta: float, gamma: float, zoom: float
) -> None:
    scene = space(phi=phi, theta=theta, gamma=gamma, zoom=zoom)
    ours = shot(scene.camera, PointCloud([place], radius=0.2))
    manims = Dot(np.array(place), radius=0.2)
    scene.add_fixed_orientation_mobjects(manims)  # else it is seen as an ellipse
    assert np.abs(middle(ours) - middle(shot(scene.camera, manims))).max() < 0.05


def test_a_piece_may_keep_its_orientation() -> None:
    scene, cloud = space(zoom=1.3), PointCloud([[1, 0.5], [2, 1.5]], radius=0.2)
    straight = shot(StageCamera(), cloud)
    scene.add_fixed_orientation_mobjects(cloud)
    turned = shot(scene.camera, cloud)
    assert ink(turned) == pytest.approx(ink(straight), rel=0.02)
    moved = scene.camera.project_point(cloud.get_center()) - cloud.get_center()
    assert_allclose(middle(turned) - middle(straight), UNIT * moved[:2] * [1, -1], atol=0.05)


def test_dots_grow_as_they_come_nearer() -> None:
    scene, height = space(phi=0, theta=-np.pi / 2), 8.0
    sizes = [ink(shot(scene.camera, PointCloud([[0, 0, z]], radius=0.5))) for z in (0, height)]
    focal = scene.camera.get_focal_distance()
    assert sizes[1] / sizes[0] == pytest.approx((focal / (focal - height)) ** 2, rel=0.02)


def test_nearer_dots_cover_others_of_their_own_and_of_other_clouds() -> None:
    camera = space(phi=0, theta=-np.pi / 2).camera
    places = [[0, 0, 1], [0, 0, -1]]
    one = PointCloud(places, ["#FF0000", "#00FF00"], radius=0.5)
    near = PointCloud(places[:1], "#FF0000", radius=0.5)
    far = PointCloud(places[1:], "#00FF00", radius=0.5)
    centre = MIDDLE[1], MIDDLE[0]
    for mobjects in ([one], [near, far], [far, near], [Group(near, far)]):
        assert shot(camera, *mobjects)[centre].tolist() == [255, 0, 0, 255]
    assert shot(camera, near, far.set_z_index(1))[centre].tolist() == [0, 255, 0, 255]


def test_what_is_behind_the_eye_is_not_drawn() -> None:
    camera = space(phi=0, theta=-np.pi / 2).camera
    ray = np.array([[0.5, 0, 0], [0.5, 0, 60]])  # the eye is 20 above the plane
    assert not ink(shot(camera, PointCloud(ray[1:], radius=1)))
    seen = shot(camera, Strokes(ray, width=20))
    ahead = shot(camera, Strokes(np.array([ray[0], [0.5, 0, 18.9]]), width=20))
    assert np.abs(seen - ahead).max() < 30
    assert ink(seen) > 0


def test_a_clip_is_a_part_of_the_plane_that_a_camera_in_space_sees() -> None:
    camera = space().camera
    clip = Square(4, fill_opacity=1, stroke_width=0, color="#FFFFFF")
    for z in (0, 1):
        full = PointCloud([[0, 0, z]], "#FFFFFF", radius=50, clip=(-2, -2, 2, 2))
        assert np.abs(shot(camera, full) - shot(camera, clip)).max() < 60
        clip.shift(OUT)


def test_a_clip_may_reach_behind_the_eye() -> None:
    camera = space(phi=1.3, focal_distance=5).camera
    box = (-30, -30, 30, 30)
    for piece in (
        Strokes([[-20, 0], [20, 0]], width=5),
        PointCloud(PLANE, radius=0.2),
    ):
        free, clipped = shot(camera, piece), shot(camera, piece.copy().set_clip(box))
        assert ink(free) > 0
        assert np.abs(free - clipped).max() <= 1
    behind = PointCloud([[0, 0]], radius=0.3, clip=(100, -160, 101, -100))
    assert not ink(shot(space(phi=1.3, theta=-np.pi / 2, focal_distance=5).camera, behind))


def test_regions_may_reach_behind_the_eye() -> None:
    """One class has it all: its region is the plane that the clip cuts."""
    wide = View(Area(-30, -30, 30, 30), (0.0, 0.0), 1.0)
    sure = Snapshot(0, (), (), activations.get("relu"), ZERO * WEIGHT, np.array([0.0, 9.0]))
    regions = Decision(sure, 0, wide, THEME).tints.set_color("#FFFFFF").set_opacity(1)
    everything = PointCloud([[0, 0]], "#FFFFFF", radius=500, clip=wide.area.box)
    camera = space(phi=1.3, focal_distance=5).camera
    seen, expected = shot(camera, regions), shot(camera, everything)
    assert 0 < ink(expected) < 255 * 3 * 160 * 90
    assert np.abs(seen - expected).max() < 80  # both edges lie on the horizon's pixels
    assert np.abs(seen - expected).mean() < 0.5


@pytest.mark.filterwarnings("ignore:'mode' parameter:DeprecationWarning")  # Manim's, of pillow
def test_both_cameras_of_a_zoomed_scene_show_it() -> None:
    scene: Any = ZoomedScene()
    scene.setup()
    scene.add(PointCloud([[0, 0]], "#FFFFFF", radius=0.1))
    scene.activate_zooming()
    scene.renderer.update_frame(scene)
    frame = scene.renderer.get_frame()[..., 0]
    display = scene.zoomed_display
    left, right = (
        round(MIDDLE[0] + UNIT * x[0]) for x in (display.get_left(), display.get_right())
    )
    inside = frame[: MIDDLE[1], left + 2 : right - 2]
    assert frame[MIDDLE[1], MIDDLE[0]] > 200
    assert (inside[4:-4] > 200).any()


def test_what_stands_still_is_kept_while_other_things_move() -> None:
    class Passing(Scene):
        def construct(self) -> None:
            self.add(PointCloud(PLANE, "#FFFF00"))
            self.play(Square().animate.shift(0 * RIGHT), run_time=0.5)

    scene: Any = Passing()
    scene.render()
    assert np.array_equal(scene.renderer.get_frame(), shot(scene.camera, *scene.mobjects))


def test_a_transparent_frame_is_as_by_the_stages_own_camera() -> None:
    mobjects = Square(2, fill_opacity=0.5), PointCloud(PLANE, "#FF8000", radius=0.3, opacity=0.5)
    with tempconfig({"background_opacity": 0.0}):
        seen = shot(Camera(), *mobjects)
        assert np.array_equal(seen, shot(StageCamera(), *mobjects))
    assert {0, 128} < set(seen[..., 3].ravel().tolist())


@pytest.mark.filterwarnings("ignore:'mode' parameter:DeprecationWarning")  # Manim's, of pillow
def test_images_are_drawn_among_painted_mobjects() -> None:
    logo = ImageMobject(np.full((9, 9, 3), 200, np.uint8)).scale(20)
    dots = PointCloud([[0, 0]], "#FF0000", radius=0.3)
    side = MIDDLE[1], MIDDLE[0] + 6
    for camera in (StageCamera(), Camera()):
        above, below = shot(camera, logo, dots), shot(camera, dots, logo)
        assert above[MIDDLE[::-1]].tolist() == [255, 0, 0, 255]
        assert below[MIDDLE[::-1]].tolist() == [200, 200, 200, 255] == above[side].tolist()


def test_teaching_cameras_twice_changes_nothing() -> None:
    known = Camera.type_or_raise
    teach_cameras()
    assert Camera.type_or_raise is known


def test_the_renderer_that_cannot_draw_it_is_refused_in_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with tempconfig({"renderer": "opengl"}), pytest.raises(SystemExit):
        PointCloud(PLANE)
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "PointCloud: is drawn by Cairo alone; leave out --renderer=opengl"


def test_to_import_one_piece_is_enough() -> None:
    code = (
        "from detangle.stage import PointCloud; from manim import Scene, config\n"
        "config.update(dict(pixel_width=16, pixel_height=9, dry_run=True, verbosity='ERROR'))\n"
        "scene = Scene(); scene.add(PointCloud([[0, 0]], radius=3))\n"
        "scene.renderer.update_frame(scene); print(scene.renderer.get_frame().sum())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) > 9 * 16 * 255  # more than the alpha alone
