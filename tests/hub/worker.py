"""A process with the real clients in it: reads one JSON job a line, answers one JSON line.

The HF_* variables are read when the clients are imported, so each way of uploading needs a
process; everything else shares it. Waiting is shortened: the pauses of the clients and of
ourselves would otherwise be most of the test's time.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_sleep = time.sleep
slept: list[float] = []


def _short_sleep(seconds: float) -> None:
    slept.append(seconds)
    _sleep(min(seconds, 0.01))


def push(release: str, repo: str, **options: Any) -> Any:
    from dataset_tools.release.hub import push

    return push(Path(release), repo, **options).as_dict()


def pull(repo: str, out: str, **options: Any) -> Any:
    from dataset_tools.release.hub_pull import pull

    return pull(repo, out=Path(out), **options).as_dict()


def verify(target: str, **options: Any) -> Any:
    from dataset_tools.release.hub_verify import verify_remote

    return verify_remote(target, **options).as_dict()


def load(repo: str, **options: Any) -> Any:
    """Rows by split, as ``datasets`` gives them."""
    from datasets import load_dataset

    config = options.pop("config", None)
    found = load_dataset(repo, config, **options)
    return {split: [dict(row) for row in rows] for split, rows in found.items()}


def load_safely(repo: str, revision: str) -> Any:
    """The way of loading that docs/hub.md recommends: this very release or an error."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return load(snapshot_download(repo, repo_type="dataset", revision=revision))
    except LocalEntryNotFoundError:
        return "not here"


JOBS: dict[str, Callable[..., Any]] = {
    "push": push,
    "pull": pull,
    "verify": verify,
    "load": load,
    "load_safely": load_safely,
}


def main() -> None:
    time.sleep = _short_sleep
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints to stdout must not mix with the answers
    from dataset_tools.core.errors import DatasetToolsError

    for line in sys.stdin:
        job = json.loads(line)
        before = dict(os.environ)
        os.environ.update(job["env"])
        slept.clear()
        try:
            answer: dict[str, Any] = {"ok": JOBS[job["do"]](*job["args"], **job["options"])}
        except DatasetToolsError as error:
            traceback.print_exc()
            answer = {"error": error.as_dict(), "exit": error.exit_code}
        except Exception as error:
            traceback.print_exc()
            answer = {"fault": f"{type(error).__name__}: {error}"}
        os.environ.clear()
        os.environ.update(before)
        answers.write(json.dumps({**answer, "slept": slept}, default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
