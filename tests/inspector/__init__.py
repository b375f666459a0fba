"""Looks at the project's scenes as a critical viewer would who knows what was recorded."""

from __future__ import annotations

from tests.inspector.inspection import inspect, report

__all__ = ["inspect", "report"]
