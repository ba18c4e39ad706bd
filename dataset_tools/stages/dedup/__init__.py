"""Duplicates: sketches of records, pairs that resemble one another, what goes and what stays."""
