"""Seeds trained side by side, against the same seeds one after another."""

from __future__ import annotations

from benchmarks.timing import Row, best_times
from detangle import PRESETS, datasets
from detangle.train.loop import train
from detangle.train.seeds import search
from detangle.train.state import one_thread

SEEDS = 64
ALONE = 4
"""Seeds that are really trained one after another; the time of all is in proportion."""
REPETITIONS = 5


def rows() -> list[Row]:
    """Compare a batch of 64 seeds of the preset `moons` with bare training, nothing recorded."""
    recipe = PRESETS["moons"].recipe
    data = datasets.make(recipe.dataset, recipe.dataset_parameters)

    def one_by_one() -> None:
        with one_thread():
            for seed in range(ALONE):
                for _ in train(data, recipe.replace(seed=seed)):
                    pass

    times = best_times(
        {"ours": lambda: search(data, recipe, range(SEEDS)), "alone": one_by_one}, REPETITIONS
    )
    alone = times["alone"] * SEEDS / ALONE
    return [Row("64 seeds of moons, one after another", times["ours"], alone, least=50)]
