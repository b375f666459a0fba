"""Scenes that show how the datasets are made."""
