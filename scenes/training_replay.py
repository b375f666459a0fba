"""A network while it learns: `manim -pqh scenes/training_replay.py TrainingReplay`."""

from detangle.stage import TrainingReplayScene


class TrainingReplay(TrainingReplayScene):
    """Two moons: input and layers side by side, from the first step to the last."""

    run = "moons"
