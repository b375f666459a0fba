"""How a network untangles, the whole film: `manim -pqh scenes/explainer.py Explainer`."""

from detangle.stage import (
    FailedReplayScene,
    FilmScene,
    FollowScene,
    ImageManifoldScene,
    LastLayerScene,
    LayerMorphScene,
    LiftScene,
    Theme,
    TrainingReplayScene,
    WidthsTrainScene,
    WidthTwoScene,
    chapter,
)
from detangle.stage.words import load


class Explainer(FilmScene):
    """From "can a line separate these?" to what width and depth buy."""

    theme = Theme.dark().brisk()
    chapters = (
        chapter(
            "Can one line do it?",
            LastLayerScene,
            beats=("search",),
            words=load("explainer.opening"),
        ),
        chapter(
            "The last step is a line",
            LastLayerScene,
            beats=("shade", "network"),
            words=load("explainer.opening"),
        ),
        chapter(
            "One layer is a motion",
            LayerMorphScene,
            beats=("layers", "readout", "pullback"),
            ask_why=True,
            figure=True,
            words=load("explainer.layer"),
        ),
        chapter(
            "What the clamp forgets",
            FollowScene,
            beats=("follow", "end", "back"),
            arrived=True,
            words=load("explainer.forgetting"),
        ),
        chapter(
            "Nobody designed this",
            TrainingReplayScene,
            beats=("start", "training", "end"),
            replay_seconds=10.0,
            in_parts=False,
            words=load("explainer.learning"),
        ),
        chapter(
            "When it fails",
            FailedReplayScene,
            run="notebook",
            beats=("training", "guess", "dead"),
            replay_seconds=5.0,
            in_parts=False,
            words=load("explainer.failing"),
        ),
        chapter(
            "What width two cannot do",
            WidthTwoScene,
            run="circles_2_2",
            seeds=512,
            beats=("question", "best", "escape"),
            words=load("explainer.narrow"),
        ),
        chapter(
            "A third dimension",
            LiftScene,
            run="circles",
            beats=("space", "affine", "activation", "plane", "edge", "home"),
            words=load("explainer.space"),
        ),
        chapter(
            "Nine holes",
            WidthsTrainScene,
            runs={"2-2": "holes_2_2", "5-5": "holes_5_5", "15-15": "holes"},
            seeds=64,
            dots=0.55,
            training=3.0,
            words=load("explainer.holes"),
        ),
        chapter(
            "Real images",
            ImageManifoldScene,
            run="digits",
            beats=("image", "point", "slide", "sheet", "classes", "tangle", "layers", "side"),
            words=load("explainer.images"),
        ),
        chapter(
            "The answer",
            LastLayerScene,
            beats=("features", "separate"),
            words=load("explainer.answer"),
        ),
    )
