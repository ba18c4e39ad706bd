"""What a page consists of: title, deck, paragraphs, date, source, author, and the evidence."""

from dataset_tools.pages.html import read_html
from dataset_tools.pages.page import Evidence, Page
from dataset_tools.pages.plain import read_plain

__all__ = ["Evidence", "Page", "read_html", "read_plain"]
