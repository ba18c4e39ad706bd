"""The dataset-level gate: expectations about a release as a whole.

Great Expectations is the definition: a suite holds its expectation types and arguments, and the
user's own types always run in it. The few standard types that the tool's own suite uses are
evaluated here, proved by tests to give what Great Expectations gives, because
importing it costs seven seconds and building one article must not.

``gate`` looks at narrow columns only (:mod:`.metrics`): lengths, counts, codes; never at bodies.
"""

from __future__ import annotations

from dataset_tools.release.expectations.columns import Columns, PlainColumns, columns
from dataset_tools.release.expectations.gate import GateReport, Result, gate
from dataset_tools.release.expectations.metrics import (
    KINDS,
    dataset_metrics,
    metrics_of,
    metrics_of_records,
    statistics_of,
)
from dataset_tools.release.expectations.suite import load_suite, merged
from dataset_tools.release.expectations.thresholds import Threshold, thresholds

__all__ = [
    "KINDS",
    "Columns",
    "GateReport",
    "PlainColumns",
    "Result",
    "Threshold",
    "columns",
    "dataset_metrics",
    "gate",
    "load_suite",
    "merged",
    "metrics_of",
    "metrics_of_records",
    "statistics_of",
    "thresholds",
]
