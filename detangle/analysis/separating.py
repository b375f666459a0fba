"""Whether a flat cut separates two classes, in however many dimensions: decided, not fitted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def separating_plane(points: ArrayLike, labels: ArrayLike) -> tuple[Array, float] | None:
    """Find a hyperplane with all of class 0 on one side and all of class 1 on the other.

    There is one if and only if the linear program y_i (w @ x_i + b) >= 1, with y_i = -1 for class 0
    and 1 for class 1, has a solution (w, b). So None proves that there is none, within the
    solver's tolerance, where a classifier that fails to be fitted would prove nothing.

    Parameters
    ----------
    points
        (N, D).
    labels
        (N,) 0 or 1.

    Returns
    -------
    Normal (D,) and offset, with `normal @ x + offset` at least 1 for class 1 and at most -1 for
    class 0; or None.
    """
    from scipy.optimize import linprog  # slow to import

    rows = np.asarray(points, dtype=np.float64)
    sides = np.where(np.asarray(labels) > 0, 1.0, -1.0)
    limits = -sides[:, None] * np.column_stack([rows, np.ones(len(rows))])
    goal = np.zeros(limits.shape[1])
    found = linprog(goal, A_ub=limits, b_ub=-np.ones(len(rows)), bounds=(None, None))
    solution = found.x
    return None if solution is None else (solution[:-1], float(solution[-1]))
