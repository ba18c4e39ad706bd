"""``validate hf://…``: a repository on the Hub is judged like a local release."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def run(hub: Any, environment: Any, folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "dataset_tools", *arguments],
        cwd=folder,
        env=environment(hub.url, folder / "home"),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_repository_is_judged_as_the_release_that_was_pushed(
    hub: Any, environment: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    make("1.0.0")
    code, _, errors = run(hub, environment, tmp_path, "push", repo)
    assert code == 0, errors
    target = f"hf://datasets/{repo}@v1.0.0"
    code, out, errors = run(hub, environment, tmp_path, "validate", target, "--json")
    assert code in (0, 1), errors
    there = json.loads(out)
    here = json.loads(run(hub, environment, tmp_path, "validate", "processed/1.0.0", "--json")[1])
    assert there.pop("target") == target
    assert here.pop("target") == "processed/1.0.0"
    assert there == here
    assert there["kind"] == "release"
    assert there["records"] > 0


def test_a_repository_that_is_not_there_is_a_hub_error(
    hub: Any, environment: Any, tmp_path: Path
) -> None:
    target = "hf://datasets/acme/none@v1.0.0"
    code, out, errors = run(hub, environment, tmp_path, "validate", target, "--json")
    assert code == 4, errors
    assert json.loads(out)["error"]["where"]
