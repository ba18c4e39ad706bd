"""A Hub on loopback, for tests: two origins, commits, tags, pull requests, LFS and Xet, faults.

It speaks the requests that the real clients make. Repositories live in memory; large files that
arrive by Xet are decoded from the client's own local store, so a file exists here only if it was
really uploaded. ``Fault`` breaks chosen requests in chosen ways; every request is logged.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import json
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

TOKEN = "hf_" + "LoopbackWriteTokenForTests0123456789"
READ_TOKEN = "hf_" + "LoopbackReadTokenForTests9876543210"


class Answer(NamedTuple):
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Blob(NamedTuple):
    data: bytes
    lfs: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def oid(self) -> str:
        data = self.data
        if self.lfs:
            spec = "version https://git-lfs.github.com/spec/v1"
            data = f"{spec}\noid sha256:{self.sha256}\nsize {len(data)}\n".encode()
        return hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()


class Commit(NamedTuple):
    oid: str
    parent: str | None
    title: str
    tree: dict[str, Blob]


@dataclass
class Fault:
    """Break requests that match. ``kind``:

    status (answer so, no effect), status_after (effect, then answer so), drop_before, drop_after,
    slow (effect and answer after ``seconds``), corrupt (flip one bit of the body), garble (200 with
    HTML), hook (call ``hook`` first, then go on normally).
    """

    method: str
    pattern: str
    kind: str
    times: int = 1
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    body: bytes = b"{}"
    hook: Callable[[], None] | None = None
    seen: int = 0


@dataclass
class Repo:
    id: str
    private: bool = False
    commits: dict[str, Commit] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)

    def commit(
        self, changes: dict[str, Blob | None], title: str = "by hand", ref: str = "main"
    ) -> str:
        """Put changed files (None deletes) on top of a branch; the new commit's id."""
        parent = self.refs.get(ref)
        tree = dict(self.commits[parent].tree) if parent else {}
        for path, blob in changes.items():
            if blob is None:
                tree.pop(path)
            else:
                tree[path] = blob
        oid = hashlib.sha1(f"{self.id} {len(self.commits)} {title}".encode()).hexdigest()
        self.commits[oid] = Commit(oid, parent, title, tree)
        self.refs[ref] = oid
        return oid

    def edit(self, **files: bytes | None) -> str:
        """A person's commit: ``edit(**{"README.md": b"..."})``."""
        return self.commit({k: None if v is None else Blob(v, False) for k, v in files.items()})

    def resolve(self, revision: str) -> Commit | None:
        name = revision.removeprefix("refs/heads/")
        oid = self.refs.get(name) or self.tags.get(name) or revision
        return self.commits.get(oid)

    @property
    def head(self) -> Commit:
        return self.commits[self.refs["main"]]

    def history(self, ref: str = "main") -> list[Commit]:
        found, oid = [], self.refs.get(ref)
        while oid:
            found.append(self.commits[oid])
            oid = found[-1].parent
        return found


