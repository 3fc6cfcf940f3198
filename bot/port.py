"""A port to listen at."""

import errno
import socket

from tornado.httpserver import HTTPServer

from search.errors import KazamiError


class PortTaken(KazamiError):
    """Another program listens there."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(f"Port {port} is taken. Set {setting} to another.")
        self.port = port


class NoSuchPlace(KazamiError):
    """Nobody can listen there: another machine's address, or a port that only root may have."""

    def __init__(self, host: str, port: int, setting: str, reason: str) -> None:
        super().__init__(f"Cannot listen at port {port} of {host}: {reason}. Change {setting}.")
        self.host, self.port = host, port


def listen(server: HTTPServer, host: str, port: int, setting: str) -> None:
    """Let it listen there, at the port that `setting` names. Raises PortTaken or NoSuchPlace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port, setting) from error
        raise NoSuchPlace(host, port, setting, error.strerror or str(error)) from error
    listener.setblocking(False)  # noqa: FBT003  its name says it
    server.add_socket(listener)
