"""Charset detection: makes its table of character costs, and measures it beside other detectors.

    python benchmarks/encodings.py table DICT.TXT    writes text/data/character_costs.tsv
    python benchmarks/encodings.py measure TEXTS     the share decoded exactly, by encoding

TEXTS holds one JSON value a line (an object with title and text, or a list of strings and lists
of strings) and may be compressed with gzip; ``--peer`` measures charset-normalizer beside ours.

Sources of the table: Han characters by the word frequencies of jieba 0.42.1 (MIT), ``dict.txt``,
each also in its traditional forms (OpenCC, a dependency); letters, kana and Hangul by their order
in ``charset_normalizer.constant.FREQUENCIES`` (MIT); everything else of GB 2312, Big5, JIS X 0208
and KS X 1001 as the standard library's codecs have them. Punctuation and digits are graded by hand.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "dataset_tools" / "text" / "data" / "character_costs.tsv"
SIX = "，。", "、的“”", "：；（）《》", "！？—…【】「」·　", "『』〈〉‘’％～／．－＋℃"
"""Full-width punctuation from frequent to rare: 3.25 nats, then one more for each group."""


def han_costs(words: Path) -> dict[str, float]:
    """Nats of each Han character: minus the logarithm of its share of a running Chinese text."""
    from opencc import OpenCC  # noqa: PLC0415

    count: Counter[str] = Counter()
    for line in words.read_text("utf-8").splitlines():
        word, frequency, *_ = line.split()
        for character in word:
            if "\u4e00" <= character <= "\u9fff":
                count[character] += int(frequency) * len(word)
    total = sum(count.values()) / 0.8
    costs = {c: min(12.5, math.log(total / n)) for c, n in count.items()}
    for name in ("s2t", "s2tw", "s2hk"):
        convert = OpenCC(name).convert
        for character, cost in list(costs.items()):
            other = convert(character)
            if len(other) == 1:
                costs[other] = min(costs.get(other, 99.0), cost + 0.25)
    return costs


def letter_costs() -> dict[str, float]:
    """Nats of letters, kana and Hangul by their place in each language's order of frequency."""
    from charset_normalizer.constant import FREQUENCIES  # noqa: PLC0415

    costs: dict[str, float] = {}
    for language, order in FREQUENCIES.items():
        if language in ("Chinese", "Japanese", "Serbian", "Tamil", "Hindi", "Kazakh"):
            continue
        big = language in ("Korean", "Japanese—", "Japanese——")
        for rank, character in enumerate(order):
            cost = (4.0 if language == "Korean" else 3.0) + rank / (24 if big else 7)
            if character.isascii() and language != "English":
                continue
            if not character.isascii() and "LATIN" in name_of(character):
                cost = max(cost, 5.5)
            for form, extra in ((character, 0.0), (character.upper(), 2.5)):
                if len(form) == 1:
                    costs[form] = min(costs.get(form, 99.0), cost + extra)
    return costs


def name_of(character: str) -> str:
    """The Unicode name, or an empty string."""
    return unicodedata.name(character, "")


def standard_costs() -> dict[str, float]:
    """Nats of what the national standards hold beside the frequent: level 1, level 2, Hangul."""
    costs: dict[str, float] = {}
    for codec, rows, cost in (
        ("euc_kr", range(0xB0, 0xC9), 8.5),
        ("gb2312", range(0xB0, 0xD8), 10.0),
        ("euc_jp", range(0xB0, 0xD0), 10.5),
        ("gb2312", range(0xD8, 0xF8), 12.5),
        ("big5", range(0xA4, 0xC7), 11.0),
        ("big5", range(0xC9, 0xFA), 13.0),
    ):
        for lead in rows:
            for trail in range(0x40, 0xFF):
                character = bytes((lead, trail)).decode(codec, "ignore")
                if len(character) == 1:
                    costs[character] = min(costs.get(character, 99.0), cost)
    return costs


