"""What can go wrong, as values a person can act on.

The tree, with the exit code the command line gives for each::

    DatasetToolsError            70  a fault of ours unless a subclass says otherwise
    ├── UsageError                2  an option or argument that cannot be
    ├── ConfigError               2  the configuration file
    ├── SchemaError               2  a JSON Schema or an expectation suite
    ├── SourceError               3  a source that cannot be read at all
    ├── GateError                 1  the data failed a gate; nothing was released
    ├── ReleaseError              4  a release that is damaged, refused or in conflict
    └── HubError                  4  the same, on the Hub

Each takes positional plain strings (``what, where, mend``), so that it survives a process
boundary by pickling. Findings about *data* are rows (:mod:`dataset_tools.core.finding`),
never exceptions.
"""

from __future__ import annotations


class DatasetToolsError(Exception):
    """An error that says what happened, where, and how to mend it.

    >>> print(ConfigError("unknown key 'splitz'", "dataset.toml", "did you mean 'splits'?"))
    unknown key 'splitz' (dataset.toml): did you mean 'splits'?
    """

    code: str = "fault"
    exit_code: int = 70

    def __init__(self, what: str, where: str = "", mend: str = "", code: str = "") -> None:
        super().__init__(what, where, mend, code)
        self.what, self.where, self.mend = what, where, mend
        if code:
            self.code = code

    def __str__(self) -> str:
        text = f"{self.what} ({self.where})" if self.where else self.what
        return f"{text}: {self.mend}" if self.mend else text

    def as_dict(self) -> dict[str, str]:
        """The ``"error"`` object of ``--json``: code, what, where, mend."""
        return {"code": self.code, "what": self.what, "where": self.where, "mend": self.mend}


class UsageError(DatasetToolsError):
    """An option or argument that cannot be (exit code 2)."""

    code, exit_code = "usage", 2


class ConfigError(DatasetToolsError):
    """The configuration file cannot be used (exit code 2)."""

    code, exit_code = "config", 2


class SchemaError(DatasetToolsError):
    """A JSON Schema or expectation suite cannot be used (exit code 2)."""

    code, exit_code = "schema", 2


class SourceError(DatasetToolsError):
    """A source that cannot be read at all: missing folder, no permission (exit code 3)."""

    code, exit_code = "source", 3


class GateError(DatasetToolsError):
    """The data failed a gate; nothing was released (exit code 1)."""

    code, exit_code = "gate", 1


class ReleaseError(DatasetToolsError):
    """A release is damaged, refused or in conflict (exit code 4)."""

    code, exit_code = "release", 4


class HubError(DatasetToolsError):
    """The Hub refused, conflicts, or could not be verified (exit code 4)."""

    code, exit_code = "hub", 4
