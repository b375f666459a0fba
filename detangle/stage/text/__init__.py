"""Typeset words, numbers and formulas."""