def _json(value: object, status: int = 200, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    body = json.dumps(value).encode()
    return Answer(status, body, (("Content-Type", "application/json"), *named))


def _error(status: int, code: str, message: str) -> Answer:
    return _json({"error": message}, status, X_Error_Code=code, X_Error_Message=message)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for a delayed ACK
    wbufsize = -1
    hub: HubServer
    origin: str

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:  # noqa: PLR0912
        body = self._body()
        fault = self.hub.fault_for(self.command, self.path)
        kind = fault.kind if fault else ""
        self.hub.log.append((self.origin, self.command, self.path, dict(self.headers), kind))
        if fault and kind == "drop_before":
            return self._drop()
        if fault and kind == "status":
            answer = Answer(fault.status, fault.body, tuple(fault.headers.items()))
        else:
            if fault and fault.hook:
                fault.hook()
            answer = self.hub.answer(self.origin, self.command, self.path, self.headers, body)
        if fault and kind == "slow":
            time.sleep(fault.seconds)
        if fault and kind == "drop_after":
            return self._drop()
        if fault and kind == "status_after":
            answer = Answer(fault.status, fault.body, tuple(fault.headers.items()))
        if fault and kind == "garble":
            answer = Answer(
                200, b"<html>a proxy says hello</html>", (("Content-Type", "text/html"),)
            )
        if fault and kind == "corrupt" and answer.body:
            at = len(answer.body) // 2
            flipped = bytes([answer.body[at] ^ 1])
            answer = answer._replace(body=answer.body[:at] + flipped + answer.body[at + 1 :])
        try:
            self.send_response(answer.status)
            names = {name.lower() for name, _ in answer.headers}
            for name, value in answer.headers:
                self.send_header(name, value)
            if "content-length" not in names:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client no longer waits

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

    def log_message(self, format: str, *args: object) -> None:
        pass


class HubServer:
    """``with HubServer() as hub``: ``hub.url`` is the value for HF_ENDPOINT."""

    token, read_token = TOKEN, READ_TOKEN

    def __init__(self) -> None:
        self.repos: dict[str, Repo] = {}
        self.objects: dict[str, bytes] = {}
        self.log: list[tuple[str, str, str, dict[str, str], str]] = []
        self.faults: list[Fault] = []
        self.renamed: dict[str, str] = {}
        self.page = 1000
        self.public_only = False
        self._lock = threading.RLock()
        self._folder = tempfile.TemporaryDirectory()
        self.cas = Path(self._folder.name)
        self._servers = [self._server("hub"), self._server("cdn")]
        self.url, self.cdn = (f"http://127.0.0.1:{s.server_port}" for s in self._servers)

    def _server(self, origin: str) -> ThreadingHTTPServer:
        handler = type(f"{origin}Handler", (_Handler,), {"hub": self, "origin": origin})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def __enter__(self) -> HubServer:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._folder.cleanup()

    # --- what tests use -------------------------------------------------------------------

    def make(self, name: str, private: bool = False) -> Repo:
        repo = self.repos[name] = Repo(name, private)
        repo.commit({".gitattributes": Blob(b"*.parquet filter=lfs\n", False)}, "initial commit")
        return repo

    def inject(self, method: str, pattern: str, kind: str, times: int = 1, **more: Any) -> Fault:
        fault = Fault(method, pattern, kind, times, **more)
        self.faults.append(fault)
        return fault

    def requests(self, part: str = "", *methods: str) -> list[tuple[str, str]]:
        return [
            (method, path)
            for _, method, path, _, _ in self.log
            if part in path and (not methods or method in methods)
        ]

    def fault_for(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                fits = re.fullmatch(fault.method, method) and re.search(fault.pattern, path)
                if fits and fault.times > fault.seen:
                    fault.seen += 1
                    return fault
        return None

    # --- answers --------------------------------------------------------------------------

    def answer(self, origin: str, method: str, target: str, headers: Any, body: bytes) -> Answer:
        parts = urlsplit(target)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        with self._lock:
            if origin == "cdn":
                return self._storage(method, parts.path, headers, body)
            login = (headers.get("Authorization") or "").removeprefix("Bearer ")
            return self._hub(method, parts.path, query, login, body, headers)

    def _storage(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        if headers.get("Authorization"):
            return Answer(400, b"storage must not see a token")
        sha = path.rsplit("/", 1)[1]
        if method == "PUT":
            if hashlib.sha256(body).hexdigest() != sha:
                return Answer(400, b"checksum does not fit")
            self.objects[sha] = body
            return Answer(200)
        data = self.objects[sha]
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", headers.get("Range") or "")
        if found is None:
            return Answer(200, data, (("Content-Type", "application/octet-stream"),))
        first, last = found.groups()
        start = int(first) if first else max(0, len(data) - int(last))
        end = min(int(last) if first and last else len(data) - 1, len(data) - 1)
        span = ("Content-Range", f"bytes {start}-{end}/{len(data)}")
        return Answer(206, data[start : end + 1], (span,))

    def _hub(  # noqa: PLR0911
        self, method: str, path: str, query: dict[str, str], login: str, body: bytes, headers: Any
    ) -> Answer:
        writes = method not in ("GET", "HEAD")
        if path == "/api/whoami-v2":
            return _json({"name": "tester"}) if login else Answer(401)
        if writes and login not in (TOKEN, READ_TOKEN):
            return _error(401, "", "Invalid username or password.")
        if path == "/api/repos/create":
            return self._create(json.loads(body), login)
        if path == "/api/validate-yaml":
            bad = b"license: nonsense" in json.loads(body)["content"].encode()
            errors = [{"message": '"license" must be one of the known ones'}] if bad else []
            return _json({"errors": errors, "warnings": []}, 400 if bad else 200)
        lfs = re.fullmatch(r"/datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", path)
        if lfs:
            return self._batch(json.loads(body))
        if path.startswith("/lfs-verify/"):
            return Answer(200 if json.loads(body)["oid"] in self.objects else 404)
        resolve = re.fullmatch(r"/(?:api/resolve-cache/)?datasets/([^/]+/[^/]+)/(.+)", path)
        api = re.fullmatch(r"/api/datasets/([^/]+/[^/]+)(?:/(.*))?", path)
        match = api or resolve
        if match is None:
            return Answer(404)
        name, rest = match.group(1), match.group(2) or ""
        name = self.renamed.get(name, name)
        repo = self.repos.get(name)
        if repo is None or (repo.private and login not in (TOKEN, READ_TOKEN)):
            return _error(404 if login else 401, "RepoNotFound", "Repository not found")
        if api:
            return self._api(repo, method, rest, query, login, body)
        rest = rest.removeprefix("resolve/") if "/resolve-cache/" not in path else rest
        return self._file(repo, unquote(rest), method)

    def _create(self, wanted: dict[str, Any], login: str) -> Answer:
        name = f"{wanted['organization']}/{wanted['name']}"
        if login != TOKEN:
            return _error(403, "", "You don't have the rights to create a dataset there")
        if name in self.repos:
            return _json({"error": "You already created this dataset repo", "url": name}, 409)
        self.make(name, wanted.get("visibility") == "private" and not self.public_only)
        return _json({"url": f"{self.url}/datasets/{name}"})

    def _batch(self, wanted: dict[str, Any]) -> Answer:
        objects = []
        for item in wanted["objects"]:
            found: dict[str, Any] = {"oid": item["oid"], "size": item["size"]}
            if item["oid"] not in self.objects:
                found["actions"] = {
                    "upload": {"href": f"{self.cdn}/put/{item['oid']}"},
                    "verify": {"href": f"{self.url}/lfs-verify/{item['oid']}"},
                }
            objects.append(found)
        return _json({"transfer": "basic", "objects": objects})

    def _api(  # noqa: PLR0911
        self, repo: Repo, method: str, rest: str, query: dict[str, str], login: str, body: bytes
    ) -> Answer:
        verb, _, argument = rest.partition("/")
        if method == "POST" and login != TOKEN and "create_pr" not in query and verb != "preupload":
            return _error(403, "", "You don't have write access to this dataset")
        if verb in ("", "revision", "tree", "preupload", "commit"):
            revision, _, below = argument.partition("/") if verb == "tree" else (argument, "", "")
            commit = repo.resolve(unquote(revision) if verb else "main")
            if commit is None:
                return _error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            if verb in ("", "revision"):
                info = {"id": repo.id, "sha": commit.oid, "private": repo.private, "tags": []}
                return _json({**info, "siblings": [{"rfilename": path} for path in commit.tree]})
            if verb == "tree":
                return self._tree(repo, commit, unquote(below), query, revision)
            if verb == "preupload":
                return self._preupload(commit, json.loads(body))
            return self._commit(repo, body, query)
        if verb == "refs":
            heads = [("main", f"refs/heads/{n}", c) for n, c in repo.refs.items() if "/" not in n]
            tags = [(n, f"refs/tags/{n}", c) for n, c in repo.tags.items()]
            shape = lambda items: [{"name": n, "ref": r, "targetCommit": c} for n, r, c in items]  # noqa: E731
            found = {"branches": shape(heads), "tags": shape(tags), "converts": []}
            found["branches"] = [{**b, "name": b["ref"].split("/")[-1]} for b in found["branches"]]
            return _json({**found, "pullRequests": []})
        if verb in ("xet-write-token", "xet-read-token"):
            where = {"casUrl": f"local://{self.cas}", "accessToken": "cas", "exp": 4102444800}
            return _json(
                where,
                X_Xet_Cas_Url=where["casUrl"],
                X_Xet_Access_Token="cas",
                X_Xet_Token_Expiration="4102444800",
            )
        if verb == "tag":
            return self._tag(repo, method, unquote(argument), body)
        if verb == "discussions":
            return self._discussions(repo, query)
        return Answer(404)

    def _tree(
        self, repo: Repo, commit: Commit, below: str, query: dict[str, str], revision: str
    ) -> Answer:
        prefix = f"{below}/" if below else ""
        entries: dict[str, dict[str, Any]] = {}
        for path, blob in sorted(commit.tree.items()):
            if not path.startswith(prefix):
                continue
            inner = path[len(prefix) :].split("/")
            deep = query.get("recursive", "").lower() == "true"
            for depth in range(1, len(inner) if deep else min(2, len(inner))):
                folder = prefix + "/".join(inner[:depth])
                entries[folder] = {"type": "directory", "oid": "0" * 40, "size": 0, "path": folder}
            if deep or len(inner) == 1:
                entry: dict[str, Any] = {"type": "file", "oid": blob.oid, "size": len(blob.data)}
                entry["path"] = path
                if blob.lfs:
                    size = len(blob.data)
                    entry["lfs"] = {"oid": blob.sha256, "size": size, "pointerSize": 130}
                entries[path] = entry
        if below and not entries:
            return _error(404, "EntryNotFound", f"{below} does not exist")
        rows = [entries[path] for path in sorted(entries)]
        start = int(query.get("cursor", 0))
        more = {}
        if start + self.page < len(rows):
            flags = f"recursive={query.get('recursive', 'false')}&expand=false"
            url = f"{self.url}/api/datasets/{repo.id}/tree/{revision}"
            more["Link"] = f'<{url}?{flags}&cursor={start + self.page}>; rel="next"'
        return _json(rows[start : start + self.page], **more)

    def _preupload(self, commit: Commit, wanted: dict[str, Any]) -> Answer:
        ignore = commit.tree.get(".gitignore")
        patterns = ignore.data.decode().split() if ignore else []
        files = []
        for item in wanted["files"]:
            path = item["path"]
            old = commit.tree.get(path)
            found: dict[str, Any] = {
                "path": path,
                "uploadMode": "lfs" if path.endswith(".parquet") else "regular",
                "shouldIgnore": any(
                    fnmatch.fnmatch(path, p) or fnmatch.fnmatch(path.split("/")[-1], p)
                    for p in patterns
                ),
            }
            if old:
                found["oid"] = old.sha256 if old.lfs else old.oid
            files.append(found)
        return _json({"files": files})

    def _commit(self, repo: Repo, body: bytes, query: dict[str, str]) -> Answer:
        header: dict[str, Any] = {}
        changes: dict[str, Blob | None] = {}
        for line in body.splitlines():
            item = json.loads(line)
            value = item["value"]
            if item["key"] == "header":
                header = value
            elif item["key"] == "file":
                changes[value["path"]] = Blob(base64.b64decode(value["content"]), False)
            elif item["key"] == "lfsFile":
                data = self.object(value["oid"])
                if data is None or len(data) != value["size"]:
                    return _error(400, "", f"LFS object {value['oid']} was never uploaded")
                changes[value["path"]] = Blob(data, True)
            elif value["path"] not in repo.head.tree:
                return _error(404, "EntryNotFound", "A file with this name doesn't exist")
            else:
                changes[value["path"]] = None
        parent, number = header.get("parentCommit"), len(repo.pulls) + 1
        if "create_pr" in query:
            ref = f"refs/pr/{number}"
            repo.refs[ref] = parent or repo.refs["main"]
            url = f"{self.url}/datasets/{repo.id}/discussions/{number}"
            repo.pulls[number] = {"title": header["summary"], "status": "open"}
        else:
            ref, url = "main", ""
            if parent is not None and parent != repo.refs["main"]:
                return _error(412, "", "A commit has happened since. Please refresh and try again.")
        oid = repo.commit(changes, header["summary"], ref)
        where = {"commitUrl": f"{self.url}/datasets/{repo.id}/commit/{oid}", "commitOid": oid}
        return _json({**where, "pullRequestUrl": url} if url else where)

    def _tag(self, repo: Repo, method: str, argument: str, body: bytes) -> Answer:
        if method == "DELETE":
            repo.tags.pop(argument)
            return Answer(200)
        commit = repo.resolve(argument)
        if commit is None:
            return _error(404, "RevisionNotFound", "no such revision")
        tag = json.loads(body)["tag"]
        if tag in repo.tags:
            return _error(409, "", "Tag reference exists already")
        repo.tags[tag] = commit.oid
        return Answer(200)

    def _discussions(self, repo: Repo, query: dict[str, str]) -> Answer:
        found = [
            {
                "title": pull["title"],
                "num": number,
                "author": {"name": "tester"},
                "createdAt": "2024-01-01T00:00:00.000Z",
                "status": pull["status"],
                "repo": {"name": repo.id, "type": "dataset"},
                "isPullRequest": True,
            }
            for number, pull in repo.pulls.items()
            if query.get("status") in (None, pull["status"])
        ]
        return _json({"discussions": found, "count": len(found), "start": 0})

    def _file(self, repo: Repo, rest: str, method: str) -> Answer:
        at = re.match(r"refs/(?:pr|convert|heads)/[^/]+/", rest)
        revision = at.group()[:-1] if at else rest.split("/", 1)[0]
        path = rest[len(revision) + 1 :]
        commit = repo.resolve(revision)
        if commit is None:
            return _error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        blob = commit.tree.get(path)
        if blob is None:
            return _error(404, "EntryNotFound", f"{path} does not exist")
        known = (("X-Repo-Commit", commit.oid), ("ETag", f'"{blob.oid}"'))
        if not blob.lfs:
            return Answer(200, blob.data, (*known, ("Content-Type", "text/plain")))
        self.objects.setdefault(blob.sha256, blob.data)
        linked = (
            ("X-Linked-Etag", f'"{blob.sha256}"'),
            ("X-Linked-Size", str(len(blob.data))),
            ("Location", f"{self.cdn}/get/{quote(path, safe='')}/{blob.sha256}"),
        )
        return Answer(302, b"", (*known, *linked))

    # --- Xet ------------------------------------------------------------------------------

    def object(self, sha: str) -> bytes | None:
        """The bytes of an uploaded large file, out of LFS or out of the client's Xet store."""
        if sha not in self.objects and (found := _xet_hash(self.cas, sha)) is not None:
            import hf_xet

            target = self.cas / f"decoded-{sha}"
            group = hf_xet.XetSession().new_file_download_group(endpoint=f"local://{self.cas}")
            group.start_download_file(hf_xet.XetFileInfo(*found), str(target))
            group.wait_to_finish()
            data = target.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha:
                self.objects[sha] = data
        return self.objects.get(sha)


def _words(raw: bytes) -> bytes:
    """A hash as Xet's shards hold it: four little-endian words."""
    return b"".join(raw[at : at + 8][::-1] for at in range(0, 32, 8))


def _xet_hash(cas: Path, sha: str) -> tuple[str, int] | None:
    """Xet's own hash and the size of the file with that SHA-256, out of the shards.

    A shard's file section starts at byte 48: per file a header (hash, flags, number of segments),
    the segments, as many verification rows (flag 1 << 31), and the SHA-256 (flag 1 << 30); each
    48 bytes. A segment holds its unpacked size at byte 36.
    """
    wanted = _words(bytes.fromhex(sha))
    for shard in sorted(cas.glob("**/shards/*.mdb")):
        data, at = shard.read_bytes(), 48
        while data[at : at + 32] != b"\xff" * 32 and at + 48 <= len(data):
            flags = int.from_bytes(data[at + 32 : at + 36], "little")
            count = int.from_bytes(data[at + 36 : at + 40], "little")
            first = at + 48
            sizes = [
                int.from_bytes(data[p + 36 : p + 40], "little")
                for p in range(first, first + 48 * count, 48)
            ]
            meta = first + 48 * count * (2 if flags >> 31 & 1 else 1)
            if flags >> 30 & 1 and data[meta : meta + 32] == wanted:
                return _words(data[at : at + 32]).hex(), sum(sizes)
            at = meta + (48 if flags >> 30 & 1 else 0)
    return None
