"""What a server writes down: server-<name>.log."""

from __future__ import annotations

from pathlib import Path
from time import time

from twisted.internet.task import LoopingCall

FLUSH_SECONDS = 1.0
BUFFER_BYTES = 64 * 1024


class EventLog:
    """Lines of time, event and text. Written when a buffer is full and every second."""

    def __init__(self, directory: Path | None, name: str) -> None:
        self.file = None
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
            self.file = open(directory / f"server-{name}.log", "a", BUFFER_BYTES)
            LoopingCall(self.file.flush).start(FLUSH_SECONDS, now=False)

    def event(self, kind: str, text: object = "") -> None:
        """Notes an event. Bytes are escaped as Python writes them, so no control byte gets out."""
        if self.file is not None:
            self.file.write(f"{time():.6f} {kind} {text}\n")

    def close(self) -> None:
        """Writes what is left."""
        if self.file is not None:
            self.file.close()
