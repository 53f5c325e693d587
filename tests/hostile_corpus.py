"""The table of hostile payloads to a folder of articles that holds each in every field there is."""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "cases" / "hostile.toml"
NOBODY = "https://evil.example/"
"""The address that payloads ask for."""
PRODUCT = str(7919 * 104729)
"""What a page would say that ran the templates among the payloads."""
_BYTES_OF_A_NAME = 200
_ROTATED = 5
_OF_A_NAMED_SITE = 12
"""Articles enough for every kind of page."""


@cache
def payloads() -> tuple[str, ...]:
    """Every payload, its calls and addresses numbered so that a trap can tell which it caught."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    written = [
        *(way + core for way in table["breakout"] for core in table["core"]),
        *table["whole"],
    ]
    return tuple(
        words.replace("HIT", f"__hit({n})").replace("NET", f"{NOBODY}{n}")
        for n, words in enumerate(written)
    )


def hostile_folder(folder: Path) -> Path:
    """Articles of every kind: text, title, outlet, address, name, language, date, each payload."""
    words = payloads()
    _begin(folder, " ".join(words[:3]), len(words))
    for n in range(0, len(words), 2):
        place = folder / f"{n} {_file_name(_at(n))}"
        place.mkdir()
        file = place / f"{_file_name(_at(n + 1))}.txt"
        file.write_text(f"{_at(n)}\n\n{_dated(n)}", "utf-8", "replace")
    for n in range(0, len(words), _ROTATED):
        (folder / f"page-{n}.html").write_text(_page(n), "utf-8", "replace")
        (folder / f"note-{n}.md").write_text(_note(n), "utf-8", "replace")
    return folder


def named_folder(folder: Path) -> Path:
    """A few articles in a site whose name and description are all payloads."""
    _begin(folder, " ".join(payloads()), _OF_A_NAMED_SITE)
    return folder


def _begin(folder: Path, name: str, lines: int) -> None:
    """The settings, and the first articles as lines."""
    folder.mkdir(parents=True)
    (folder / "timeline.toml").write_text(
        f"title = {_toml(name)}\ndescription = {_toml(name)}\n", encoding="utf-8"
    )
    told = "".join(f"{json.dumps(_line(n))}\n" for n in range(lines))
    (folder / "lines.jsonl").write_text(told + '{"text": "<script>"\n', "utf-8")


def hostile_edits(events: list[str], documents: list[str]) -> str:
    """An edits.toml that says every payload of some events, of new ones, and of documents."""
    words = payloads()
    parts = [
        f"[event.{event}]\ntitle = {_toml(_at(n))}\nnote = {_toml(_at(n + 1))}\n"
        f"{'hide = true' if n % 5 == 0 else 'pin = true' if n % 5 == 1 else ''}\n"
        for n, event in enumerate(events[: len(words)])
    ]
    parts += [
        f'[[add]]\ntitle = {_toml(payload)}\ndate = "{1950 + n % 60}-0{1 + n % 9}"\n'
        f"actors = [{_toml(_at(n + 1))}]\nplaces = [{_toml(_at(n + 2))}]\n"
        f"note = {_toml(_at(n + 3))}\n"
        for n, payload in enumerate(words)
    ]
    parts += [
        f"[document.{_toml(document)}]\ndate = 2021-05-14\nnote = {_toml(_at(n))}\n"
        for n, document in enumerate(documents)
    ]
    parts += [f'[event.{_toml(payload)}]\nnote = "lost"\n' for payload in words[:20] if payload]
    return "\n".join(parts)


def hostile_telling() -> dict[str, Any]:
    """A ``timeline.json`` that an earlier build did not write."""
    return {
        "events": [
            {"id": one, "title": one, "edtf": one, "when": one, "stance": one,
             "passages": [{"doc": one, "statement": one}]}
            for one in payloads()
        ],
        "documents": [{"doc": one, "title": one, "date": one} for one in payloads()],
    }  # fmt: skip


def hostile_history() -> dict[str, Any]:
    """A ``changes.json`` that an earlier build did not write."""
    changes = [
        {"kind": "retitled", "id": one, "title": one, "before": one, "after": one}
        for one in payloads()
    ]
    return {"schema_version": 1, "entries": [{"day": "2021-05-24", "changes": changes}]}


def _at(n: int) -> str:
    words = payloads()
    return words[n % len(words)]


def _dated(n: int) -> str:
    """A sentence that becomes an event with names and somebody who says so."""
    payload = _at(n)
    return (
        f"On {1 + n % 28} May {1990 + n % 30} the Blue Heron {payload} sank off Port Said, "
        f"Anna {payload} Brook of {_at(n + 1)} said.\n\n"
    )


def _told(n: int) -> str:
    """An event, something undated, and something that counts from a time before it."""
    payload = _at(n)
    return (
        f"{_dated(n)}In recent years {payload} came every now and then.\n\n"
        f"Two days later, {payload} was told.\n"
    )


def _line(n: int) -> dict[str, str]:
    return {
        "doc": _at(n),
        "title": _at(n + 1),
        "source": _at(n + 2),
        "url": _at(n + 3) if n % 2 else f"{NOBODY}{_at(n + 3)}",
        "lang": _at(n + 4) if n % 2 else "en",
        "date": _at(n + 5) if n % 3 == 0 else "2021-05-24",
        "text": _told(n),
    }


def _note(n: int) -> str:
    quoted: Callable[[str], str] = json.dumps if n % 2 else str
    fields = ("title", "source", "url", "lang", "date")
    front = "".join(f"{name}: {quoted(_at(n + k))}\n" for k, name in enumerate(fields))
    body = "\n\n".join(_at(n + k) for k in range(_ROTATED))
    return f"---\n{front}---\n\n{_dated(n)}\n\n{body}\n\n[{_at(n)}]({_at(n + 1)} '{_at(n + 2)}')\n"


def _page(n: int) -> str:
    quoted = [html.escape(_at(n + k)) for k in range(_ROTATED)]
    data = {
        "@type": "NewsArticle",
        "headline": _at(n),
        "publisher": {"name": _at(n + 1)},
        "url": _at(n + 2),
        "datePublished": _at(n + 3),
        "inLanguage": _at(n + 4),
    }
    raw = "".join(f"<p>{_at(n + k)}</p>" for k in range(_ROTATED))
    shown = "".join(f"<p>{html.escape(_dated(n + k))}</p>" for k in range(_ROTATED))
    linked = json.dumps(data).replace("<", "\\u003c")
    return (
        f'<!doctype html><html lang="{quoted[4]}"><head><title>{quoted[0]}</title>'
        f'<meta property="og:title" content="{quoted[1]}">'
        f'<meta property="og:site_name" content="{quoted[2]}">'
        f'<meta property="article:published_time" content="{quoted[3]}">'
        f'<link rel="canonical" href="{quoted[2]}">'
        + (f'<script type="application/ld+json">{linked}</script>' if n % 2 else "")
        + f'</head><body><article><h1>{quoted[0]}</h1><time datetime="{quoted[3]}">x</time>'
        f"{shown}{raw}</article></body></html>"
    )


def _file_name(payload: str) -> str:
    """A payload as far as a file can be called so."""
    name = payload.replace("/", "\u2215").replace("\0", "")
    return name.encode("utf-8", "replace")[:_BYTES_OF_A_NAME].decode("utf-8", "ignore")


def _toml(words: str) -> str:
    """A text as TOML writes it, which is nearly as JSON does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")
