"""Attendees: which named persons a text itself states to have taken part in what it reports."""

from __future__ import annotations

from dataset_tools.fields.attendees.article import Explained, explain, extract

__all__ = ["Explained", "explain", "extract"]
