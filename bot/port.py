"""A port to listen at."""

import socket

from tornado.httpserver import HTTPServer

from search.errors import KazamiError


class PortTaken(KazamiError):
    """Another program listens there."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(f"Port {port} is taken. Set {setting} to another.")
        self.port = port


def listen(server: HTTPServer, host: str, port: int, setting: str) -> None:
    """Let it listen there, at the port that `setting` names. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortTaken(port, setting) from error
    listener.setblocking(False)  # noqa: FBT003  its name says it
    server.add_socket(listener)
