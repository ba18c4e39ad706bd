"""Inputs for the harnesses: real articles, cut short and damaged at random, from one seed."""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "articles"

TOKENS = (
    "\ufeff", "\u200b", "\u200d", "\u202e", "\u2066", "\u2069", "\u00ad", "\x00", "\x1b[31m", "\x07", "\x7f",
    "\x85", "\u2028", "\u2029", "\r", "\r\n", "\n\n", "\t", "\x0b", "\x0c", "\u3000", "\u00a0",
    "\ud800", "\udfff", "\udc80", "\ufffd", "\uffff", "\U0010ffff", "\U000e0041", "\ue5e5",
    "e\u0301", "\u0300" * 9, "ｶﾞ", "ﬁ", "㈱", "①", "々", "〇", "𠮷", "ẛ̣", "İ", "ǆ", "ß",
    "<script>alert(1)</script>", "<p>", "</p>", "<br/>", "<div class='a'>", "<!--", "-->", "<![CDATA[", "]]>",
    "<title>", "</title>", "<h1>", "<meta charset=big5>", "&amp;lt;", "&#x202e;", "&#0;", "&#1114112;", "&nbsp;",
    "|", "`", "```", "---", "---\n", "***", "[a](javascript:x)", "{{ x }}", "{% x %}", "${x}", "%s", "{}", "\\",
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-1", "'", '"', "''", '""', "!!python/object:x ", "&a ", "*a ",
    "会(huì)", "习（xí）", "jìn", "(jin)", "(hui4)", "ü", "習", "習近", "“", "”", "「", "」", "《", "》", "‘",
    "?(", "?）", "锟斤拷", "烫烫", "å", "Ã©", "â€œ", "ä¼š", "ï¼Œ", "¼š", "浼氳", "鍚", "鏈",
    "主持会议。", "出席", "参加会见", "、", "等", "陪同", "因事请假", "缺席", "会见了", "一行", "副市长", "同志", "·",
    "来源：", "作者：", "编辑：", "责任编辑：", "2022年11月7日", "2022-13-45", "0000-00-00", "13800138000",
    "11010519491231002X", "4111111111111111", "a@b.cn", "http://", "https://例え.jp/?q=", "\n来源：", "分享到",
    "点击进入", "相关阅读", "上一篇", "下一篇", "本报讯", "（记者 ", "）", "(", ")", "[", "]", "{", "}", ",", ":", "：",
    "0", "９", "٣", "²", "1e999", "NaN", "-0.0", "null", "true", '\\ud800', "\\u0000", "\\x00", "\\n",
)  # fmt: skip
"""What has a meaning somewhere: in Unicode, markup, spreadsheets, our own repairs and rules."""

ALPHABETS = (
    "ABCxyz ,.0123", "会议主持出席市长记者來習國學", "(){}[]<>&;:\"'`|-*_#\\/", "\u0000\u0001\x1b\u200b\u202e\ud800\udfff\ufeff",
    "ÃÂâ€œ¼½ä¸å", "（），。、：；？！“”‘’《》", "āáǎàēéěèüǚ(huì)",
)  # fmt: skip


def articles() -> list[str]:
    """The masters and the first lines of the built-in raw articles, as they are."""
    found = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    raw = HERE.parents[1] / "raw"
    for path in sorted(raw.rglob("*")):
        if path.suffix in (".txt", ".html", ".md") and path.stat().st_size < 20_000:
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return found


class Dice:
    """Random choices that one seed repeats."""

    def __init__(self, seed: int, corpus: list[str]) -> None:
        self.random = random.Random(seed)
        self.corpus = corpus
        self.encoded = [text.encode("utf-8", "surrogatepass") for text in corpus]

    def size(self, most: int) -> int:
        """A length, small ones more often."""
        return int(most * self.random.random() ** 2)

    def noise(self) -> str:
        """A few characters of one alphabet, or any."""
        dice = self.random
        if dice.random() < 0.2:
            return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(1, 6)))
        return "".join(dice.choices(dice.choice(ALPHABETS), k=dice.randrange(1, 9)))

    def piece(self, most: int = 200) -> str:
        """A stretch of an article."""
        text = self.random.choice(self.corpus)
        start = 0 if self.random.random() < 0.4 else self.random.randrange(len(text) + 1)
        return text[start : start + 1 + self.size(most)]

    def word(self) -> str:
        """A hostile token, noise, or a few characters of an article."""
        roll = self.random.random()
        if roll < 0.6:
            return self.random.choice(TOKENS)
        return self.noise() if roll < 0.8 else self.piece(20)

    def text(self, most: int = 400) -> str:
        """A mutated stretch of an article, or an invented text."""
        dice = self.random
        if dice.random() < 0.08:
            return "".join(self.word() for _ in range(dice.randrange(12)))
        text = self.piece(most)
        for _ in range(dice.choice((0, 1, 1, 2, 3, 5, 9))):
            text = self._changed(text)
        return text[: 4 * most]

    def _changed(self, text: str) -> str:
        dice = self.random
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.randrange(1, 12))
        match dice.randrange(7):
            case 0 | 1 | 2:
                return text[:start] + self.word() + text[start:]
            case 3:
                return text[:start] + text[end:]
            case 4:
                return text[:start] + self.word() + text[end:]
            case 5:
                return text[:start] + text[start:end] * dice.randrange(2, 9) + text[end:]
            case _:
                return text[:end] + self.piece(60) + text[start:]

    def mutated(self, data: bytes, most: int = 600) -> bytes:
        """Bytes with a few flipped, cut, doubled or inserted."""
        dice = self.random
        if len(data) > most and dice.random() < 0.7:
            start = 0 if dice.random() < 0.8 else dice.randrange(len(data))
            data = data[start : start + most]
        for _ in range(dice.choice((0, 1, 1, 2, 3, 6))):
            start = dice.randrange(len(data) + 1)
            end = min(len(data), start + dice.randrange(1, 16))
            match dice.randrange(6):
                case 0 | 1:
                    if start < len(data):
                        flipped = bytes((data[start] ^ (1 << dice.randrange(8)),))
                        data = data[:start] + flipped + data[start + 1 :]
                case 2:
                    data = data[:start] + data[end:]
                case 3:
                    data = (
                        data[:start] + self.word().encode("utf-8", "surrogatepass") + data[start:]
                    )
                case 4:
                    data = data[:start] + dice.randbytes(dice.randrange(1, 5)) + data[end:]
                case _:
                    data = data[:end] + data[start:end] * dice.randrange(1, 4) + data[end:]
        return data
