"""A unit's portal that carries the assistant, served from a port of its own under a strict content security policy.

ASSISTANT_ALLOWED_ORIGINS=http://127.0.0.1:7900 assistant serve --index indexes/default
python examples/portal/serve.py --port 7900 --assistant http://127.0.0.1:7860
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOME = Path(__file__).parent
FILES = {"/": ("index.html", "text/html"), "/inline.html": ("inline.html", "text/html"),
         "/portal.css": ("portal.css", "text/css")}  # fmt: skip


def policy(assistant: str) -> str:
    """What the portal allows: itself, and the assistant's script, answers and page images. Nothing inline."""
    return (
        f"default-src 'none'; style-src 'self'; script-src {assistant}; connect-src {assistant}; img-src {assistant}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def portal(assistant: str) -> type[BaseHTTPRequestHandler]:
    """A handler of the portal's pages, which name the assistant's address."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Send one of the portal's files."""
            name, kind = FILES.get(self.path.partition("?")[0], ("", ""))
            if not name:
                self.send_error(404)
                return
            body = (HOME / name).read_text(encoding="utf-8").replace("{{assistant}}", assistant).encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy(assistant))
            self.end_headers()
            self.wfile.write(body)

        log_message: Callable[..., None] = lambda *_: None  # quiet

    return Portal


def start(assistant: str, port: int = 0) -> ThreadingHTTPServer:
    """The portal's server on loopback, not yet serving."""
    return ThreadingHTTPServer(("127.0.0.1", port), portal(assistant.rstrip("/")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=7900)
    parser.add_argument("--assistant", default="http://127.0.0.1:7860")
    options = parser.parse_args()
    print(f"http://127.0.0.1:{options.port}", flush=True)
    start(options.assistant, options.port).serve_forever()
