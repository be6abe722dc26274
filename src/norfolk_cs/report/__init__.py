"""Facts as one page of HTML that needs no network, no server and no installation to be read."""

from norfolk_cs.report.page import TITLE, Page, report_page

__all__ = ["TITLE", "Page", "report_page"]
