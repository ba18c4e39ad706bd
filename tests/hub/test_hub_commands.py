"""The commands as a person or a script runs them, each in a process of its own."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

server = sys.modules["hub_test_server"]


@pytest.fixture
def command(hub: Any, tmp_path: Path, environment: Any) -> Any:
    """Runs ``dataset-tools ARGUMENTS`` below ``tmp_path`` with everything the clients can print."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        debug = {"HF_DEBUG": "1", "HF_HUB_VERBOSITY": "debug", "RUST_LOG": "debug", **more}
        return subprocess.run(
            [sys.executable, "-m", "dataset_tools", *arguments],
            cwd=tmp_path,
            env=environment(hub.url, tmp_path / "home", **debug),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return run


def silent(*runs: subprocess.CompletedProcess[str]) -> bool:
    """Whether no part of a token stands in anything that was printed."""
    text = "".join(run.stdout + run.stderr for run in runs)
    secrets = (server.TOKEN[3:], server.READ_TOKEN[3:], "Bearer hf_")
    return bool(text) and not any(secret in text for secret in secrets)


def test_a_person_sees_the_plan_then_the_result_then_the_next_command(
    hub: Any, command: Any, repo: str, make: Any
) -> None:
    make("1.0.0")
    planned = command("push", repo, "--release", "1.0.0", "--dry-run", "--private")
    assert planned.returncode == 0, planned.stderr
    lines = planned.stdout.splitlines()
    assert lines[0].split() == ["action", "file", "size"]
    starts = {line.index(line.split()[1]) for line in lines[: lines.index("")]}
    assert len(starts) == 1, "the columns are aligned"
    assert "(to be made)" in planned.stdout
    assert f"next: dataset-tools push {repo} --release 1.0.0 --private\n" in planned.stderr
    pushed = command("push", repo, "--private", "--debug")
    assert pushed.returncode == 0, pushed.stderr
    assert "pushed" in pushed.stdout
    assert hub.repos[repo].tags["v1.0.0"] in pushed.stdout
    assert f'load_dataset("{repo}", revision="v1.0.0")' in pushed.stderr
    assert silent(planned, pushed)


def test_json_is_one_object_for_success_and_for_failure(
    hub: Any, command: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    make("1.0.0")
    pushed = command("push", repo, "--json", "--debug")
    result = json.loads(pushed.stdout)
    assert (pushed.returncode, result["status"], result["tag"]) == (0, "pushed", "v1.0.0")
    assert set(result["plan"]) == {
        *("add", "replace", "delete", "unchanged", "foreign", "bytes_to_upload")
    }
    pulled = command("pull", repo, "--json", "--out", "elsewhere")
    assert json.loads(pulled.stdout)["path"] == "elsewhere/1.0.0"
    assert (tmp_path / "elsewhere/latest/manifest.json").is_file()
    make("1.0.0", shards=1)
    refused = command("push", repo, "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (4, "conflict")
    assert silent(pushed, pulled, refused)


def test_a_hub_that_repeats_the_token_cannot_make_us_print_it(
    hub: Any, command: Any, repo: str, make: Any
) -> None:
    make("1.0.0")
    hub.make(repo)
    echo = json.dumps({"error": f"no rights for Bearer {server.TOKEN} ({server.TOKEN})"}).encode()
    hub.inject("POST", "/commit/", "status", 9, status=403, body=echo)
    answer = command("push", repo, "--debug", HF_DEBUG="0", HF_HUB_VERBOSITY="error")
    assert answer.returncode == 4
    assert "no rights for" in answer.stderr
    assert silent(answer)


@pytest.mark.parametrize("broken", ["two words", "tök\u2026n"])
def test_a_token_that_cannot_be_one_is_refused_unprinted(
    hub: Any, client: Any, repo: str, make: Any, broken: str
) -> None:
    token = f"{server.TOKEN} {broken}"
    error = client("push", make("1.0.0"), repo, env={"HF_TOKEN": token})["error"]
    assert (error["code"], error["where"]) == ("refused", "HF_TOKEN")
    assert server.TOKEN not in json.dumps(error)  # and see Worker.close for all it printed
    assert hub.log == []


def test_a_line_break_after_the_token_does_no_harm(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    login = {"HF_TOKEN": f"{server.TOKEN}\n"}
    assert client("push", make("1.0.0"), repo, env=login)["ok"]["status"] == "pushed"


def test_no_option_takes_a_token() -> None:
    from dataset_tools.cli.commands.pull import pull
    from dataset_tools.cli.commands.push import push

    names = [*inspect.signature(push).parameters, *inspect.signature(pull).parameters]
    assert names
    assert not [name for name in names if "token" in name or "password" in name]


def test_the_offline_switch_is_understood_before_anything_is_sent(
    hub: Any, command: Any, repo: str, make: Any
) -> None:
    make("1.0.0")
    offline = command("push", repo, "--json", HF_HUB_OFFLINE="1")
    assert (offline.returncode, json.loads(offline.stdout)["error"]["code"]) == (4, "refused")
    assert "HF_HUB_OFFLINE" in offline.stdout
    assert hub.log == []


@pytest.mark.parametrize("seconds", ["soon", "-1", "0", "nan"])
def test_a_waiting_time_that_is_none_is_an_error_of_usage(
    hub: Any, client: Any, repo: str, make: Any, seconds: str
) -> None:
    wrong = client("push", make("1.0.0"), repo, env={"DATASET_TOOLS_HUB_TIMEOUT": seconds})
    assert (wrong["exit"], wrong["error"]["where"]) == (2, "DATASET_TOOLS_HUB_TIMEOUT")
    assert hub.log == []
