"""The page templates and static files: found in the user's folder first, then in ours."""

from __future__ import annotations

import re
import traceback
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from timeline.cache import files_print
from timeline.errors import TimelineError
from timeline.pages.compiled import Compiled

_FOLDER = "site_templates"
_CSS_NOISE = re.compile(r"/\*.*?\*/|\n\s*", re.DOTALL)
_CSS_AIR = re.compile(r"\s*([{};,])\s*")
_JS_NOISE = re.compile(r"^\s*//.*\n|^[ \t]+", re.MULTILINE)
_ODD = re.compile(r"[^ -~\n\t\f\r\w]")
"""What is neither ASCII nor a letter: among it is what a document may not have."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
"""Characters that no HTML document may have (HTML, 13.1.4)."""

STATIC_NAMES = (
    "style.css",
    "pages.css",
    "timeline.js",
    "chart.js",
    "hands.js",
    "density.js",
    "entry.js",
    "list.js",
    "axis.js",
    "paint.js",
    "zoom.js",
    "article.js",
)
"""The static files every site has; ``static/theme.js`` is written into the pages instead."""


THEME = "static/theme.css"
"""A user's own style sheet, loaded after ours."""


class PageError(TimelineError):
    """A template cannot be rendered; it names the template and, where known, its line."""


_PLAIN = frozenset({str, int, float, bool, tuple, Markup})
"""What values of these types are cannot be called, so that it needs no further look."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which remembers of each type what a template may ask of it."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute of a value, without a further look where nothing can be called or hidden."""
        if self._known.get((type(obj), attribute)):
            value = getattr(obj, attribute, None)
            if type(value) in _PLAIN:
                return value
        return super().getattr(obj, attribute)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have an attribute: a question of its name and its owner's type."""
        key = type(obj), attr
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = super().is_safe_attribute(obj, attr, value)
        return known


class Templates:
    """The templates of a build: a folder of the user's, then those that came with timeline.

    A user's folder replaces ours file by file.  Undefined names are errors, everything is
    escaped unless a template says it is safe, and no template can reach into Python: a
    timeline.toml that came with a folder of articles may name a folder of templates.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folders = [*([folder] if folder else []), own_folder()]
        self.are_ours = folder is None
        self._environment = _Sandbox(
            loader=FileSystemLoader(self._folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # one build shows one state of them
            bytecode_cache=Compiled(own_folder()),
        )

    def render(self, name: str, **values: Any) -> str:
        """A template's name and its values to the page; PageError when it cannot be done."""
        try:
            return _seen(self._environment.get_template(name).render(**values))
        except TemplateError as error:
            raise _page_error(name, error) from error

    @cached_property
    def digest(self) -> bytes:
        """What tells these templates from all others."""
        return files_print(self._folders)

    def theme(self) -> str:
        """The style sheet a user's folder adds to ours, empty without one."""
        paths = [folder / THEME for folder in self._folders]
        return next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), "")

    def static(self, name: str) -> str:
        """The text of a file in ``static/``."""
        for folder in self._folders:
            path = folder / "static" / name
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                return _packed(name, text) if folder is self._folders[-1] else text
        raise PageError(
            f"static/{name} is missing",
            file=str(self._folders[-1]),
            remedy="Install timeline again: its templates are not complete.",
        )


def _seen(page: str) -> str:
    """A page without what no HTML document may have; few have any, and that is soon seen."""
    odd = "".join(set(_ODD.findall(page)))
    return _UNSEEN.sub("\ufffd", page) if odd and _UNSEEN.search(odd) else page


def _packed(name: str, text: str) -> str:
    """A file of ours without its comments and indentation: what readers load is a fifth less."""
    if name.endswith(".css"):
        text = _CSS_NOISE.sub("", text)
        return _CSS_AIR.sub(r"\1", text) + "\n"
    return _JS_NOISE.sub("", text)


def own_folder() -> Path:
    """The folder in the installed package or, in a checkout, the one beside it.

    A checkout's live folder is what an editable install must read; only a wheel has a copy
    inside the package itself.
    """
    packaged = Path(__file__).parents[1] / _FOLDER
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / _FOLDER


def _page_error(name: str, error: TemplateError) -> PageError:
    if isinstance(error, TemplateNotFound):
        return PageError(
            f"the template {error.name} is missing",
            file=name,
            remedy="Correct the name, or take your own template away to use ours.",
        )
    file, line, shown = name, None, ""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or name, error.lineno
        shown = _line_of(error.source or "", line)
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".html"):
                file, line, shown = frame.filename, frame.lineno, frame.line or ""
    return PageError(
        f"the template cannot be rendered: {error.message or error}",
        file=file,
        line=line,
        shown=shown,
        remedy="Compare it with the template of the same name that came with timeline.",
    )


def _line_of(source: str, number: int) -> str:
    lines = source.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
