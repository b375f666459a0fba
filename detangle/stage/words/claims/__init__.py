"""Claims: what sentences say of a run, and the conditions under which they may be said.

Where several hold of a beat, the first one is said, in this order: those of widths, of networks, of
training, of points that are followed, of data, of comparisons, each from the top of its file down.
"""

from detangle.stage.words.claims import widths  # isort: skip
from detangle.stage.words.claims import networks  # isort: skip
from detangle.stage.words.claims import training  # isort: skip
from detangle.stage.words.claims import followed  # isort: skip
from detangle.stage.words.claims import data  # isort: skip
from detangle.stage.words.claims import compared  # isort: skip
from detangle.stage.words.claims.registry import CLAIMS, claim, holds, said, without_claim

__all__ = [
    "CLAIMS",
    "claim",
    "compared",
    "data",
    "followed",
    "holds",
    "networks",
    "said",
    "training",
    "widths",
    "without_claim",
]
