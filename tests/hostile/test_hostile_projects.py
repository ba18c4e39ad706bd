"""A project of somebody else: its schema, configuration and files run no code and cost little."""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "article.schema.json"


@pytest.fixture
def project(tmp_path: Path, kit: Any) -> Path:
    """A dataset project in the current folder of the commands."""
    (tmp_path / "raw").mkdir()
    for number in range(3):
        (tmp_path / "raw" / f"{number}.txt").write_text(kit.article(number), encoding="utf-8")
    (tmp_path / "schemas").mkdir()
    return tmp_path


def changed(**keys: Any) -> str:
    """The record's schema with other values in it."""
    schema = json.loads(SCHEMA.read_bytes())
    for key, value in keys.items():
        if key == "title":
            schema["properties"]["title"].update(value)
        else:
            schema[key] = value
    return json.dumps(schema)


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)} | {
    "a40": {}
}
SCHEMAS = {
    "look-around": changed(title={"pattern": "(?=(a+)+)b"}),
    "back-reference": changed(title={"pattern": r"(a+)+\1$"}),
    "large pattern": changed(title={"pattern": "(a{1,1000}){1,1000}"}),
    "circle": changed(**{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, title={"$ref": "#/$defs/a"}),
    "doubling": changed(**{"$defs": DOUBLING}, title={"$ref": "#/$defs/a0"}),
    "file": changed(title={"$ref": "file:///etc/passwd"}),
    "net": changed(title={"$ref": "http://127.0.0.1:9/x"}),
    "enum": changed(title={"enum": [str(n) for n in range(100_000)]}),
    "huge": '{"properties": {' + ",".join(f'"p{n}": {{}}' for n in range(60_000)) + "}}",
    "deep": '{"not":' * 50_000 + "{}" + "}" * 50_000,
    "twice": '{"type": "object", "type": "array"}',
    "no schema": '{"type": 7}',
    "no object": "[]",
    "no JSON": "{",
    "surrogate": '{"\\ud800": {"$ref": "#"}}',
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_hostile_schema_is_refused_at_once(
    name: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    from dataset_tools.cli.main import run

    monkeypatch.chdir(project)
    (project / "schemas" / "article.schema.json").write_text(SCHEMAS[name], encoding="utf-8")
    before = os.times()
    assert run(["build", "--json"]) == 2
    after = os.times()
    error = json.loads(capfdbinary.readouterr()[0])["error"]
    assert error["code"] == "schema"
    assert error["what"]
    assert len(json.dumps(error)) < 2000
    assert after.user - before.user < 5
    assert not list((project / "processed").glob("[0-9]*"))


def test_an_evil_pattern_in_the_dialect_is_judged_in_linear_time(
    project: Path, monkeypatch: pytest.MonkeyPatch, kit: Any
) -> None:
    from dataset_tools.builder import build

    monkeypatch.chdir(project)
    schema = json.loads(changed(title={"pattern": "^(望+)+$|^(.*)*会议$"}))
    (project / "schemas" / "article.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (project / "raw" / "evil.txt").write_text(
        "望" * 150 + "会\n" + kit.article(7), encoding="utf-8"
    )
    before = os.times()
    made = build("raw", "processed")
    assert os.times().user - before.user < 10
    assert kit.balanced(made.counts)


CONFIGS = {
    "code": "[dataset]\nname = '''${jndi:x}'''\n[hooks]\nrun = 'touch pwned'\n",
    "type": "[read]\nmax_ratio = 'many'\n",
    "nan": "[splits]\ntrain = nan\n",
    "shares": "[splits]\ntrain = 0.9\n",
    "codec": "[read]\nencoding = 'rot13'\n",
    "bytes": "\x00\x01",
    "check": "[checks.nothing]\nlevel = 'warn'\n",
    "repair": "[repair]\noff = ['nothing']\n",
}


@pytest.mark.parametrize("name", sorted(CONFIGS))
def test_a_hostile_configuration_is_refused(
    name: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    from dataset_tools.cli.main import run

    monkeypatch.chdir(project)
    (project / "dataset.toml").write_text(CONFIGS[name], encoding="utf-8")
    assert run(["build", "--json"]) == 2
    assert json.loads(capfdbinary.readouterr()[0])["error"]["code"] in ("config", "usage")
    assert not (project / "pwned").exists()


NAMES = (
    "json", "typer", "signal", "dataset_tools", "sitecustomize", "usercustomize", "multiprocessing", "conftest",
    "dataset", "setup", "numpy", "threading", "os", "pickle",
)  # fmt: skip


WAYS = [
    (("script",), ("--workers", "1")),
    (("script",), ("--workers", "2")),
    (("-m", "dataset_tools"), ("--workers", "1")),
    (("-m", "dataset_tools"), ("--workers", "2")),
    (("script",), ("--engine", "ray", "--workers", "1")),
]


@pytest.mark.parametrize(("program", "engine"), WAYS, ids=[" ".join(a + b) for a, b in WAYS])
def test_a_folder_of_python_files_runs_no_code(
    project: Path, program: tuple[str, ...], engine: tuple[str, ...]
) -> None:
    script = Path(sys.executable).parent / "dataset-tools"
    if not script.is_file():
        pytest.skip("the package is not installed beside this Python")
    if "ray" in engine:
        pytest.importorskip("ray")
    start = [str(script)] if program == ("script",) else [sys.executable, *program]
    bait = "from pathlib import Path\nPath(__file__).with_suffix('.pwned').touch()\n"
    for folder in (project, project / "raw", project / "schemas"):
        for name in NAMES:
            # What -m names is what Python looks for in this folder first, before we are asked.
            if name not in program:
                (folder / f"{name}.py").write_text(bait, encoding="utf-8")
    (project / "pyproject.toml").write_text("[tool.dataset-tools]\nplugins = ['json']\n")
    (project / "c.toml").write_text("[gate]\nmax_quarantined_rate = 1.0\n", encoding="utf-8")
    command = [*start, "build", "--config", "c.toml", *engine]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in project.rglob("*.pwned")] == []
