"""What every scene does: it checks its names, shows what is absent, and keeps slots."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
from manim import Dot, Group

from detangle import Trajectory
from detangle.errors import DetangleError
from detangle.look.depth import Depth
from detangle.stage import Appear, LayerMorphScene, StageScene
from detangle.stage.words import FOLDER, load


def test_words_of_a_subclass_add_to_those_of_its_base() -> None:
    own = {"shift.title": "Other", "flip.narration": "More"}
    talk: type[StageScene] = type("Talk", (LayerMorphScene,), {"words": own})
    again: type[StageScene] = type("Again", (talk,), {"words": {"shift.caption": "Shorter"}})
    changed = {**own, "shift.caption": "Shorter"}
    assert again.words == {**LayerMorphScene.words, **changed}
    assert talk.words["shift.caption"] == LayerMorphScene.words["shift.caption"]


def test_a_beat_of_ones_own_has_words_of_its_own() -> None:
    class Talk(LayerMorphScene):
        beats = ("input", "thanks")
        words: ClassVar[dict[str, str]] = {
            "thanks.title": "Thanks",
            "thanks.caption": "for listening",
        }

        def show_thanks(self) -> None:
            """Say goodbye."""

    assert Talk.words["thanks.title"] == "Thanks"


def test_manim_prints_the_one_line_alone(tmp_path: Path) -> None:
    (tmp_path / "talk.py").write_text(
        "from detangle.stage import LayerMorphScene\n"
        "class Talk(LayerMorphScene):\n    beats = ('inputs',)\n"
    )
    command = [sys.executable, "-m", "manim", "render", "talk.py", "Talk"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Talk: no beat 'inputs': did you mean 'input'? known: held_out, input, layers, pullback, "
        "readout, training"
    ]


def test_words_are_read_from_a_table_of_a_file() -> None:
    assert load("replay.failed") is load("replay.failed")
    with pytest.raises(DetangleError, match="did you mean 'en/replay'"):
        load("replays")
    with pytest.raises(DetangleError, match="did you mean 'failed'"):
        load("replay.fialed")


def test_a_translation_says_the_rest_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("de/lift", "[space]\ntitle = 'Ebene'"), ("de/width", "[two.bset]\nx = ''")):
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for path in (FOLDER / "en").glob("*.toml"):
        (tmp_path / "en").mkdir(exist_ok=True)
        (tmp_path / "en" / path.name).write_text(path.read_text())
    monkeypatch.setattr("detangle.stage.words.FOLDER", tmp_path)
    assert load("de/lift") == {**load("lift"), "space.title": "Ebene"}
    with pytest.raises(DetangleError, match=r"two\.bset\.x"):
        load("de/width")


class Still(LayerMorphScene):
    """Brings nothing in by itself."""

    beats = ()
    played: int = 0

    def play(self, *animations: Any, **options: Any) -> None:
        self.played += 1
        super().play(*animations, **options)


@pytest.fixture
def still(short_run: Trajectory, quiet: None) -> Still:  # noqa: ARG001
    scene: Still = type("Shown", (Still,), {"run": short_run})()
    scene.render()
    return scene


def test_what_is_there_stays_and_what_is_absent_comes(still: Still) -> None:
    a, b = Dot(), Dot()
    still.show(a)
    still.show(a, b)
    still.show(a, b)
    assert still.played == 2
    assert still.mobjects == [a, b]
    still.vanish(a, Dot())
    still.vanish(a)
    assert still.played == 3
    assert still.mobjects == [b]


def test_a_part_on_the_screen_is_the_whole_on_the_screen(still: Still) -> None:
    whole = Group(Dot(), Dot())
    still.play(*map(Appear, whole))
    assert still.is_shown(whole)
    still.vanish(whole)
    assert not still.get_mobject_family_members()


def test_depth_orders_the_screen_whatever_comes_first(still: Still) -> None:
    plane, grid = still.plane, still.player.grid
    own = Dot()
    still.show(own, plane.cloud, grid)
    still.show(*plane.scenery)
    order = still.get_mobject_family_members()
    places = [order.index(m) for m in (plane.reference, grid, plane.cloud, own)]
    assert places == sorted(places)
    assert plane.cloud.z_index == Depth.POINTS


def test_a_slot_holds_one_thing(still: Still) -> None:
    still.note("lost", count=3)
    (first,) = still.mobjects
    still.note("lost", count=4)
    (second,) = still.mobjects
    assert first is not second
    assert still.slots["note"].left - 1e-9 <= second.get_left()[0]
    still.put("formula", Dot(), clear=["note"])
    assert len(still.mobjects) == 1
    still.empty("formula", "note")
    assert still.mobjects == []
