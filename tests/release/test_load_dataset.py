"""The real ``datasets`` gives the rows of a release, every config, plain and streaming."""

from __future__ import annotations

import json
import os

from dataset_tools.release.manifest import load_manifest

CODE = """
import json, sys
import datasets
path, configs = sys.argv[1], sys.argv[2].split(',')
found = {}
for config in configs:
    for streaming in (False, True):
        loaded = datasets.load_dataset(path, config, streaming=streaming)
        found[f'{config} {streaming}'] = {s: len(list(rows)) for s, rows in loaded.items()}
first = datasets.load_dataset(path)
found['default'] = {s: len(rows) for s, rows in first.items()}
found['features'] = sorted(first['train'].features)
found['first'] = first['train'][0]['title']
print(json.dumps(found))
"""


def test_every_config_loads_plain_and_streaming(sample, tmp_path, script):
    rows = [sample.article(n) for n in range(30)]
    made = sample.make(tmp_path / "out", rows)
    manifest = load_manifest(made.path)
    configs = list(manifest.loadable())
    assert configs == ["articles", "attendance", "edits", "quarantine"]
    assert manifest.rows("duplicates") == 0
    cache = {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    quiet = {"HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "TMPDIR": str(tmp_path)}
    process = script(CODE, tmp_path / "out" / "latest", ",".join(configs), **cache, **quiet)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    found = json.loads(output)
    for config in configs:
        wanted = manifest.loadable()[config]
        assert found[f"{config} False"] == wanted
        assert found[f"{config} True"] == wanted
    assert found["default"] == dict(manifest.splits)
    assert found["features"] == sorted(sample.COLUMNS)
    assert found["first"] in {row["title"] for row in rows}
    assert os.path.realpath(tmp_path / "out" / "latest") == str(made.path.resolve())


def test_a_split_without_rows_does_not_keep_the_others_from_loading(sample, tmp_path, script):
    rows = [sample.article(n) for n in (0, 1, 2)]  # all of them in train
    made = sample.make(tmp_path / "out", rows)
    assert dict(made.manifest.splits) == {"train": 3, "validation": 0, "test": 0}
    cache = {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    process = script(CODE, made.path, "articles", **cache)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    found = json.loads(output)
    assert found["articles True"] == found["articles False"] == {"train": 3}
