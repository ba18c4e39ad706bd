"""Object storage: the bytes of a local build, whole releases only, nothing fetched twice."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from dataset_tools.builder import Release, build
from dataset_tools.core.config import Config
from dataset_tools.core.errors import ReleaseError, SourceError, UsageError
from dataset_tools.release import remote
from dataset_tools.release.files import list_files, sha256_file
from dataset_tools.release.verify import verify

PAGE = "第{0}号泵站检修\n    郁清禾检查了第{0}号泵站的电机和闸门，要求在汛期前完成全部{0}项整改。\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASET_TOOLS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def store() -> Iterator[Any]:
    """An empty store in memory."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "sub").mkdir(parents=True)
    for number in range(12):
        name = f"sub/{number}.txt" if number % 2 else f"{number} 号.txt"
        (folder / name).write_text(PAGE.format(number * 7 + 3), encoding="utf-8")
    (folder / ".hidden").write_text("no source")
    return folder


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of every released file."""
    return {name: sha256_file(folder / name) for name in list_files(folder)}


def upload(raw: Path, system: Any, target: str) -> None:
    """Every file of a folder."""
    for name in list_files(raw):
        system.pipe_file(f"{target}/{name}", (raw / name).read_bytes())


def download(system: Any, source: str, folder: Path) -> Path:
    """A remote folder as a local one."""
    folder.mkdir(parents=True)
    for path in system.find(source):
        place = folder / path[len(system._strip_protocol(source)) + 1 :]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(system.cat_file(path))
    return folder


def local(raw: Path, tmp_path: Path) -> Release:
    """The same articles, built from a folder into a folder."""
    return build(raw, tmp_path / "local", Config())


def test_a_remote_build_gives_the_bytes_of_a_local_one(
    raw: Path, tmp_path: Path, store: Any
) -> None:
    upload(raw, store, "memory://b/raw")
    made = build("memory://b/raw", "memory://b/processed/", Config())
    assert made.as_dict()["path"] == "memory://b/processed/1.0.0"
    assert "url" not in made.as_dict()
    copy = download(store, "memory://b/processed/1.0.0", tmp_path / "copy")
    assert fingerprints(copy) == fingerprints(local(raw, tmp_path).path)
    assert verify(copy).ok
    assert store.cat_file("memory://b/processed/latest") == b"1.0.0\n"
    assert len(store.find("memory://b/processed")) == len(list_files(copy)) + 1


def test_the_next_build_on_another_machine_goes_on_from_the_remote_release(
    raw: Path, tmp_path: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(raw, store, "memory://b/raw")
    build("memory://b/raw", "memory://b/processed", Config())
    monkeypatch.setenv("DATASET_TOOLS_CACHE", str(tmp_path / "another"))
    same = build("memory://b/raw", "memory://b/processed", Config())
    assert (same.release, same.changed) == ("1.0.0", False)
    store.pipe_file("memory://b/raw/new.txt", PAGE.format(991).encode())
    more = build("memory://b/raw", "memory://b/processed", Config())
    assert (more.release, more.changed) == ("1.1.0", True)
    assert store.cat_file("memory://b/processed/latest") == b"1.1.0\n"
    assert verify(download(store, "memory://b/processed/1.1.0", tmp_path / "copy")).ok
    assert b"1.0.0" in store.cat_file("memory://b/processed/1.1.0/CHANGELOG.md")


def test_objects_that_stayed_are_not_fetched_again_and_gone_ones_go(
    raw: Path, tmp_path: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(raw, store, "memory://b/raw")
    fetched: list[str] = []
    fetch = type(store).get

    def counted(self: Any, sources: list[str], *args: Any) -> None:
        fetched.extend(sources)
        fetch(self, sources, *args)

    monkeypatch.setattr(type(store), "get", counted)
    copy = tmp_path / "mirror"
    files = remote.fetch_sources("memory://b/raw", copy)
    assert len(fetched) == 12
    assert list_files(files) == [name for name in list_files(raw) if name != ".hidden"]
    fetched.clear()
    remote.fetch_sources("memory://b/raw", copy)
    assert fetched == []
    store.pipe_file("memory://b/raw/sub/1.txt", b"another text")
    store.rm("memory://b/raw/sub/3.txt")
    (files / "sub" / "5.txt").write_text("damaged")
    remote.fetch_sources("memory://b/raw", copy)
    assert [path.rsplit("/", 1)[1] for path in fetched] == ["1.txt", "5.txt"]
    assert (files / "sub" / "1.txt").read_text() == "another text"
    assert (files / "sub" / "5.txt").read_bytes() == (raw / "sub" / "5.txt").read_bytes()
    assert not (files / "sub" / "3.txt").exists()


def test_an_upload_that_was_cut_off_is_no_release_and_is_resumed(
    raw: Path, tmp_path: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(store).put

    def torn(self: Any, sources: list[str], targets: list[str]) -> None:
        put(self, sources[:3], targets[:3])
        raise OSError("connection lost")

    monkeypatch.setattr(type(store), "put", torn)
    with pytest.raises(ReleaseError, match="connection lost"):
        build(raw, "memory://b/processed", Config())
    assert not store.exists("memory://b/processed/1.0.0/manifest.json")
    assert not store.exists("memory://b/processed/latest")
    monkeypatch.setattr(type(store), "put", put)
    made = build(raw, "memory://b/processed", Config())
    assert made.release == "1.0.0"
    assert made.built_parts == 0
    assert verify(download(store, "memory://b/processed/1.0.0", tmp_path / "copy")).ok


def test_an_upload_that_lost_a_byte_has_no_manifest(
    raw: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(store).put

    def lossy(self: Any, sources: list[str], targets: list[str]) -> None:
        put(self, sources, targets)
        self.pipe_file(targets[0], self.cat_file(targets[0])[:-1])

    monkeypatch.setattr(type(store), "put", lossy)
    with pytest.raises(ReleaseError, match="not whole") as caught:
        build(raw, "memory://b/processed", Config())
    assert caught.value.code == "unverified"
    assert not store.exists("memory://b/processed/1.0.0/manifest.json")


def test_a_release_that_somebody_else_published_is_never_replaced(
    raw: Path, tmp_path: Path, store: Any
) -> None:
    made = local(raw, tmp_path)
    store.pipe_file("memory://b/processed/1.0.0/manifest.json", b"{}")
    with pytest.raises(ReleaseError) as caught:
        remote.push_release(made.path, "memory://b/processed")
    assert caught.value.code == "conflict"
    assert store.cat_file("memory://b/processed/1.0.0/manifest.json") == b"{}"


def test_a_damaged_remote_release_is_not_taken_over(raw: Path, tmp_path: Path, store: Any) -> None:
    remote.push_release(local(raw, tmp_path).path, "memory://b/processed")
    card = "memory://b/processed/1.0.0/README.md"
    store.pipe_file(card, store.cat_file(card).replace(b"a", b"b", 1))
    with pytest.raises(ReleaseError, match="damaged"):
        remote.fetch_newest("memory://b/processed", tmp_path / "out")
    assert not (tmp_path / "out" / "1.0.0").exists()


def test_a_dry_run_uploads_nothing(raw: Path, store: Any) -> None:
    from dataset_tools.builder import Options

    made = build(raw, "memory://b/processed", Config(), options=Options(dry_run=True))
    assert made.counts["read"] == 12
    assert store.find("memory://b/processed") == []


def test_nothing_there_an_unknown_kind_and_a_bad_name_are_said_so(
    tmp_path: Path, store: Any
) -> None:
    with pytest.raises(SourceError, match="nothing is there"):
        remote.fetch_sources("memory://b/none", tmp_path / "m")
    with pytest.raises(UsageError, match="no such kind of place"):
        remote.fetch_sources("nonsense://b/none", tmp_path / "m")
    store.pipe_file("memory://b/bad/x/../../y.txt", b"x")
    store.store["/b/bad/../../y.txt"] = store.store.pop(next(iter(store.store)))
    with pytest.raises(SourceError, match="no file can have"):
        remote.fetch_sources("memory://b/bad", tmp_path / "m")
    assert not (tmp_path / "y.txt").exists()


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a local S3 server."""
    for package in ("s3fs", "moto", "flask"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    script = "\n".join(
        (
            "from werkzeug.serving import make_server",
            "from moto.server import DomainDispatcherApplication, create_backend_app",
            "app = DomainDispatcherApplication(create_backend_app)",
            "server = make_server('127.0.0.1', 0, app, threaded=True)",
            "print(server.port, flush=True)",
            "server.serve_forever()",
        )
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = f"http://127.0.0.1:{int(process.stdout.readline())}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=2).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.communicate()


def test_the_command_builds_from_s3_into_s3(raw: Path, tmp_path: Path, s3: str) -> None:
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    prepare = (
        "import s3fs, sys; s = s3fs.S3FileSystem(); s.mkdir('bucket'); "
        "s.put(sys.argv[1] + '/', 'bucket/raw', recursive=True)"
    )
    run("-c", prepare, str(raw))
    command = ["-m", "dataset_tools", "build", "--json", "--raw", "s3://bucket/raw"]
    first = json.loads(run(*command, "--out", "s3://bucket/processed"))
    assert first["path"] == "s3://bucket/processed/1.0.0"
    again = json.loads(run(*command, "--out", "s3://bucket/processed"))
    assert (again["changed"], again["built_parts"]) == (False, 0)
    fetch = (
        "import s3fs, sys; s = s3fs.S3FileSystem(); "
        "s.get('bucket/processed/1.0.0', sys.argv[1], recursive=True); "
        "print(s.cat('bucket/processed/latest').decode())"
    )
    assert run("-c", fetch, str(tmp_path / "copy")).strip() == "1.0.0"
    assert fingerprints(tmp_path / "copy") == fingerprints(local(raw, tmp_path).path)
