"""How a network untangles, the whole film: `manim -pqh scenes/explainer.py Explainer`."""

from detangle.stage import (
    AnswerScene,
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
from detangle.stage.words import explainer as words


class Explainer(FilmScene):
    """From "can a line separate these?" to what width and depth buy."""

    theme = Theme.dark().brisk()
    chapters = (
        chapter("Can one line do it?", LastLayerScene, beats=("search",), words=words.OPENING),
        chapter(
            "The last step is a line",
            LastLayerScene,
            beats=("shade", "network"),
            words=words.OPENING,
        ),
        chapter(
            "One layer is a motion",
            LayerMorphScene,
            beats=("layers", "readout", "pullback"),
            in_full=1,
            ask_why=True,
            words=words.LAYER,
        ),
        chapter(
            "What the clamp forgets",
            FollowScene,
            beats=("follow", "end", "back"),
            arrived=True,
            words=words.FORGETTING,
        ),
        chapter(
            "Nobody designed this",
            TrainingReplayScene,
            beats=("start", "training", "end"),
            replay_seconds=10.0,
            in_parts=False,
            words=words.LEARNING,
        ),
        chapter(
            "When it fails",
            FailedReplayScene,
            run="notebook",
            beats=("training", "guess", "dead"),
            replay_seconds=5.0,
            in_parts=False,
            words=words.FAILING,
        ),
        chapter(
            "What width two cannot do",
            WidthTwoScene,
            run="circles_2_2",
            beats=("question", "best", "escape"),
            words=words.NARROW,
        ),
        chapter(
            "A third dimension",
            LiftScene,
            run="circles",
            beats=("space", "affine", "activation", "plane", "edge", "home"),
            words=words.SPACE,
        ),
        chapter(
            "Nine holes",
            WidthsTrainScene,
            runs={"2-2": "holes_2_2", "5-5": "holes_5_5", "15-15": "holes"},
            dots=0.55,
            training=3.0,
            words=words.HOLES,
        ),
        chapter(
            "Real images",
            ImageManifoldScene,
            run="digits",
            beats=("image", "point", "slide", "sheet", "classes", "tangle", "layers", "side"),
            words=words.IMAGES,
        ),
        chapter("The answer", AnswerScene),
    )
