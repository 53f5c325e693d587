"""What was worked out before, by what it was worked out from; nothing stale is ever handed out."""

from timeline.cache.fingerprint import (
    PRINT_SIZE,
    code_print,
    digest,
    files_print,
    tools_print,
)
from timeline.cache.notes import Notes, made_of
from timeline.cache.store import CACHE_FILE, NO_CACHE, Cache, open_cache

__all__ = [
    "CACHE_FILE",
    "NO_CACHE",
    "PRINT_SIZE",
    "Cache",
    "Notes",
    "code_print",
    "digest",
    "files_print",
    "made_of",
    "open_cache",
    "tools_print",
]
