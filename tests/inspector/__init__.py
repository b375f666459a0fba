"""Looks at a scene as a critical viewer would, and lists what is wrong with it."""

from __future__ import annotations

from tests.inspector.inspection import inspect
from tests.inspector.report import Finding, report

__all__ = ["Finding", "inspect", "report"]
