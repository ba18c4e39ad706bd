"""Derives the character tables of ``dataset_tools/text`` from the libraries that hold them.

``python tests/text/derive_han_tables.py FOLDER`` writes three files:

``converter.tsv``  simplified, traditional: the one-to-one table of the damaging converter.
    Rule: OpenCC's STCharacters, first candidate in its Taiwan form that GBK can encode, for the
    characters of GB 2312 whose simplified form is not itself a traditional character. Where the
    pages of this damage are seen to differ from the rule, ``SEEN`` says how.
``variants.tsv``   traditional, simplified: OpenCC's TSCharacters (first candidate).
``readings.tsv``   syllable, zhuyin, characters whose first reading it is, other characters: the
    readings of pypinyin for U+4E00..U+9FA5 and for every traditional character above.

Sources: OpenCC (Apache-2.0), pypinyin (MIT).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

# Converted although the simplified form is also a traditional character, or left alone, or
# converted to another form than OpenCC's first: as the pages show it.
SEEN = dict(
    pair
    for pair in (  # noqa: SIM905
        "万萬 丰豐 价價 党黨 准準 几幾 划劃 台臺 叶葉 广廣 据據 朴樸 极極 灶竈 着著 确確 硷礆 "
        "种種 粽糉 胜勝 荐薦 适適 雇僱 鉴鑒 锈銹 鲇鮎 钟鐘 钵鉢 腭齶 净凈 冲沖 娴嫺 妫嬀 缰繮 "
        "沩潙 湿濕"
    ).split()
)
LEFT = "咤并恒么"


def dictionary(name: str, folder: Path) -> dict[str, list[str]]:
    """OpenCC's dictionary ``name`` as text: key -> candidates."""
    import opencc

    clib = Path(opencc.__file__).parent / "clib"
    out = folder / f"{name}.txt"
    source = clib / "share" / "opencc" / f"{name}.ocd2"
    tool = clib / "bin" / "opencc_dict"
    subprocess.run(
        [tool, "-i", source, "-o", out, "-f", "ocd2", "-t", "text"], check=True, capture_output=True
    )
    lines = out.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1].split(" ") for line in lines}


def encodable(character: str, codec: str) -> bool:
    """Whether ``codec`` has the character."""
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def gb2312() -> list[str]:
    """The 6,763 characters of GB 2312, in its order."""
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found = [pair.decode("gb2312", "ignore") for pair in pairs]
    return [character for character in found if character]


def converter(folder: Path) -> dict[str, str]:
    """Simplified -> traditional, as the damaging converter does it."""
    forward = dictionary("STCharacters", folder)
    taiwan = dictionary("TWVariants", folder)
    table = {}
    for simplified in gb2312():
        candidates = forward.get(simplified, [simplified])
        if simplified in SEEN:
            table[simplified] = SEEN[simplified]
        elif simplified not in candidates and simplified not in LEFT:
            forms = [taiwan.get(form, [form])[0] for form in candidates]
            forms = [form for form in forms if encodable(form, "gbk")]
            if forms and forms[0] != simplified:
                table[simplified] = forms[0]
    return table


def derive(folder: Path) -> dict[str, str]:
    """File name -> content."""
    from pypinyin import Style, pinyin
    from pypinyin.style import convert

    table = converter(folder)
    variants = {key: values[0] for key, values in dictionary("TSCharacters", folder).items()}
    variants = {key: value for key, value in variants.items() if key != value and len(key) == 1}
    unified = map(chr, range(0x4E00, 0x9FA6))  # what GBK has, names included
    characters = sorted({"〇", *unified, *table.values(), *variants})
    first: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for character in characters:
        readings = pinyin(character, heteronym=True, style=Style.TONE)[0]
        if readings == [character]:
            continue
        for number, reading in enumerate(readings):
            (other if number else first).setdefault(reading, []).append(character)
    rows = []
    for syllable in sorted({*first, *other}):
        zhuyin = convert(syllable, Style.BOPOMOFO, strict=True)
        firsts, others = first.get(syllable, []), other.get(syllable, [])
        rows.append(f"{syllable}\t{zhuyin}\t{''.join(firsts)}\t{''.join(others)}\n")
    return {
        "converter.tsv": "".join(f"{s}\t{t}\n" for s, t in sorted(table.items())),
        "variants.tsv": "".join(f"{t}\t{s}\n" for t, s in sorted(variants.items())),
        "readings.tsv": "".join(rows),
    }


def main() -> None:
    """Write the three files into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for name, content in derive(Path(folder)).items():
            (target / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
