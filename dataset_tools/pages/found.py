"""What has been found on a page so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Found:
    """Values with the rule that found each, and the text they were read from.

    ``notes`` say what of the page's own meta data could not be used.
    """

    values: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, rule: str, quote: str) -> None:
        """The first value of a field counts."""
        if name not in self.values and value:
            self.values[name], self.rules[name], self.quotes[name] = value, rule, quote

    def replace(self, name: str, value: object, rule: str, quote: str) -> None:
        """A value that outranks the one found before."""
        self.values[name], self.rules[name], self.quotes[name] = value, rule, quote
