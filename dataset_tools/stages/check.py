"""The check stage: the schema's verdict, then every check, over a batch of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any, Literal

from dataset_tools.checks._base import CHECKS, Check, Hit
from dataset_tools.checks._views import Columns, columns_of
from dataset_tools.core.config import CheckSection
from dataset_tools.core.errors import ConfigError
from dataset_tools.core.finding import Finding, Level
from dataset_tools.core.registry import did_you_mean
from dataset_tools.schema.judge import Judge

Row = Mapping[str, Any]
Setting = Level | Literal["off"]
_SHAPE = frozenset(("type", "required", "not_json", "format"))
"""Keywords whose failure means that a column is not what the checks expect."""
_UNJUDGED = frozenset(("not_json", "more"))
"""Findings after which the schema says nothing of the other columns: no check may see them."""


class Checker:
    """A schema and the configured checks, ready to run; build it once and use it for all batches.

    ``config``: section by check name, or by ``check/code`` for one code. ``level`` replaces the
    level of all codes (``off`` silences them). The name ``schema`` may only carry thresholds.
    Raises ConfigError for a name that does not exist, SchemaError for an unusable schema.
    """

    def __init__(
        self, schema: dict[str, Any], config: Mapping[str, CheckSection] | None = None
    ) -> None:
        self.judge = Judge(schema)
        self._levels = levels(config or {})
        self._plan = _plan(self._levels)

    def run(self, records: Sequence[dict[str, Any]]) -> list[tuple[int, Finding]]:
        """``(index in the batch, finding)``, in the order of the records; the schema first, then
        the checks in one fixed order.

        A record has the article's columns, ``published`` as an ISO string or None. Columns whose
        shape the schema refused are not given to any check.
        """
        failed = self.judge.failures(records)
        if not failed:
            return self._checked(records, range(len(records)))
        unusable: dict[int, set[str]] = {}
        for index, finding in failed:
            columns = unusable.setdefault(index, set())
            if finding.code in _SHAPE:
                columns.add(finding.field)
            if finding.code in _UNJUDGED and isinstance(records[index], Mapping):
                columns.update(records[index])
        for index, columns in unusable.items():
            failed += ((index, finding) for finding in self._careful(records[index], columns))
        good = [index for index in range(len(records)) if index not in unusable]
        failed += self._checked([records[index] for index in good], good)
        return sorted(failed, key=itemgetter(0))  # stable: schema findings stay first

    def _checked(self, records: Sequence[Row], places: Sequence[int]) -> list[tuple[int, Finding]]:
        """The findings of records that the schema allows; ``places``: their numbers in the batch.

        Check by check, each over all records, and sorted afterwards: findings are few.
        """
        columns = Columns(records)
        found: list[tuple[int, Finding]] = []
        for screen, inputs, members in self._plan:
            chosen: Iterable[int] = range(len(records))
            if screen is not None:
                chosen = compress(chosen, map(screen, *(columns[name] for name in inputs)))
            numbers = list(chosen)
            for check in members if numbers else ():
                given = [columns[name] for name in check.inputs]
                if len(numbers) < len(records):
                    given = [[column[number] for number in numbers] for column in given]
                for number, hits in zip(numbers, map(check.function, *given), strict=True):
                    for hit in hits:
                        if finding := self._finding(check, hit):
                            found.append((places[number], finding))
        return sorted(found, key=itemgetter(0))

    def _careful(self, row: Any, unusable: set[str]) -> Iterable[Finding]:
        """The findings of the checks whose columns are all there and well-shaped."""
        if not isinstance(row, Mapping):
            return
        for _, _, members in self._plan:
            for check in members:
                needed = {*check.columns, *columns_of(check.screen_inputs)}
                if needed & unusable or not needed <= row.keys():
                    continue
                for hit in check(row):
                    if finding := self._finding(check, hit):
                        yield finding

    def _finding(self, check: Check, hit: Hit) -> Finding | None:
        level = self._levels[check.name, hit.code]
        if level == "off":
            return None
        return Finding(check.name, hit.code, level, hit.field, hit.start, hit.end, hit.message)


def levels(config: Mapping[str, CheckSection]) -> dict[tuple[str, str], Setting]:
    """``(check, code)`` -> level or ``off``, as the checks say and the configuration overrides.

    Raises ConfigError with the nearest name for a check or code that does not exist.
    """
    known = {check.name: check for check in CHECKS}
    names = [*known, *(f"{check.name}/{code}" for check in CHECKS for code in check.codes)]
    found: dict[tuple[str, str], Setting] = {
        (check.name, code): said.level for check in CHECKS for code, said in check.codes.items()
    }
    for name in sorted(config, key=lambda name: ("/" in name, name)):  # a code beats its check
        if name == "schema" or name.startswith("schema/"):
            if config[name].level not in ("", "error"):
                mend = "relax the schema itself, or remove the level"
                raise ConfigError("the schema's failures are errors", f"checks.{name}", mend)
            continue
        if name not in names:
            mend = did_you_mean(name, [*known, "schema"])
            raise ConfigError(f"no check named {name!r}", f"checks.{name}", mend)
        if level := config[name].level:
            check, _, code = name.partition("/")
            for key in [(check, code)] if code else [k for k in found if k[0] == check]:
                found[key] = level
    return found


Group = tuple[Callable[..., bool] | None, tuple[str, ...], list[Check]]


def _plan(level_of: Mapping[tuple[str, str], Setting]) -> list[Group]:
    """Checks grouped by their screen (evaluated once a record), those without one first."""
    groups: dict[Any, Group] = {None: (None, (), [])}
    for check in CHECKS:
        if any(level_of[check.name, code] != "off" for code in check.codes):
            group = groups.setdefault(check.screen, (check.screen, check.screen_inputs, []))
            group[2].append(check)
    return [group for group in groups.values() if group[2]]
