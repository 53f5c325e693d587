"""A timeline to a static site: rendered whole in memory, then written where it changed."""

from timeline.pages.lock import OutputError, hold_folder
from timeline.pages.render import render_site
from timeline.pages.templates import PageError
from timeline.pages.write import WriteReport, check_folder, replace_site, site_print, write_site

__all__ = [
    "OutputError",
    "PageError",
    "WriteReport",
    "check_folder",
    "hold_folder",
    "render_site",
    "replace_site",
    "site_print",
    "write_site",
]
