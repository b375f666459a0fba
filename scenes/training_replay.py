"""A network while it learns: `manim -pqh scenes/training_replay.py TrainingReplay`."""

from detangle.stage import FailedReplayScene, TrainingReplayScene


class TrainingReplay(TrainingReplayScene):
    """Two moons: input and layers side by side, from the first step to the last."""

    run = "moons"


class NotebookReplay(FailedReplayScene):
    """The 2022 notebook's run, which does not learn, and where its points have gone."""

    run = "notebook"
