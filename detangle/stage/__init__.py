"""Moving pictures of a trajectory: everything that imports manim."""

from detangle.look.layout import Area, Layout
from detangle.look.theme import Theme
from detangle.stage.motion.carry import Carry
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.planes import flow, mark, rename, rescale, unmark, unname
from detangle.stage.motion.restyle import DotStyle, Restyle, focus, light, pulse
from detangle.stage.motion.space import fly, fly_home
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.motion.tween import Appear, Fade, Tween, Vanish, follow
from detangle.stage.paint.camera import StageCamera, StageThreeDCamera
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from detangle.stage.panels.facts import Fact, Ledger
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.lens import Lens
from detangle.stage.panels.loss_panel import LossPanel, ReferenceLine
from detangle.stage.panels.network_diagram import NetworkDiagram
from detangle.stage.plot.decision import (
    Decision,
    DecisionLine,
    DecisionRegions,
    ProbabilityShade,
)
from detangle.stage.plot.lines import PlacedLines, WarpedGrid, tracer_cell
from detangle.stage.plot.pictures import Pictures, PlanePictures
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.space import Space
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.tails import Tails
from detangle.stage.plot.view import View
from detangle.stage.scenes.compare.follow_scene import FollowScene, KeepScene
from detangle.stage.scenes.compare.holes_scene import WidthsTrainScene
from detangle.stage.scenes.compare.side_by_side import SideBySideScene
from detangle.stage.scenes.compare.width_two import WidthTwoScene
from detangle.stage.scenes.datasets.curve_scene import NoisyCurvesScene
from detangle.stage.scenes.datasets.disk_scene import DiskWithHolesScene
from detangle.stage.scenes.datasets.lens_scene import LensScene
from detangle.stage.scenes.datasets.segment_scene import LineSegmentsScene
from detangle.stage.scenes.datasets.toy_scene import ToyScene
from detangle.stage.scenes.film import Chapter, FilmScene, chapter
from detangle.stage.scenes.layers.last_layer import LastLayerScene
from detangle.stage.scenes.layers.layer_morph import LayerMorphScene
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.projected.image_manifold import ImageManifoldScene
from detangle.stage.scenes.projected.wide_morph import WideMorphScene
from detangle.stage.scenes.replay.failed_replay import FailedReplayScene
from detangle.stage.scenes.replay.replay_scene import TrainingReplayScene
from detangle.stage.scenes.replay.wide_replay import WideReplayScene
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.space.fold_scene import FoldScene
from detangle.stage.scenes.space.lift_scene import LiftScene
from detangle.stage.scenes.space.space_scene import SpaceScene
from detangle.stage.text.backdrop import backed, backing
from detangle.stage.text.formula import LayerFormula, LineFormula
from detangle.stage.text.number import Number, PercentLabel

__all__ = [
    "Appear",
    "Area",
    "Carry",
    "Chapter",
    "Clock",
    "CutPlane",
    "Decision",
    "DecisionLine",
    "DecisionRegions",
    "DiskWithHolesScene",
    "DotStyle",
    "Draw",
    "Fact",
    "Fade",
    "FailedReplayScene",
    "FilmScene",
    "FoldScene",
    "FollowScene",
    "ImageManifoldScene",
    "KeepScene",
    "LastLayerScene",
    "LayerFormula",
    "LayerMorphScene",
    "LayerPanel",
    "Layout",
    "Ledger",
    "Legend",
    "Lens",
    "LensScene",
    "LiftScene",
    "LineFormula",
    "LineSegmentsScene",
    "LossPanel",
    "NetworkDiagram",
    "NoisyCurvesScene",
    "Number",
    "PercentLabel",
    "Pictures",
    "PlacedLines",
    "Plane",
    "PlaneCloud",
    "PlanePictures",
    "PlaneScene",
    "PointCloud",
    "ProbabilityShade",
    "ReferenceLine",
    "Restyle",
    "RunClock",
    "SideBySideScene",
    "Space",
    "SpaceCloud",
    "SpaceScene",
    "SpaceView",
    "StageCamera",
    "StageScene",
    "StageThreeDCamera",
    "Strokes",
    "Tails",
    "Theme",
    "ToyScene",
    "TrainingReplayScene",
    "Tween",
    "Vanish",
    "View",
    "WarpedGrid",
    "WideMorphScene",
    "WideReplayScene",
    "WidthTwoScene",
    "WidthsTrainScene",
    "backed",
    "backing",
    "chapter",
    "flow",
    "fly",
    "fly_home",
    "focus",
    "follow",
    "light",
    "mark",
    "pulse",
    "rename",
    "rescale",
    "tracer_cell",
    "unmark",
    "unname",
]
