"""Moving pictures of a trajectory: everything that imports manim."""

from detangle.stage.backing import backed, backing
from detangle.stage.camera import StageCamera, StageThreeDCamera
from detangle.stage.cloud import PointCloud
from detangle.stage.decision import Decision, DecisionLine, DecisionRegions
from detangle.stage.film import Chapter, FilmScene, chapter
from detangle.stage.formula import LayerFormula, LineFormula
from detangle.stage.grid import PlaneLines, WarpedGrid, basis_vectors, tracer_cell
from detangle.stage.layers.answer import AnswerScene
from detangle.stage.layers.flow_scene import FlowScene
from detangle.stage.layers.last_layer import LastLayerScene
from detangle.stage.layers.layer_morph import LayerMorphScene
from detangle.stage.layers.shade import ProbabilityShade
from detangle.stage.layout import Layout, Region
from detangle.stage.legend import Legend
from detangle.stage.lighting import Light
from detangle.stage.loss_panel import LossPanel, RunClock
from detangle.stage.morph import Flow, Pulse, Rescale
from detangle.stage.network_diagram import NetworkDiagram
from detangle.stage.number import Number
from detangle.stage.panels.follow_scene import FollowScene, KeepScene
from detangle.stage.panels.holes_scene import WidthsTrainScene
from detangle.stage.panels.side_by_side import SideBySideScene
from detangle.stage.panels.width_two import WidthTwoScene
from detangle.stage.plane import Plane, PlaneCloud
from detangle.stage.replay.failed_replay import FailedReplayScene
from detangle.stage.replay.focus import Focus
from detangle.stage.replay.layer_panel import LayerPanel
from detangle.stage.replay.loss_level import LossLevel
from detangle.stage.replay.replay import Replay, Replaying
from detangle.stage.replay.replay_scene import TrainingReplayScene
from detangle.stage.scene import StageScene
from detangle.stage.space.faces import CutPlane
from detangle.stage.space.fold_scene import FoldScene
from detangle.stage.space.lift_scene import LiftScene
from detangle.stage.space.score import Score
from detangle.stage.space.space import Space
from detangle.stage.space.space_cloud import SpaceCloud
from detangle.stage.space.space_lines import SheetLines, SpaceLines
from detangle.stage.space.space_scene import SpaceScene
from detangle.stage.space.space_view import SpaceView
from detangle.stage.strokes import Strokes
from detangle.stage.tails import Tails
from detangle.stage.theme import Theme
from detangle.stage.toy.curve_scene import NoisyCurvesScene
from detangle.stage.toy.disk_scene import DiskWithHolesScene
from detangle.stage.toy.ledger import Fact, Ledger
from detangle.stage.toy.lens import Lens
from detangle.stage.toy.lens_scene import LensScene
from detangle.stage.toy.segment_scene import LineSegmentsScene
from detangle.stage.toy.toy_scene import ToyScene
from detangle.stage.view import View
from detangle.stage.wide.image_manifold import ImageManifoldScene
from detangle.stage.wide.pictures import Pictures, PlanePictures
from detangle.stage.wide.wide_morph import WideMorphScene
from detangle.stage.wide.wide_replay import WideReplayScene

__all__ = [
    "AnswerScene",
    "Chapter",
    "CutPlane",
    "Decision",
    "DecisionLine",
    "DecisionRegions",
    "DiskWithHolesScene",
    "Fact",
    "FailedReplayScene",
    "FilmScene",
    "Flow",
    "FlowScene",
    "Focus",
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
    "Light",
    "LineFormula",
    "LineSegmentsScene",
    "LossLevel",
    "LossPanel",
    "NetworkDiagram",
    "NoisyCurvesScene",
    "Number",
    "Pictures",
    "Plane",
    "PlaneCloud",
    "PlaneLines",
    "PlanePictures",
    "PointCloud",
    "ProbabilityShade",
    "Pulse",
    "Region",
    "Replay",
    "Replaying",
    "Rescale",
    "RunClock",
    "Score",
    "SheetLines",
    "SideBySideScene",
    "Space",
    "SpaceCloud",
    "SpaceLines",
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
    "View",
    "WarpedGrid",
    "WideMorphScene",
    "WideReplayScene",
    "WidthTwoScene",
    "WidthsTrainScene",
    "backed",
    "backing",
    "basis_vectors",
    "chapter",
    "tracer_cell",
]
