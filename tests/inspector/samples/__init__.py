"""Scenes by which the inspector itself is tested."""
