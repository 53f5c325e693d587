"""What was worked out before, by what it was worked out from; nothing stale is ever handed out."""

from timeline.cache.fingerprint import code_print, digest, files_print
from timeline.cache.store import CACHE_FILE, NO_CACHE, Cache, open_cache

__all__ = [
    "CACHE_FILE",
    "NO_CACHE",
    "Cache",
    "code_print",
    "digest",
    "files_print",
    "open_cache",
]
