"""How a scene refuses what it cannot show: in one line, on a terminal and in a notebook."""

from __future__ import annotations

import sys
from typing import NoReturn

from detangle.errors import DetangleError


class RefusalError(DetangleError):
    """A refusal in a notebook, which shows its line alone."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback."""
        return [str(self)]


def refuse(name: str, error: DetangleError) -> NoReturn:
    """End the program with one line; in a notebook, the cell.

    Manim prints a traceback of an exception, and IPython one of an exit.

    Parameters
    ----------
    name
        What refuses.
    error
        What was wrong.
    """
    line = f"{name}: {error}"
    if _in_notebook():
        raise RefusalError(line) from None
    sys.stderr.write(f"{line}\n")
    raise SystemExit(2) from None


def refuse_opengl(name: str) -> None:
    """Refuse Manim's OpenGL renderer: the stage paints dots and lines into Cairo's pixels."""
    from manim import config  # Manim is slow to import, and the stage's façade is not
    from manim.constants import RendererType

    if config.renderer == RendererType.OPENGL:
        refuse(name, DetangleError("is drawn by Cairo alone; leave out --renderer=opengl"))


def _in_notebook() -> bool:
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get_ipython is not None and get_ipython() is not None
