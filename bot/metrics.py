"""GET /healthz and /metrics, for programs on this machine; numbers only, nothing about people."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.health import Health
from bot.port import listen
from bot.status import Status
from bot.tally import Tally

_HOST = "127.0.0.1"
_BODY_BYTES = 0  # nobody has anything to say here


class Metrics:
    """The port that is asked."""

    def __init__(self, health: Health, port: int) -> None:
        """Listen. Raises PortTaken."""
        shared = {"health": health}
        routes = [("/healthz", Healthz, shared), ("/metrics", Numbers, shared)]
        application = Application(routes, log_function=lambda _: None)
        self._server = HTTPServer(application, max_body_size=_BODY_BYTES)
        listen(self._server, _HOST, port, "METRICS_PORT")

    async def close(self) -> None:
        """Listen no more."""
        self._server.stop()
        await self._server.close_all_connections()


class _Page(RequestHandler):
    def initialize(self, health: Health) -> None:
        """Keep what is shared."""
        self.health = health
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def write_error(self, status_code: int, **_: object) -> None:
        """The number says enough."""
        self.finish(f"{status_code}\n")


class Healthz(_Page):
    """200 only while updates are being taken in and can be kept."""

    async def get(self) -> None:
        """Say so, or what is wrong."""
        status = await self.health.status()
        wrong = [
            *([] if status.takes else ["no updates are coming in"]),
            *([] if status.keeps else ["the disk cannot be written"]),
        ]
        if wrong:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.finish(f"{' and '.join(wrong) or 'ok'}\n")


class Numbers(_Page):
    """For Prometheus."""

    async def get(self) -> None:
        """All of them."""
        registry = CollectorRegistry()
        registry.register(_Numbers(await self.health.status(), self.health.tally))
        ProcessCollector(registry=registry)
        self.set_header("Content-Type", CONTENT_TYPE_PLAIN_0_0_4)
        self.finish(generate_latest(registry))


@dataclass(frozen=True)
class _Numbers(Collector):
    status: Status
    tally: Tally

    def collect(self) -> Iterator[Metric]:
        """Each with what it means."""
        now = self.status
        gauges: dict[str, tuple[str, float]] = {
            "queue_updates": ("Updates that are not answered yet", now.waiting),
            "queue_oldest_seconds": ("How long the oldest of them has waited", now.oldest),
            "pictures": ("Pictures in the collection", now.pictures),
            "index_generation": ("Grows with every change of the collection", now.generation),
            "taking_updates": ("1 while updates are being taken in", now.takes),
            "disk_writable": ("1 while what comes in can be kept", now.keeps),
            "uptime_seconds": ("How long the bot has run", now.uptime),
        }
        for name, (meaning, value) in gauges.items():
            yield GaugeMetricFamily(f"kazami_{name}", meaning, value)
        yield CounterMetricFamily("kazami_errors", "Errors in the log", now.errors)
        lookups = CounterMetricFamily("kazami_lookups", "Photos looked up", labels=["verdict"])
        for verdict, count in self.tally.lookups.items():
            lookups.add_metric([verdict], count)
        yield lookups
        yield SummaryMetricFamily(
            "kazami_lookup_seconds", "How long lookups took", now.lookups, self.tally.seconds
        )
