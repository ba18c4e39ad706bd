"""stub"""
from dataset_tools.pages.page import Page
def read_html(html: str, *, url: str | None = None) -> Page:
    raise NotImplementedError
