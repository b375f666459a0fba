"""Moving pictures of a trajectory: everything that imports manim."""

from detangle.stage.camera import StageCamera, StageThreeDCamera
from detangle.stage.cloud import PointCloud
from detangle.stage.formula import LayerFormula
from detangle.stage.grid import PlaneLines, WarpedGrid
from detangle.stage.layer_morph import LayerMorphScene
from detangle.stage.layout import Layout, Region
from detangle.stage.loss_panel import LossPanel, RunClock
from detangle.stage.morph import Flow, Pulse, Rescale
from detangle.stage.number import Number
from detangle.stage.plane import Plane, PlaneCloud
from detangle.stage.scene import StageScene
from detangle.stage.strokes import Strokes
from detangle.stage.theme import Theme
from detangle.stage.view import View

__all__ = [
    "Flow",
    "LayerFormula",
    "LayerMorphScene",
    "Layout",
    "LossPanel",
    "Number",
    "Plane",
    "PlaneCloud",
    "PlaneLines",
    "PointCloud",
    "Pulse",
    "Region",
    "Rescale",
    "RunClock",
    "StageCamera",
    "StageScene",
    "StageThreeDCamera",
    "Strokes",
    "Theme",
    "View",
    "WarpedGrid",
]
