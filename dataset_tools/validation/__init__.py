"""Validation: anything that holds articles, against the schema, the checks and the expectations.

``validate(record)`` looks at one record; ``validate_target`` at raw files, a release, a table file
or folder, or a repository on the Hub. Nothing is changed anywhere.
"""

from __future__ import annotations

from dataset_tools.validation.record import validate
from dataset_tools.validation.report import Located, Validation
from dataset_tools.validation.target import validate_target

__all__ = ["Located", "Validation", "validate", "validate_target"]
