"""Findings as JUnit XML, the form in which CI systems show tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dataset_tools.checks._base import CHECKS
from dataset_tools.validation.report import Located, Validation

# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHOWN = 20


def junit(found: Validation) -> str:
    """One test case per check code, expectation and limit; it fails as the validation does."""
    cases = [(f"{check.name}/{code}", "checks") for check in CHECKS for code in check.codes]
    extra = sorted({key for key, _ in found.counts} - {key for key, _ in cases})
    by_key: dict[str, list[Located]] = {}
    for located in found.kept:
        by_key.setdefault(located.finding.key, []).append(located)
    fails = {"error", "warn"} if found.strict else {"error"}
    levels = dict(found.counts.keys())  # one level for each code
    suite = ElementTree.Element("testsuite", name="dataset-tools validate")
    failures = 0
    for name, group in [*((key, "schema") for key in extra), *cases]:
        case = ElementTree.SubElement(suite, "testcase", name=_text(name), classname=group)
        places = by_key.get(name, [])
        if not places:
            continue
        number = sum(count for (key, _), count in found.counts.items() if key == name)
        message = f"{number} findings in {found.touched[name]} records"
        lines = "\n".join(_line(place) for place in places[:_SHOWN])
        if levels[name] in fails:
            failures += 1
            failure = ElementTree.SubElement(case, "failure", message=message, type=levels[name])
            failure.text = _text(lines)
        else:
            ElementTree.SubElement(case, "system-out").text = _text(f"{message}\n{lines}")
    failures += _gates(found, suite)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failures))
    ElementTree.indent(suite)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _gates(found: Validation, suite: ElementTree.Element) -> int:
    failures = 0
    gates = [
        (r.code, r.success or (r.level == "warn" and not found.strict), r.message)
        for r in (found.gate.results if found.gate else ())
    ]
    gates += [(t.name, t.success, t.message) for t in found.thresholds]
    for name, success, message in gates:
        case = ElementTree.SubElement(suite, "testcase", name=_text(name), classname="gates")
        if not success:
            failures += 1
            ElementTree.SubElement(case, "failure", message=_text(message), type="error")
    return failures


def _line(located: Located) -> str:
    return f"{located.path}#{located.number}: {located.finding.message}"


def _text(value: str) -> str:
    return _FORBIDDEN.sub(lambda m: f"\\u{ord(m.group()):04x}", value)
