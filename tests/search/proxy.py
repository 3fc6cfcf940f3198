"""A TCP proxy on 127.0.0.1 that can be slow, cut lines, answer nonsense, or be away."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

Target = tuple[str, int] | str  # host and port, or a socket's path
Mood = Literal["well", "slow", "cut", "nonsense"]


class Proxy:
    """`port` stays the same while it is away and comes back."""

    def __init__(self, target: Target, *, away: bool = False) -> None:
        self._target = target
        self.mood: Mood = "well"
        self.after: int | None = None  # bytes sent to the server; then all lines are cut
        self._lines: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        if away:
            self._door.close()
        else:
            self._serve()

    @property
    def url(self) -> str:
        """As INDEX_URL."""
        return f"milvus://127.0.0.1:{self.port}"

    def leave(self) -> None:
        """From now on nobody is there."""
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()

    def come(self) -> None:
        """Somebody is there again."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.mood, self.after = "well", None
        self._serve()

    def cut(self) -> None:
        """All lines that are open."""
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def _accept(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = door.accept()
                threading.Thread(target=self._line, args=(line,), daemon=True).start()

    def _line(self, line: socket.socket) -> None:
        if self.mood == "cut":
            line.close()
            return
        if self.mood == "nonsense":
            with contextlib.suppress(OSError):
                line.sendall(os.urandom(4096))
            line.close()
            return
        with contextlib.suppress(OSError), line, _connected(self._target) as far:
            self._lines |= {line, far}
            back = threading.Thread(target=self._pump, args=(far, line), daemon=True)
            back.start()
            self._pump(line, far, counted=True)
            back.join()
        self._lines -= {line}

    def _pump(self, source: socket.socket, sink: socket.socket, *, counted: bool = False) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if self.mood == "slow":
                    time.sleep(12)
                if self.mood == "nonsense":
                    data = os.urandom(len(data))
                if counted and self.after is not None:
                    self.after -= len(data)
                    if self.after < 0:
                        self.mood = "cut"
                        self.cut()
                        return
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _connected(target: Target) -> Iterator[socket.socket]:
    kind = socket.AF_UNIX if isinstance(target, str) else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as far:
        far.connect(target)
        yield far
