"""The papers of all checks: as plain values, and as the page ``docs/checks.md``."""

from __future__ import annotations

from typing import Any

from dataset_tools.checks._base import CHECKS, Check, record

_HEAD = """# The checks of a record

Generated from the checks themselves by `python -m dataset_tools.checks._docs > docs/checks.md`.
An **error** rejects the record: it goes to quarantine with its raw bytes. A **warn** keeps it, and
its `check/code` stands in the column `warnings`. An **info** is only counted. The configuration
changes levels and sets limits, for a check or for one code:

```toml
[checks.quotes]
level = "off"

[checks."attendees/unknown_surname"]
level = "info"
max_rate = 0.05
```

Before the checks, the JSON Schema of the record judges it: `schema/<keyword>`, always an error.
"""


def listing() -> list[dict[str, Any]]:
    """Every check by name: its level, reason, columns, codes with level, explanation, example."""
    return [
        {
            "name": check.name,
            "level": check.level,
            "why": check.why,
            "columns": list(check.columns),
            "codes": {
                code: {"level": said.level, "why": said.why, "example": _example(check, code)}
                for code, said in check.codes.items()
            },
        }
        for check in CHECKS
    ]


def _example(check: Check, code: str) -> dict[str, Any]:
    """What the broken record of a code has other than a good one, cut to a line a column."""
    usual, broken = record(), check.broken[code]
    return {
        name: value if not isinstance(value, str) or len(value) <= 60 else value[:59] + "…"
        for name, value in broken.items()
        if value != usual[name]
    }


def page() -> str:
    """The text of ``docs/checks.md``."""
    parts = [_HEAD]
    for entry in listing():
        parts.append(f"\n## {entry['name']}\n\n{entry['why']}\n")
        columns = ", ".join(f"`{name}`" for name in entry["columns"])
        parts.append(f"\nReads {columns}.\n\n| code | level | what it says |\n|---|---|---|\n")
        parts += [
            f"| `{code}` | {said['level']} | {said['why'].replace('|', chr(92) + '|')} |\n"
            for code, said in entry["codes"].items()
        ]
    return "".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(page().encode())
