"""Each check of the inspector fails on a scene that breaks it, and passes one that does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detangle import Trajectory
from detangle.stage import LayerMorphScene, Theme
from tests.inspector import inspect
from tests.inspector.checks.positions import recorded_positions
from tests.inspector.samples.broken import BROKEN
from tests.inspector.samples.sound import SOUND
from tests.inspector.samples.tiny import Show, Tiny, found


@pytest.mark.parametrize(
    ("check", "show"), [(check, show) for check, shows in BROKEN.items() for show in shows]
)
def test_a_broken_scene_is_found(moons: Trajectory, check: str, show: Show) -> None:
    assert check in found(moons, show)


@pytest.mark.parametrize("show", SOUND)
def test_a_sound_scene_passes(moons: Trajectory, show: Show) -> None:
    assert found(moons, show) == set()


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
@pytest.mark.parametrize("theme", [Theme.paper(), Theme.flat()])
def test_other_shapes_and_themes_are_looked_at(
    short_run: Trajectory, shape: str, theme: Theme
) -> None:
    pale = replace(theme, text=theme.background)
    assert found(short_run, dim_nothing, shape=shape, theme=theme, along=False) == set()
    assert "contrast of text" in found(short_run, dim_nothing, shape=shape, theme=pale, along=False)


def dim_nothing(_: Tiny) -> None:
    """Show no more than the title."""


def beats_of(run_: Trajectory, **attributes: Any) -> list[str]:
    scene = type("Shown", (Tiny,), {"run": run_, "drawn": dim_nothing, **attributes})
    return [
        f"{finding.check}: {finding.problem.message}" for finding in inspect(scene, along=False)
    ]


def table(caption: str) -> dict[str, str]:
    return {"only.title": "Title", "only.caption": caption}


def test_captions_and_rests_are_measured(
    short_run: Trajectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A scene's beats wait until they are read; here they do not.
    monkeypatch.setattr("detangle.stage.scenes.base.beats.least_seconds", lambda *_: 0.0)
    assert beats_of(short_run) == []
    (short,) = beats_of(short_run, hold=0.5, words=table("Brief."))
    assert short == "rests: rests 0.50 s at its end, not 2 s"
    quick = " ".join(beats_of(short_run, words=table("long words " * 8)))
    assert "characters a second" in quick
    long = " ".join(beats_of(short_run, words=table("long words " * 9), hold=9.0))
    assert "of 99 characters" in long


def test_a_beat_without_its_caption_is_found(short_run: Trajectory) -> None:
    class Silent(Tiny):
        drawn = dim_nothing

        def add_subcaption(self, content: str, duration: float = 1, offset: float = 0) -> None:
            """Say nothing."""

    scene = type("Shown", (Silent,), {"run": short_run})
    findings = [f"{f.check}: {f.problem.message}" for f in inspect(scene, along=False)]
    assert findings == ["captions: has 0 captions, not one"]


def test_a_layer_that_is_left_out_is_found(short_run: Trajectory) -> None:
    class Lazy(LayerMorphScene):
        run = short_run
        beats = ("input", "layers")

        def show_layers(self) -> None:
            for _ in self.player.play(1):
                pass

    findings = inspect(Lazy, along=False, checks=(recorded_positions,))
    assert [(f.check, f.problem.subject) for f in findings if f.check == "every layer shown"] == [
        ("every layer shown", "layer 2")
    ]
