"""All harnesses: each makes inputs of one kind and holds what the package makes of them to its
promises.

An input is plain JSON once it is packed (:func:`packed`), so that a failing one can be kept as a
case and run again. ``run`` raises whatever goes wrong; nothing that it calls may.
"""

from __future__ import annotations

import fuzz_reading
import fuzz_records
import fuzz_shown
import fuzz_texts
import fuzz_written
from fuzz_base import HARNESSES, packed, unpacked

__all__ = [
    "HARNESSES",
    "fuzz_reading",
    "fuzz_records",
    "fuzz_shown",
    "fuzz_texts",
    "fuzz_written",
    "packed",
    "unpacked",
]
