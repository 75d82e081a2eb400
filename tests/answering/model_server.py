"""A real local server that speaks OpenAI's protocol as a good, slow, broken or lying model would."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ModelServer:
    """What the model says and how; `asked` holds the bodies of the requests that came."""

    reply: str = ""
    pause: float = 0.0  # seconds before each piece
    status: int = 200
    breaks_off: bool = False  # after the first piece, without an end
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            server.asked.append(json.loads(self.rfile.read(length)))
            self.send_response(server.status)
            self.send_header("Content-Type", "text/event-stream" if server.status == 200 else "application/json")
            self.end_headers()
            if server.status != 200:
                self.wfile.write(b'{"error": {"message": "out of order"}}')
                return
            with suppress(BrokenPipeError, ConnectionResetError):
                self._stream()

        def _stream(self) -> None:
            for piece in [server.reply[at : at + 12] for at in range(0, len(server.reply), 12)] or [""]:
                time.sleep(server.pause)
                chunk = {
                    "id": "1", "object": "chat.completion.chunk", "created": 0, "model": "local",
                    "choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}],
                }  # fmt: skip
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()
                if server.breaks_off:
                    self.connection.close()
                    return
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *args: object) -> None:
            """Quiet."""

    return Handler


@contextmanager
def serve(server: ModelServer) -> Iterator[ModelServer]:
    """`server` on a free port of this machine."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
