"""Harnesses of what users write: configurations, schemas, ledgers of corrections."""

from __future__ import annotations

# ruff: noqa: E501 - tables of hostile inputs
import contextlib
import json
from pathlib import Path
from typing import Any

from fuzz_base import harness, scratch
from fuzz_mutation import Dice

from dataset_tools.core.config import parse_config
from dataset_tools.core.errors import DatasetToolsError


def _toml(dice: Dice) -> str:
    base = '[dataset]\nname = "a"\ntags = ["b"]\n[read.mapping]\ntitle = "t"\n[splits]\ntrain = 0.8\n[checks.title]\nlevel = "warn"\nmax_rate = 0.5\n[dedup]\nthreshold = 0.9\n'
    text = base
    for _ in range(dice.random.randrange(1, 4)):
        start = dice.random.randrange(len(text) + 1)
        text = (
            text[:start]
            + dice.random.choice(
                (
                    dice.word(),
                    "[",
                    "]",
                    "=",
                    "\n",
                    "1",
                    '"',
                    "inf",
                    "nan",
                    "{}",
                    "-",
                    "[splits]\ntrain=",
                )
            )
            + text[start + dice.random.randrange(6) :]
        )
    return text


@harness(_toml)
def configs(text: str) -> None:
    """Any text as configuration: a configuration whose digest is stable, or ConfigError."""
    with contextlib.suppress(DatasetToolsError):
        config = parse_config(text)
        assert len(config.digest()) == 64
        json.dumps(config.as_dict(), ensure_ascii=False, allow_nan=False).encode()


def _schema_value(dice: Dice, deep: int = 4) -> Any:
    words = (
        "type",
        "properties",
        "items",
        "$ref",
        "allOf",
        "anyOf",
        "not",
        "pattern",
        "enum",
        "const",
        "required",
        "minLength",
        "format",
        "$defs",
        "$dynamicRef",
        "$id",
        "additionalProperties",
        "patternProperties",
        "prefixItems",
        "if",
        "then",
        "$anchor",
        "title",
        dice.word(),
    )
    if deep == 0 or dice.random.random() < 0.3:
        return dice.random.choice(
            (
                "string",
                "object",
                "#",
                "#/$defs/a",
                "http://x/y",
                "file:///etc/passwd",
                "(a+)+$",
                "(?=a)",
                "[",
                "^\\p{Han}{1,900}$",
                "(x{1,1000}){1,1000}",
                True,
                False,
                None,
                -1,
                3,
                1.5,
                [],
                {},
                dice.word(),
            )
        )
    if dice.random.random() < 0.2:
        return [_schema_value(dice, deep - 1) for _ in range(dice.random.randrange(4))]
    return {
        dice.random.choice(words): _schema_value(dice, deep - 1)
        for _ in range(dice.random.randrange(4))
    }


@harness(_schema_value, 0.5)
def schemas(value: Any) -> None:
    """Any JSON as a schema: a judge, or SchemaError; a judge never raises."""
    from dataset_tools.core.errors import SchemaError
    from dataset_tools.schema.arrow import arrow_schema
    from dataset_tools.schema.judge import Judge

    if not isinstance(value, dict | bool):
        return
    with contextlib.suppress(SchemaError):
        judge = Judge(value)
        for instance in ({"title": "a" * 30 + "!"}, [], "x", None, {"a": [{"b": 1}]}):
            judge.failures([instance])
        if isinstance(value, dict):
            arrow_schema(value)


def _ledger(dice: Dice) -> str:
    line = {
        "source_path": "a.txt",
        "source_index": 0,
        "raw_sha256": "0" * 64,
        "file": "a.txt#0.json",
        "file_sha256": "0" * 64,
    }
    for _ in range(dice.random.randrange(3)):
        line[dice.random.choice((*line, dice.word()))] = dice.random.choice(
            (dice.word(), None, 1, [], {}, "../../x")
        )
    text = json.dumps(line)
    start = dice.random.randrange(len(text) + 1)
    return text if dice.random.random() < 0.5 else text[:start] + dice.word() + text[start:]


@harness(_ledger, 0.3)
def ledgers(line: str) -> None:
    """Any text as the ledger of corrections: corrections below the folder, or SourceError."""
    from dataset_tools.stages.corrections import load_corrections

    folder = scratch() / "ledger"
    (folder / "corrections").mkdir(parents=True, exist_ok=True)
    (folder / "corrections" / "corrections.jsonl").write_bytes(
        line.encode("utf-8", "surrogatepass")
    )
    with contextlib.suppress(DatasetToolsError):
        found = load_corrections(folder)
        found.digest("a.txt")
        for name in found.files():
            assert ".." not in Path(name).parts
            assert not Path(name).is_absolute()
    import shutil

    shutil.rmtree(folder)
