"""What a dataset card makes the clients load: the data files that its ``configs`` name.

``datasets`` reads the YAML block at the very start of ``README.md`` and nothing else. Any file of
the repository that a pattern matches is loaded, whoever put it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def front_matter(card: str) -> dict[str, Any] | None:
    """The YAML block of a card; None where there is none that the Hub would read.

    >>> front_matter("---\\nlicense: mit\\n---\\n# Title\\n")
    {'license': 'mit'}
    >>> front_matter("\\ufeff---\\nlicense: mit\\n---\\n") is None
    True
    """
    import yaml

    match = _FRONT.match(card)
    if match is None:
        return None
    try:
        value = yaml.safe_load(match.group(1))
    except yaml.YAMLError:
        return None
    return value if isinstance(value, dict) else None


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _strings(value["path"] if "path" in value else list(value.values()))


def data_patterns(card: str) -> list[str]:
    """The path patterns of all configs of a card, in their order.

    >>> data_patterns("---\\nconfigs:\\n- config_name: a\\n  data_files:\\n  - split: train\\n"
    ...               "    path: data/a/train-*\\n---\\n")
    ['data/a/train-*']
    """
    configs = (front_matter(card) or {}).get("configs")
    if not isinstance(configs, list):
        return []
    found: list[str] = []
    for config in configs:
        if isinstance(config, dict):
            folder = config.get("data_dir")
            base = f"{folder.strip('/')}/" if isinstance(folder, str) else ""
            found += [base + pattern for pattern in _strings(config.get("data_files"))]
    return found


def matcher(patterns: Iterable[str]) -> re.Pattern[str]:
    """One regular expression for paths that any of the glob patterns matches.

    ``*`` and ``?`` stay within one folder, ``**`` crosses folders.

    >>> bool(matcher(["data/*.parquet"]).fullmatch("data/a/b.parquet"))
    False
    """
    parts = []
    for pattern in patterns:
        pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        parts.append("".join(known.get(piece) or re.escape(piece) for piece in pieces))
    return re.compile("|".join(parts) or r"(?!)", re.DOTALL)
