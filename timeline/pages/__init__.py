"""A timeline to a static site: rendered file by file, then written at once where it changed."""

from timeline.pages.lock import OutputError, hold_folder
from timeline.pages.render import render_site, site_files
from timeline.pages.templates import PageError
from timeline.pages.write import (
    WriteReport,
    check_folder,
    list_print,
    replace_site,
    site_print,
    stand_of,
    write_site,
)

__all__ = [
    "OutputError",
    "PageError",
    "WriteReport",
    "check_folder",
    "hold_folder",
    "list_print",
    "render_site",
    "replace_site",
    "site_files",
    "site_print",
    "stand_of",
    "write_site",
]
