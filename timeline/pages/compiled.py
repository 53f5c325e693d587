"""Our templates to their compiled code, kept beside them as Python keeps that of its modules.

Code is read from nowhere else: who may write there may write our modules too.  The cache of a
build never holds any, since it stands where strangers may have been.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import NamedTemporaryFile

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from timeline.cache import digest, files_print, tools_print

_CHECK = 32
_ASKING = "templates.py"
"""The module of ours that says how templates are compiled."""


class Compiled(BytecodeCache):
    """The compiled code of the templates in a folder of ours.

    Where Python is told to write none, none is written, and where the folder may not be written
    to, neither.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - jinja2's
        """The name of a template and its file to the file of its code; empty where it is not ours.

        A user's templates are compiled each time.
        """
        if filename is None or Path(filename).parent != self._folder:
            return ""
        with suppress(NotImplementedError):  # a Python without a folder for compiled code
            return cache_from_source(filename)
        return ""

    def get_source_checksum(self, source: str) -> str:
        """A template's source to what tells its code from all other, of other versions too."""
        return hashlib.sha256(_compiler_print() + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of a template; what is broken or of another source is none."""
        if bucket.key:
            with suppress(OSError, ValueError, EOFError, TypeError):
                kept = Path(bucket.key).read_bytes()
                check, code = kept[:_CHECK], kept[_CHECK:]
                if check == _check(bucket, code):
                    bucket.code = marshal.loads(code)  # noqa: S302 - from beside our modules

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, whole or not at all."""
        if not bucket.key or bucket.code is None or sys.dont_write_bytecode:
            return
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            _put(Path(bucket.key), _check(bucket, code) + code)


@cache
def _compiler_print() -> bytes:
    """The digest of what templates are compiled by: Python, Jinja, and what we ask of it."""
    return digest(tools_print(), files_print([Path(__file__), Path(__file__).with_name(_ASKING)]))


def _check(bucket: Bucket, code: bytes) -> bytes:
    return hashlib.sha256(bucket.checksum.encode() + code).digest()


def _put(file: Path, content: bytes) -> None:
    """Bytes to a file, of which others may be making their own at the same time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".tmp", delete=False) as opened:
        try:
            opened.write(content)
            opened.close()
            Path(opened.name).replace(file)
        except BaseException:
            Path(opened.name).unlink(missing_ok=True)
            raise
