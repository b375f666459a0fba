"""Moving pictures of a trajectory: everything that imports manim."""

from detangle.stage.answer import AnswerScene
from detangle.stage.backing import backed, backing
from detangle.stage.camera import StageCamera, StageThreeDCamera
from detangle.stage.cloud import PointCloud
from detangle.stage.curve_scene import NoisyCurvesScene
from detangle.stage.decision import Decision, DecisionLine, DecisionRegions
from detangle.stage.disk_scene import DiskWithHolesScene
from detangle.stage.faces import CutPlane
from detangle.stage.failed_replay import FailedReplayScene
from detangle.stage.film import Chapter, FilmScene, chapter
from detangle.stage.flow_scene import FlowScene
from detangle.stage.focus import Focus
from detangle.stage.fold_scene import FoldScene
from detangle.stage.follow_scene import FollowScene, KeepScene
from detangle.stage.formula import LayerFormula, LineFormula
from detangle.stage.grid import PlaneLines, WarpedGrid, basis_vectors, tracer_cell
from detangle.stage.holes_scene import WidthsTrainScene
from detangle.stage.image_manifold import ImageManifoldScene
from detangle.stage.last_layer import LastLayerScene
from detangle.stage.layer_morph import LayerMorphScene
from detangle.stage.layer_panel import LayerPanel
from detangle.stage.layout import Layout, Region
from detangle.stage.ledger import Fact, Ledger
from detangle.stage.legend import Legend
from detangle.stage.lens import Lens
from detangle.stage.lens_scene import LensScene
from detangle.stage.lift_scene import LiftScene
from detangle.stage.lighting import Light
from detangle.stage.loss_level import LossLevel
from detangle.stage.loss_panel import LossPanel, RunClock
from detangle.stage.morph import Flow, Pulse, Rescale
from detangle.stage.network_diagram import NetworkDiagram
from detangle.stage.number import Number
from detangle.stage.pictures import Pictures, PlanePictures
from detangle.stage.plane import Plane, PlaneCloud
from detangle.stage.replay import Replay, Replaying
from detangle.stage.replay_scene import TrainingReplayScene
from detangle.stage.scene import StageScene
from detangle.stage.score import Score
from detangle.stage.segment_scene import LineSegmentsScene
from detangle.stage.shade import ProbabilityShade
from detangle.stage.side_by_side import SideBySideScene
from detangle.stage.space import Space
from detangle.stage.space_cloud import SpaceCloud
from detangle.stage.space_lines import SheetLines, SpaceLines
from detangle.stage.space_scene import SpaceScene
from detangle.stage.space_view import SpaceView
from detangle.stage.strokes import Strokes
from detangle.stage.tails import Tails
from detangle.stage.theme import Theme
from detangle.stage.toy_scene import ToyScene
from detangle.stage.view import View
from detangle.stage.wide_morph import WideMorphScene
from detangle.stage.wide_replay import WideReplayScene
from detangle.stage.width_two import WidthTwoScene

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
