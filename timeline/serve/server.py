"""A preview to a web server on this machine, and nobody else's."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from timeline.errors import TimelineError
from timeline.serve.injected import OWN_FILES, PREFIX, bare_page, from_root, inject, own_file

if TYPE_CHECKING:
    from timeline.serve.preview import Preview

_ICON = "favicon.ico"  # asked for by browsers unasked
_HOST = "127.0.0.1"
_NAMES = frozenset((_HOST, "localhost"))
_HEARTBEAT_SECONDS = 10.0
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


class ServeError(TimelineError):
    """The preview cannot be served."""


@contextmanager
def open_server(preview: Preview, port: int) -> Iterator[str]:
    """A preview and a port to the address it is served at while the context lasts."""
    try:
        server = _Server(preview, port)
    except OSError as error:
        raise ServeError(
            f"port {port} cannot be used ({error.strerror or error})",
            remedy=f"Name another: --port {port + 1 if port < 65535 else 8000}.",
        ) from error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        preview.close()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        super().__init__((_HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        # A page elsewhere that lets its name point here shall not read somebody's articles.
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in _NAMES:
            self._send(HTTPStatus.FORBIDDEN, ".html", bare_page("Open 127.0.0.1 or localhost."))
            return
        name = unquote(urlsplit(self.path).path).lstrip("/")
        if name == f"{PREFIX}changes":
            self._stream()
        elif name.removeprefix(PREFIX) in OWN_FILES:
            own = name.removeprefix(PREFIX)
            self._send(HTTPStatus.OK, own[own.rindex(".") :], own_file(own))
        elif name == _ICON and name not in self.server.preview.files:
            self._send(HTTPStatus.NO_CONTENT, ".txt", b"")
        else:
            self._send_file(f"{name}index.html" if not name or name.endswith("/") else name)

    do_HEAD = do_GET  # noqa: N815 - as the protocol calls it

    def _send_file(self, name: str) -> None:
        preview = self.server.preview
        files, version, problem = preview.files, preview.version, preview.problem
        status = HTTPStatus.OK
        if not files:
            words = "" if problem else "The site is being built."
            status, name, content = HTTPStatus.SERVICE_UNAVAILABLE, ".html", bare_page(words)
        elif name in files:
            content = files[name]
        else:
            status, name = HTTPStatus.NOT_FOUND, "404.html"
            content = from_root(files.get(name) or bare_page("There is no such page."))
        suffix = name[name.rfind(".") :]
        if suffix == ".html":
            content = inject(content, version, problem)
        self._send(status, suffix, content)

    def _send(self, status: HTTPStatus, suffix: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        """The version of the site, now and whenever it changes, as server-sent events."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview, seen = self.server.preview, ""
        while not preview.closed:
            version = preview.wait(seen, _HEARTBEAT_SECONDS)
            self.wfile.write(f"data: {version}\n\n".encode() if version != seen else b":\n\n")
            self.wfile.flush()
            seen = version

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Say nothing: the terminal tells what was built."""
