"""Strands: each is drawn as a line of its own colour, over those before it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle.errors import DetangleError
from detangle.stage import Strands
from detangle.stage.paint.kernels.lines import draw_lines
from detangle.stage.paint.kernels.strands import draw_strands

SIZE = 48


def blank() -> np.ndarray:
    return np.full((SIZE, SIZE, 4), 255, dtype=np.uint8)


place = st.floats(-30, SIZE + 30) | st.just(float("nan"))


@given(
    st.lists(st.lists(st.tuples(place, place), min_size=1, max_size=6), min_size=1, max_size=5),
    st.floats(0.4, 9),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_strands_are_lines_one_over_another(strings, width, windowed, random) -> None:  # type: ignore[no-untyped-def]
    """The kernel for lines, called once for each string, is the oracle: to the last bit."""
    window = (5, 9, 37, 41) if windowed else None
    colors = np.array([[random.random() for _ in range(4)] for _ in strings])
    vertices = np.array([vertex for string in strings for vertex in string])
    drawn, expected = blank(), blank()
    lengths = np.array([len(string) for string in strings])
    draw_strands(drawn, vertices, lengths, width, colors, window=window)
    for string, color in zip(strings, colors, strict=True):
        one = np.array(string), np.array([len(string)])
        draw_lines(expected, *one, width, color, window=window)
    np.testing.assert_array_equal(drawn, expected)


def test_colours_and_lengths_must_fit() -> None:
    with pytest.raises(ValueError, match="2 strings have colours of shape"):
        draw_strands(blank(), np.zeros((4, 2)), np.array([2, 2]), 1.0, np.ones((3, 4)))
    with pytest.raises(DetangleError, match="color"):
        Strands(np.zeros((4, 2)), [2, 2], color=["red", "blue", "white"])
    with pytest.raises(DetangleError, match="opacity"):
        Strands(np.zeros((4, 2)), [2, 2], opacity=2)


def test_strands_keep_a_colour_each() -> None:
    strands = Strands(np.zeros((4, 2)), [2, 2], color=["#FF0000", "#0000FF"], opacity=[0.5, 1])
    assert strands.rgbas.tolist() == [[1, 0, 0, 0.5], [0, 0, 1, 1]]
