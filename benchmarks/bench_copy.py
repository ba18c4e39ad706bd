"""The bare copy: JSONL -> Arrow -> Parquet (zstd 3), the least that any tool must do.

python benchmarks/bench_copy.py IN.jsonl OUT.parquet
"""

from __future__ import annotations

import sys

import pyarrow.json
import pyarrow.parquet

if __name__ == "__main__":
    table = pyarrow.json.read_json(sys.argv[1])
    pyarrow.parquet.write_table(table, sys.argv[2], compression="zstd", compression_level=3)
