"""What is dimmed has something lit beside it."""

from __future__ import annotations

from detangle.stage.inspector.frame import VISIBLE, Frame
from tests.inspector.checks.base import Problems

LIT = 0.9


def dimmed_text(frame: Frame) -> Problems:
    """A text may only be dimmed while another one of its group is lit."""
    for text in frame.texts if frame.settled else ():
        if text.opacity < VISIBLE:
            families = (top.get_family() for top in frame.scene.mobjects)
            beside = next(family for family in families if text.mobject in family)
            if not any(t.opacity >= LIT and t.mobject in beside for t in frame.texts):
                yield text.name, f"is dimmed to {text.opacity:.2f}, and nothing beside it is lit"
