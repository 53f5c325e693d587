"""Turn the bytes of a file into text, whatever its encoding, or say why they are not text."""

from __future__ import annotations

import codecs
import re

import msgspec

from timeline.documents.draft import clean_text
from timeline.late import late

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "Save its text as .txt."),
    (b"{\\rtf", "a rich text document", "Save it as plain text."),
    (b"PK\x03\x04", "a zip archive or an office document", "Save its text as .txt."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save its text as .txt."),
    (b"\x89PNG", "a picture", "Take it out of the folder."),
    (b"GIF8", "a picture", "Take it out of the folder."),
    (b"\xff\xd8\xff", "a picture", "Take it out of the folder."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
)
# ASCII-compatible or common in old pages; escape and transport codecs stay out on purpose.
_DECLARABLE = late(
    r"(?:iso-?8859-\d{1,2}|latin-?\d|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|gb(?:k|2312|18030)"
    r"|big5(?:-hkscs)?|euc-(?:jp|kr)|shift[_-]jis|us-ascii|mac(?:roman|cyrillic)?|tis-620)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""")
_DECLARATION_REACH = 4096
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c") + b"\x7f"
_CONTROL_TABLE = dict.fromkeys(_CONTROLS)
_SAMPLE = 65536
CONTROL_SHARE = 0.005
"""Above this share of control characters a file is not text (a judgement: prose has none)."""


class Decoded(msgspec.Struct, frozen=True, gc=False):
    """A text with the encoding it was read by; ``guessed`` when nothing vouched for that."""

    text: str
    encoding: str
    guessed: bool = False


class NotText(Exception):
    """The bytes are no text; the words say what they are and what to do."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


def decode(data: bytes) -> Decoded:
    """Decode by byte order mark, as UTF-8, as UTF-16, by declared charset, else as Windows-1252.

    Line ends become line feeds, as in Python's own text files, and characters that no page
    could hold become U+FFFD.  Raises NotText for pictures, archives and other binary data.
    """
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"is not text but {kind}", remedy)
    decoded = _decode(data)
    sample = decoded.text[:_SAMPLE]
    controls = len(sample) - len(sample.translate(_CONTROL_TABLE))
    if controls > max(2, CONTROL_SHARE * len(sample)) or 4 * controls > len(sample):
        raise NotText("is not text", "Take it out of the folder, or save its text as UTF-8.")
    text = clean_text(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    return Decoded(text, decoded.encoding, decoded.guessed)


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, errors="replace"), encoding)
    for told in (_utf16_without_mark, lambda _: "utf-8", _declared):
        encoding = told(data)
        if encoding and (text := _strictly(data, encoding)) is not None:
            return Decoded(text, encoding)
    damaged = data.decode("utf-8", errors="replace")
    if _mostly_utf8(damaged):
        return Decoded(damaged, "utf-8", guessed=True)
    text = _strictly(data, "cp1252")
    if text is not None:
        return Decoded(text, "cp1252", guessed=True)
    return Decoded(data.decode("latin-1"), "latin-1", guessed=True)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> str:
    found = _DECLARATION.search(data[:_DECLARATION_REACH])
    name = found[1].decode("ascii").lower() if found else ""
    return name if _DECLARABLE.fullmatch(name) else ""


def _utf16_without_mark(data: bytes) -> str:
    """Tell UTF-16 by the zero bytes that stand in every second place of western text."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _mostly_utf8(damaged: str) -> bool:
    """Tell a few broken bytes in UTF-8 from another encoding: most high bytes decoded well."""
    sample = damaged[:_SAMPLE]
    broken = sample.count("\ufffd")
    return sum(1 for c in sample if c > "\x7f") - broken > 10 * broken
