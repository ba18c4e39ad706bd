"""Fetch the official JSON-Schema-Test-Suite: the source package of jsonschema ships it.

``python tests/schema/fetch_suite.py DIR`` asks pip for the source package of the installed
version (one download, no build of it is installed) and unpacks its ``json`` folder into DIR.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path


def fetch(folder: Path) -> None:
    """Unpack the suite into ``folder``."""
    with tempfile.TemporaryDirectory() as temporary:
        wanted = f"jsonschema=={version('jsonschema')}"
        options = ["--no-deps", "--no-binary", "jsonschema", "--dest", temporary]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, wanted], check=True)
        (package,) = Path(temporary).glob("jsonschema-*.tar.gz")
        with tarfile.open(package) as archive:
            for member in archive:
                parts = Path(member.name).parts
                if member.isfile() and len(parts) > 2 and parts[1] == "json":
                    target = folder.joinpath(*parts[2:])
                    target.parent.mkdir(parents=True, exist_ok=True)
                    stream = archive.extractfile(member)
                    assert stream is not None
                    target.write_bytes(stream.read())


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
