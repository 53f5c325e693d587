"""A timeline to a static site: rendered whole in memory, then written where it changed."""

from timeline.pages.render import render_site
from timeline.pages.templates import PageError
from timeline.pages.write import OutputError, WriteReport, site_print, write_site

__all__ = ["OutputError", "PageError", "WriteReport", "render_site", "site_print", "write_site"]
