"""``python -m dataset_tools.project``: the JSON Schema of ``dataset.toml``, on stdout."""

from __future__ import annotations

import sys

from dataset_tools.project import schema_text

sys.stdout.buffer.write(schema_text().encode())
