"""The Ray engine: the same bytes, deaths, its own folder, an address, a node that goes.

Skipped where Ray is not installed (extra ``dataset-tools[ray]``). Every test runs in a process of
its own: Ray starts threads and leaves files open, which the strict settings here would report.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed"),
    pytest.mark.timeout(300),
]

PRELUDE = """
import hashlib, json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
here, raw, out = map(Path, sys.argv[1:4])
from dataset_tools.builder import Options, build
from dataset_tools.core.config import Config, GateSection
from dataset_tools.engines import engine_named
from dataset_tools.engines.ray import Ray
from dataset_tools.release.files import list_files, sha256_file
config = Config(gate=GateSection(max_quarantined_rate=1.0))
def prints(release):
    return {name: sha256_file(release.path / name) for name in list_files(release.path)}
"""


def run(script: str, raw: Path, out: Path, **environment: str) -> Any:
    """What the script prints as JSON on its last line."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + script, str(HERE), str(raw), str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
        env={**os.environ, "PYTHONPATH": str(HERE), **environment},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


LOCAL = """
import engine_faults as faults
plain = build(raw, out / "inline", config)
ray_made = build(raw, out / "ray", config, options=Options("ray", 2))
import ray
assert not ray.is_initialized()
assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
engine = Ray(2)
order = list(engine.map(faults.double, range(30), faults.lost))
died = list(engine.map(faults.doubles_or_dies, range(6, 9), faults.lost))
places = set(engine.map(faults.place, range(4), faults.lost))
errors = []
for function in (faults.raises, faults.raises_plainly):
    try:
        list(engine.map(function, range(8), faults.lost))
    except Exception as error:
        errors.append([type(error).__name__, str(error)])
engine.close()
joined = ray.is_initialized()
ray.shutdown()
print(json.dumps({
    "same": prints(plain) == prints(ray_made), "parts": ray_made.built_parts, "order": order,
    "died": died, "elsewhere": os.getcwd() not in places, "errors": errors, "joined": joined,
}))
"""


@pytest.fixture(scope="module")
def local(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a local Ray gave: a build, and the functions that do wrong things."""
    return run(LOCAL, raw, tmp_path_factory.mktemp("ray"))


def test_ray_gives_the_bytes_of_one_process(local: Any) -> None:
    assert local["parts"] >= 4
    assert local["same"]


def test_ray_gives_results_in_order_and_names_the_item_whose_workers_died(local: Any) -> None:
    from dataset_tools.engines import DIED

    assert local["order"] == [2 * number for number in range(30)]
    assert local["died"] == [12, [7, DIED], 16]


def test_an_error_in_a_ray_task_keeps_its_type_and_words(local: Any) -> None:
    assert local["errors"] == [
        ["SchemaError", "no such keyword (part 5): leave it out"],
        ["LookupError", "number five"],
    ]


def test_a_cluster_that_the_caller_joined_stays_joined(local: Any) -> None:
    assert local["joined"]


NODES = """
import threading, time
from ray.cluster_utils import Cluster
import dataset_tools.builder as builder
import dataset_tools.release.job as job
from engine_faults import SlowTask
plain = build(raw, out / "inline", config)
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
second = cluster.add_node(num_cpus=1)
job.PartTask = SlowTask
gone = []
def kill():
    begun = raw.parent / "begun"
    while not (begun.is_dir() and len(list(begun.iterdir())) >= 2):
        time.sleep(0.05)
    cluster.remove_node(second, allow_graceful=False)
    gone.append(True)
threading.Thread(target=kill, daemon=True).start()
made = build(raw, out / "ray", config, options=Options("ray", address=cluster.address))
print(json.dumps({"same": prints(plain) == prints(made), "gone": gone, "parts": made.built_parts}))
cluster.shutdown()
"""


def test_a_node_killed_in_the_middle_of_a_build_leaves_no_trace(raw: Path, tmp_path: Path) -> None:
    for mark in (raw.parent / "begun").glob("*"):
        mark.unlink()
    found = run(NODES, raw, tmp_path)
    assert found["gone"] == [True]
    assert found["parts"] >= 4
    assert found["same"]


def test_no_cluster_at_the_address_is_a_message_not_a_trace(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("河道工作会议召开\n    卢启文主持会议。\n")
    command = [sys.executable, "-m", "dataset_tools", "build", "--json", "--engine", "ray"]
    done = subprocess.run(
        [*command, "--address", "127.0.0.1:9"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
        env={**os.environ, "RAY_raylet_start_wait_time_s": "5"},
    )
    assert done.returncode == 2, done.stderr[-2000:]
    assert json.loads(done.stdout)["error"]["code"] == "usage"
    assert "Traceback" not in done.stderr
