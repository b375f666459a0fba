"""Two processes that render into one folder do so one after the other."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from detangle.stage.scenes.base.alone import alone_in

OTHER = """\
import sys
from pathlib import Path
from detangle.stage.scenes.base.alone import alone_in

with alone_in(Path("films")):
    Path("order").open("a").write("other comes\\n")
    print("in", flush=True)
    sys.stdin.read()
    Path("order").open("a").write("other goes\\n")
"""


def test_the_second_waits_for_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-c", OTHER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"in\n"
        with alone_in(tmp_path / "another folder"):
            pass

        class Ends(logging.Handler):
            def emit(self, _: logging.LogRecord) -> None:
                other.stdin.close()  # type: ignore[union-attr]

        logger, handler = logging.getLogger("detangle.stage.scenes.base.alone"), Ends()
        logger.addHandler(handler)
        with caplog.at_level(logging.WARNING), alone_in(Path("films")):
            order = Path("order").read_text()
        logger.removeHandler(handler)
    assert order == "other comes\nother goes\n"
    assert "waiting for another process that renders into films" in caplog.text
    assert list((tmp_path / "films").iterdir()) == []


def test_a_folder_is_free_again_and_one_that_cannot_be_made_is_no_matter(tmp_path: Path) -> None:
    for _ in range(2):
        with alone_in(tmp_path / "films"):
            pass
    (tmp_path / "file").touch()
    with alone_in(tmp_path / "file" / "films"):
        pass
