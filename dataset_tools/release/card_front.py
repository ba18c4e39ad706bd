"""The card's front matter: what the Hub and ``datasets`` read of a release.

Computed from the data: ``language``, ``size_categories``, ``configs``, ``dataset_info``. Taken from
the configuration: ``license``, ``pretty_name``, ``task_categories``, ``tags``. Every other key is
the user's and stays as it stands in the project's card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset_tools.release.escape import one_line, visible
from dataset_tools.release.hub_card import front_matter
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.statistics import Statistics, Table, ranked

OURS = (
    "license", "language", "language_details", "pretty_name", "task_categories", "size_categories",
    "tags", "configs", "dataset_info",
)  # fmt: skip
"""Keys that are written anew each time; ``license_name``, ``task_ids`` and the like are kept."""

SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
    (10_000_000_000, "1B<n<10B"), (100_000_000_000, "10B<n<100B"),
    (1_000_000_000_000, "100B<n<1T"),
)  # fmt: skip


def size_category(rows: int) -> str:
    """The Hub's word for a number of rows.

    >>> size_category(999), size_category(1000)
    ('n<1K', '1K<n<10K')
    """
    return next((name for limit, name in SIZES if rows < limit), "n>1T")


def languages(statistics: Statistics) -> tuple[list[str], list[str]]:
    """ISO 639 codes, and the full tags, most frequent first; ``und`` is no language."""
    tags = [tag for tag, _ in ranked(statistics.articles.languages) if not tag.startswith("und")]
    codes = dict.fromkeys(tag.split("-")[0].lower() for tag in tags)
    return list(codes), tags


def yaml_features(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Columns as ``datasets`` writes them into a card.

    >>> yaml_features({"a": {"_type": "List", "feature": {"dtype": "string", "_type": "Value"}}})
    [{'name': 'a', 'list': 'string'}]
    """
    return [{"name": name, **_yaml_feature(feature)} for name, feature in columns.items()]


def _yaml_feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    match feature.get("_type"):
        case "Value":
            return {"dtype": feature["dtype"]}
        case "List":
            inner = _yaml_feature(feature["feature"])
            return {"list": inner.get("dtype", inner.get("struct", inner))}
        case _:
            return {"struct": yaml_features(feature)}


def _info(name: str, table: Table, splits: Mapping[str, int]) -> dict[str, Any]:
    """``dataset_info`` of one config. ``num_bytes``: the values before compression, as the Parquet
    footers state them; ``download_size``: the files."""
    return {
        "config_name": name,
        "features": yaml_features(table.columns),
        "splits": [
            {"name": split, "num_bytes": table.encoded[split], "num_examples": rows}
            for split, rows in splits.items()
        ],
        "download_size": sum(table.files[split] for split in splits),
        "dataset_size": sum(table.encoded[split] for split in splits),
    }


def split_order(splits: Mapping[str, int], stated: Mapping[str, int]) -> dict[str, int]:
    """Splits in the order of the manifest (train first), others after them by name."""
    rank = {name: number for number, name in enumerate(stated)}
    return dict(sorted(splits.items(), key=lambda item: (rank.get(item[0], 99), item[0])))


def config_order(names: Any) -> list[str]:
    """``articles`` first, then by name."""
    return sorted(names, key=lambda name: (name != "articles", name))


def front(manifest: Manifest, statistics: Statistics, project: str = "") -> dict[str, Any]:
    """The front matter as plain values. ``project``: the text of the project's own card."""
    dataset = manifest.config.get("dataset", {})
    codes, tags = languages(statistics)
    loadable = manifest.loadable()
    tables = {name: split_order(loadable[name], manifest.splits) for name in config_order(loadable)}
    values: dict[str, Any] = {"license": str(dataset.get("license") or "other")}
    if codes:
        values["language"] = codes
    if set(tags) - set(codes):
        values["language_details"] = ", ".join(tags)
    values["pretty_name"] = one_line(dataset.get("pretty_name") or manifest.name)
    for key in ("task_categories", "tags"):
        if dataset.get(key):
            values[key] = [str(item) for item in dataset[key]]
    values["size_categories"] = [size_category(manifest.counts["accepted"])]
    own = front_matter(project.removeprefix("\ufeff")) or {}
    values.update({str(key): value for key, value in own.items() if key not in OURS})
    values["configs"] = [
        {
            "config_name": name,
            "data_files": [
                {"split": split, "path": f"data/{name}/{split}-*.parquet"} for split in splits
            ],
            **({"default": True} if name == "articles" else {}),
        }
        for name, splits in tables.items()
    ]
    values["dataset_info"] = [
        _info(name, statistics.tables[name], splits) for name, splits in tables.items()
    ]
    return values


def write_front(values: Mapping[str, Any]) -> str:
    """Front matter as text, between its two lines; the same bytes for the same values."""
    import yaml

    text: str = yaml.safe_dump(_copy(values), allow_unicode=True, sort_keys=False, width=1_000_000)
    return f"---\n{text}---\n"


def _copy(value: Any) -> Any:
    """``value`` with nothing in it twice (YAML would write an anchor) and nothing unseen in it
    (PyYAML loses U+0085)."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {_copy(key): _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
