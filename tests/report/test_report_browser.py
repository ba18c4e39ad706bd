"""The report in a real browser: nothing on the console, no request, nothing wider than the page."""

from __future__ import annotations

import http.server
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
PROBE = """
<script>
addEventListener("load", function () {
  var frame = document.querySelector("iframe"), page = frame.contentDocument;
  var said = [];
  var wide = page.documentElement.scrollWidth;
  said.push("wide=" + (wide <= frame.clientWidth));
  var input = page.querySelector("input[data-filter=findings-table]");
  input.value = "undecodable";
  input.dispatchEvent(new Event("input"));
  var rows = Array.from(page.querySelectorAll("#findings-table tbody tr"));
  said.push("shown=" + rows.filter(function (row) { return !row.hidden; }).length);
  page.querySelector("#findings-table th[data-sort=number] button").click();
  var sorted = page.querySelector("#findings-table tbody tr td:last-child").textContent;
  said.push("first=" + sorted.trim());
  said.push("alerts=" + (frame.contentWindow.hacked || 0));
  document.title = "";
  document.body.setAttribute("data-said", said.join(" "));
});
</script>
"""


@pytest.fixture
def server(evil, tmp_path: Path):
    """Serves the report and a page that holds it in a frame; keeps every path asked for."""
    folder, _ = evil
    shutil.copy(folder / "quality" / "report.html", tmp_path / "report.html")
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(tmp_path))

        def log_message(self, *arguments):
            asked.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found.server_address[1], asked, tmp_path
        found.shutdown()


def browse(address: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What headless Chromium prints for a page; its profile is thrown away."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr", "--v=0",
        "--virtual-time-budget=4000", *options, address,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_report_works_in_a_browser_at_any_width(server, width):
    port, asked, folder = server
    frame = f'<body><iframe src="report.html" style="width:{width}px;height:900px;border:0">'
    (folder / "probe.html").write_text(f"<!doctype html>{frame}</iframe>{PROBE}</body>")
    made = browse(f"http://127.0.0.1:{port}/probe.html", folder, "--dump-dom")
    assert 'data-said="wide=true shown=1 first=3 alerts=0"' in made.stdout, made.stdout[-500:]
    assert not re.findall(r"CONSOLE.*", made.stderr)
    assert set(asked) <= {"/probe.html", "/report.html", "/favicon.ico"}


def test_the_report_can_be_read_without_script(server):
    port, _, folder = server
    frame = '<iframe src="report.html" sandbox="allow-same-origin" style="width:390px"></iframe>'
    probe = """<script>addEventListener("load", function () {
      var page = document.querySelector("iframe").contentDocument;
      var tools = page.querySelector(".tools"), view = page.defaultView;
      document.body.setAttribute("data-said", [
        "ledger=" + (page.body.innerText.indexOf("33 = 30 + 2 + 1") > 0),
        "scripted=" + page.documentElement.classList.contains("scripted"),
        "tools=" + view.getComputedStyle(tools).display].join(" "));
    });</script>"""
    (folder / "probe.html").write_text(f"<!doctype html><body>{frame}{probe}</body>")
    made = browse(f"http://127.0.0.1:{port}/probe.html", folder, "--dump-dom")
    assert 'data-said="ledger=true scripted=false tools=none"' in made.stdout, made.stdout[-500:]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_the_report_is_drawn(server, width, dark):
    port, _, folder = server
    picture = folder / "picture.png"
    theme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    size = f"--window-size={max(width, 500)},2000"
    browse(f"http://127.0.0.1:{port}/report.html", folder, f"--screenshot={picture}", size, *theme)
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) > 20_000
