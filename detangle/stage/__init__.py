"""Moving pictures of a trajectory: everything that imports manim.

What a user imports from here is listed in `__init__.pyi`, also for type checkers; each name is
loaded when it is first used, so that one film does not wait for all others.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

from detangle.stage.refusal import refuse_opengl

_HOMES = {
    alias.name: node.module
    for node in ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")).body
    if isinstance(node, ast.ImportFrom) and node.module
    for alias in node.names
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'detangle.stage' has no attribute {name!r}")
    refuse_opengl("detangle.stage")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
