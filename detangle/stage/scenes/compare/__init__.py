"""Scenes that set planes side by side: runs, activations, widths."""
