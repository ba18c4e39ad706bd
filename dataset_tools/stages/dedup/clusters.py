"""Clusters: the rows that are connected with one another, by pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


class Clusters:
    """Rows that are connected, directly or over others. ``label``: the least row of each's."""

    def __init__(self, rows: int) -> None:
        import numpy as np

        self.label: Array = np.arange(rows)

    def join(self, left: Array, right: Array) -> None:
        """Connect pairs of rows. Nothing of the pairs is kept.

        >>> import numpy as np
        >>> clusters = Clusters(5)
        >>> clusters.join(np.array([3, 1]), np.array([4, 3]))
        >>> clusters.label.tolist()
        [0, 1, 2, 1, 1]
        """
        import numpy as np

        one, other = self.label[left], self.label[right]
        apart = one != other
        if not apart.any():
            return
        heads, places = np.unique(np.concatenate((one[apart], other[apart])), return_inverse=True)
        half = len(places) // 2
        self.label[heads] = heads[_components(len(heads), places[:half], places[half:])]
        self.label = self.label[self.label]


def _components(rows: int, left: Array, right: Array) -> Array:
    """For each row the least row that it is connected with (itself where there is no edge)."""
    import numpy as np

    label = np.arange(rows)
    while True:
        least = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
        np.minimum.at(label, before[left], least)
        np.minimum.at(label, before[right], least)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(label, before):
            return label
