"""Measured quality: what the tool reaches on labelled data."""