def make_table(words: Path) -> None:
    """Write the table: one line a cost in quarter nats, then the characters that cost it."""
    costs = standard_costs()
    for more in (han_costs(words), letter_costs()):
        for character, cost in more.items():
            costs[character] = min(costs.get(character, 99.0), cost)
    costs.update({c: 3.25 + level for level, group in enumerate(SIX) for c in group if c != "的"})
    costs.update({chr(c): 7.5 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))})
    costs.update(dict.fromkeys("–—’‘“”•", 6.25) | dict.fromkeys("«»°£€©®§¿¡´`", 8.0))
    costs.update(dict.fromkeys("0123456789", 3.5) | dict.fromkeys(".,-", 4.5))
    costs.update({" ": 2.25, "\n": 4.0, "\r": 4.0, "\t": 5.0, "\u00a0": 8.0})
    bands: dict[int, list[str]] = defaultdict(list)
    for character, cost in costs.items():
        if len(character) == 1 and character <= "\uffff":
            bands[round(cost * 4)].append(character)
    lines = [
        "# Nats a character costs (minus the natural logarithm of its share of running text).\n"
        "# Made by benchmarks/encodings.py, which names the sources; cost, tab, code points.\n"
    ]
    for band in sorted(bands):
        escaped = json.dumps("".join(sorted(bands[band])), ensure_ascii=False)
        lines.append(f"{band / 4}\t{escaped}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


def texts(path: Path) -> Iterator[str]:
    """The texts in a file of JSON lines."""
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
        value = json.loads(line)
        items = [value.get("title"), value.get("text")] if isinstance(value, dict) else value
        yield "\n".join(part for item in items if item for part in _flat(item))


def _flat(item: object) -> list[str]:
    return [str(part) for part in item] if isinstance(item, list) else [str(item)]


def traditional(text: str) -> str:
    """``text`` in traditional characters."""
    from opencc import OpenCC  # noqa: PLC0415

    converted: str = OpenCC("s2t").convert(text)
    return converted


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 BOM": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "big5": lambda text: traditional(text).encode("big5", "ignore"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16 BOM": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
}


def cut(text: str, encode: Callable[[str], bytes], rng: random.Random) -> bytes:
    """40 to 200 bytes from a random place of the encoded text, whole characters only."""
    size = rng.randint(40, 200)
    start = rng.randrange(max(1, len(text) - 20))
    piece = text[start : start + size]
    while piece and len(encode(piece)) > size:
        piece = piece[: len(piece) * size // len(encode(piece)) or -1]
        piece = piece[:-1] if len(encode(piece)) > size else piece
    return encode(piece)


def ours(data: bytes) -> str | None:
    """The text as this project reads it; None where it abstains."""
    from dataset_tools.text.encodings import Decoded, decode  # noqa: PLC0415

    found = decode(data)
    return found.text if isinstance(found, Decoded) else None


def peer(data: bytes) -> str | None:
    """The text as charset-normalizer reads it."""
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data).best()
    return str(best) if best else None


def original(name: str, data: bytes) -> str:
    """What ``data`` says, known from how it was made."""
    codec = {"utf-8 BOM": "utf-8-sig", "utf-16 BOM": "utf-16"}.get(name, name)
    return data.decode(codec)


def measure(path: Path, limit: int, with_peer: bool) -> None:
    """Print the share decoded exactly, abstained and wrong for each encoding and length."""
    sample = [text for text in texts(path) if len(text) > 60]
    rng = random.Random(7)
    rng.shuffle(sample)
    readers = {"ours": ours} | ({"charset-normalizer": peer} if with_peer else {})
    for who, read in readers.items():
        for length in ("whole", "40-200 bytes"):
            rng = random.Random(11)
            total: Counter[str] = Counter()
            seconds, size = 0.0, 0
            for name, encode in ENCODERS.items():
                count: Counter[str] = Counter()
                for text in sample[:limit]:
                    data = encode(text) if length == "whole" else cut(text, encode, rng)
                    if len(data) < 40:
                        continue
                    begin = time.perf_counter()
                    got = read(data)
                    seconds += time.perf_counter() - begin
                    size += len(data)
                    right = got == original(name, data)
                    count["exact" if right else "abstained" if got is None else "wrong"] += 1
                total += count
                print(f"{who:20}{length:14}{name:12}{dict(count)}")
            share = total["exact"] / sum(total.values())
            speed = size / seconds / 1e6
            shown = f"{share:.3%} exact of {sum(total.values())}, {speed:.1f} MB/s"
            print(f"{who:20}{length:14}all: {shown}")


def main() -> None:
    """The two subcommands."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    table = commands.add_parser("table")
    table.add_argument("words", type=Path)
    measured = commands.add_parser("measure")
    measured.add_argument("texts", type=Path)
    measured.add_argument("--limit", type=int, default=200)
    measured.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    if options.command == "table":
        make_table(options.words)
    else:
        measure(options.texts, options.limit, options.peer)


if __name__ == "__main__":
    main()
