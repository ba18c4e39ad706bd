"""SVG by hand: the few shapes that the pictures consist of, numbers as coordinates and as words."""

from __future__ import annotations

from collections.abc import Sequence

from dataset_tools.release.escape import markup

_FONT = (
    "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Hiragino Sans GB',"
    "'Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
)
_STYLE = (
    f"text{{font:13px {_FONT};fill:#1d2329}}.muted{{fill:#5b6670}}.small{{font-size:11px}}"
    ".head{font-weight:600}.ground{fill:#fff;stroke:#e3e1db}.axis{stroke:#c9cdd2}"
    ".accent{fill:#2c5c8f}.good{fill:#2f7d5b}.warn{fill:#c08a1e}.bad{fill:#b4453a}"
    ".flow{opacity:.2}.track{opacity:.08}.on{fill:#14171a!important}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e8ea}.muted{fill:#a3adb6}"
    ".ground{fill:#171b1f;stroke:#2c3238}.axis{stroke:#3a424a}.accent{fill:#7fb0e0}"
    ".good{fill:#6cc09b}.warn{fill:#dcae55}.bad{fill:#e58a80}.flow{opacity:.24}}"
)


def number(value: float) -> str:
    """A coordinate: at most one decimal, nothing superfluous.

    >>> number(3.0), number(2.25)
    ('3', '2.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def share(part: int, whole: int) -> str:
    """A share in per cent: one decimal, and never 0 or 100 where it is not.

    >>> share(1, 3), share(1, 100_000), share(0, 5), share(5, 5)
    ('33.3 %', '<0.1 %', '0 %', '100 %')
    """
    if not whole or part in (0, whole):
        return "0 %" if not part else "100 %"
    value = 100 * part / whole
    if value < 0.1:
        return "<0.1 %"
    return ">99.9 %" if value > 99.9 else f"{value:.1f} %"


def svg(name: str, label: str, size: tuple[float, float], body: Sequence[str]) -> str:
    """A picture of that size (in pixels); ``label`` says in words what it shows."""
    width, height = map(number, size)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot {name}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{markup(label)}">'
    )
    return "\n".join([head, f"<title>{markup(label)}</title>", *body, "</svg>"])


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    """Words at a place. ``kind``: classes; ``anchor``: start, middle or end."""
    extra = f' class="{kind}"' if kind else ""
    extra += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{number(x)}" y="{number(y)}"{extra}>{markup(words)}</text>'


def rect(box: tuple[float, float, float, float], kind: str, title: str = "") -> str:
    """A rectangle (x, y, width, height) with its classes; ``title`` shows under the pointer."""
    x, y, width, height = map(number, box)
    inside = f"><title>{markup(title)}</title></rect>" if title else "/>"
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{kind}"{inside}'


def standing_alone(svg: str) -> str:
    """A picture as a file: with its style, on a ground with a margin.

    Raises nothing: ``svg`` is one of ours, whose first line holds its size.
    """
    head, body = svg.split("\n", 1)
    box = head.split('viewBox="0 0 ', 1)[1].split('"', 1)[0]
    width, height = (float(value) + 32 for value in box.split())
    sizes = f'viewBox="-16 -16 {number(width)} {number(height)}" '
    sizes += f'width="{number(width)}" height="{number(height)}"'
    start, rest = head.split("viewBox=", 1)
    head = start + sizes + " aria-label=" + rest.split(" aria-label=", 1)[1]
    ground = rect((-15.5, -15.5, width - 1, height - 1), "ground").replace("/>", ' rx="8"/>')
    return f"{head}\n<style>{_STYLE}</style>\n{ground}\n{body}\n"
