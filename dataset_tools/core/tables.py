"""Arrow, imported late and without pandas; columns of plain values to tables and back.

``pyarrow`` imports pandas at the first ``pa.array()`` of a process when pandas is installed (0.3 to
1.1 s of CPU). Nothing here needs it, so the first call is made while ``import pandas`` is
refused; pyarrow imports it later by itself where somebody asks for a data frame.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any


class _Refuse:
    """A meta-path finder that refuses one import."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError("not needed here")


@lru_cache(maxsize=1)
def arrow() -> Any:
    """The ``pyarrow`` module, ready to use and without pandas.

    >>> arrow().array([1]).to_pylist()
    [1]
    """
    import pyarrow as pa

    if "pandas" not in sys.modules:
        finder = _Refuse()
        sys.meta_path.insert(0, finder)
        try:
            pa.array([1])
        finally:
            sys.meta_path.remove(finder)
    return pa


def table(columns: Mapping[str, Sequence[Any]], schema: Any) -> Any:
    """A ``pa.Table`` of ``schema`` from columns of plain values (missing columns become null).

    >>> pa = arrow()
    >>> table({"a": ["x"]}, pa.schema([("a", pa.string()), ("b", pa.int64())])).to_pylist()
    [{'a': 'x', 'b': None}]
    """
    pa = arrow()
    rows = len(next(iter(columns.values()), ()))
    arrays = [
        pa.array(columns[field.name], field.type)
        if field.name in columns
        else pa.nulls(rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
