"""A table at a Milvus server (pymilvus): vectors of unit length and whole numbers beside them.

One table holds what all Kazami collections have of a kind: `kazami`, its partition key, tells whose
a row is. `key` is its own, and all that a search answers with, beside the distance.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import grpc
import numpy as np
import pymilvus
from pymilvus import DataType, MilvusClient

from search.address import Address
from search.errors import Unreachable
from search.features import Floats
from search.index import Numbers
from search.options import REMOTE_BYTES, REMOTE_SECONDS, REMOTE_WRITE_SECONDS

# Inverted lists of 8-bit rows where Milvus builds them. milvus-lite: 600 descriptors among 25,000
# rows take 10 s of CPU with FLAT and 0.8 s with HNSW.
_SERVER = {"index_type": "IVF_SQ8", "params": {"nlist": 4096}}
_LITE = {"index_type": "HNSW", "params": {"M": 16, "efConstruction": 200}}
_SERVER_ASKED, _LITE_ASKED = {"nprobe": 32}, {"ef": 128}
_FAILS = (  # whatever a server that is away, slow, broken or something else makes of a call
    *(pymilvus.MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError),
    *(ValueError, TypeError, LookupError, AttributeError, RuntimeError),
)
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what we raise, with a traceback


@dataclass(frozen=True)
class Kind:
    """What a table holds: vectors of so many `dimensions`, and the `numbers` beside them."""

    name: str
    dimensions: int
    numbers: tuple[str, ...]


class Table:
    """What it holds of one Kazami collection, `kazami` (letters and digits). Any thread may use it.

    `where` is a condition in Milvus's words. Each call ends after a while, and raises Unreachable
    where the server did not do all of it.
    """

    def __init__(self, address: Address, kazami: str, kind: Kind) -> None:
        self.address, self.kind = address, kind
        self._kazami = kazami
        self._connecting = threading.Lock()
        self._client: MilvusClient | None = None

    def close(self) -> None:
        """Hang up; the next call connects anew."""
        self._hang_up()
        if self.address.lite:
            _stop(self.address.uri)

    def prepare(self) -> None:
        """Before anything else, and after a time when it was away: begin where there is nothing."""
        with self._connected() as client:
            if not client.has_collection(self.kind.name, timeout=REMOTE_SECONDS):
                self._create(client)
            client.load_collection(self.kind.name, timeout=REMOTE_WRITE_SECONDS)

    def search(self, vectors: Floats, most: int, where: str = "") -> tuple[Floats, Numbers]:
        """Squared distances and keys of the nearest of each vector (n, dimensions): (n, most),
        nearest first; infinity and -1 where there are fewer.
        """
        if not len(vectors):
            return np.zeros((0, most), np.float32), np.zeros((0, most), np.int64)
        with self._connected() as client:
            found = client.search(
                self.kind.name,
                data=list(vectors),
                anns_field="vector",
                limit=most,
                filter=self._ours(where),
                output_fields=["key"],  # milvus-lite sends all fields where none is named
                search_params={
                    "metric_type": "L2",
                    "params": _LITE_ASKED if self.address.lite else _SERVER_ASKED,
                },
                consistency_level="Bounded",  # what `count` has seen there is seen
                timeout=REMOTE_SECONDS,
            )
            return _answered(found, len(vectors), most)

    def insert(self, vectors: Floats, keys: Numbers, **numbers: Iterable[int]) -> None:
        """Write rows whose keys it does not hold; nothing else is noticed of others."""
        columns = [keys.tolist(), *map(list, numbers.values())]
        names = ("vector", "key", *numbers)
        rows = [
            {"kazami": self._kazami, **dict(zip(names, row, strict=True))}
            for row in zip(vectors, *columns, strict=True)
        ]
        few = max(1, REMOTE_BYTES // (4 * self.kind.dimensions))
        for at in range(0, len(rows), few):
            with self._connected() as client:
                batch = rows[at : at + few]
                client.insert(self.kind.name, batch, timeout=REMOTE_WRITE_SECONDS)

    def delete(self, where: str) -> None:
        """Take rows away; nothing happens where there are none."""
        with self._connected() as client:
            kept = self._ours(where)
            client.delete(self.kind.name, filter=kept, timeout=REMOTE_WRITE_SECONDS)

    def count(self, where: str = "") -> int:
        """How many rows there are, with all that was written before."""
        return self.query(where, "count(*)")[0]["count(*)"]

    def query(self, where: str, *names: str) -> list[dict[str, int]]:
        """Numbers of rows, likewise; Milvus gives 16,384 at most."""
        with self._connected() as client:
            found = client.query(
                self.kind.name,
                filter=self._ours(where),
                output_fields=list(names),
                consistency_level="Eventually" if self.address.lite else "Strong",
                timeout=REMOTE_SECONDS,
            )
            return [{name: int(row[name]) for name in names} for row in found]

    def settle(self) -> None:
        """After writing: milvus-lite indexes what is on the disk; a server does so by itself."""
        if self.address.lite:
            with self._connected() as client:
                client.flush(self.kind.name, timeout=REMOTE_WRITE_SECONDS)

    def _ours(self, where: str) -> str:
        return " and ".join(filter(None, (f'kazami == "{self._kazami}"', where)))

    @contextmanager
    def _connected(self) -> Iterator[MilvusClient]:
        """For one call. Whatever fails in it is the server's fault; the next one connects anew."""
        try:
            yield self._connect()
        except _FAILS as error:
            self._hang_up()
            raise Unreachable(self.address, self.address.hide(_reason(error))) from None

    def _connect(self) -> MilvusClient:
        with self._connecting:
            if self._client is None:
                self._client = MilvusClient(
                    self.address.uri,
                    token=self.address.token,
                    db_name=self.address.database,
                    timeout=REMOTE_SECONDS,
                    dedicated=True,  # nobody else closes it
                )
            return self._client

    def _hang_up(self) -> None:
        with self._connecting:
            client, self._client = self._client, None
        if client is not None:
            with suppress(*_FAILS):
                client.close()

    def _create(self, client: MilvusClient) -> None:
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("key", DataType.INT64, is_primary=True)
        schema.add_field("kazami", DataType.VARCHAR, max_length=64, is_partition_key=True)
        for name in self.kind.numbers:
            schema.add_field(name, DataType.INT64)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self.kind.dimensions)
        index = client.prepare_index_params()
        how = _LITE if self.address.lite else _SERVER
        index.add_index(field_name="vector", metric_type="L2", **how)
        client.create_collection(
            self.kind.name, schema=schema, index_params=index, timeout=REMOTE_WRITE_SECONDS
        )


def _answered(found: Any, asked: int, most: int) -> tuple[Floats, Numbers]:
    """Raises ValueError where a server says something else than at most so many rows of each."""
    if len(found) != asked:
        raise ValueError(f"of {asked} questions it answered {len(found)}")
    distance = np.full((asked, most), np.inf, np.float32)
    key = np.full((asked, most), -1, np.int64)
    for at, hits in enumerate(found):
        apart, keys = np.array(hits.distances, np.float32), np.array(hits.ids, np.int64)
        if len(apart) != len(keys) or len(keys) > most or np.isnan(apart).any():
            raise ValueError("it answered something else than rows")
        distance[at, : len(keys)], key[at, : len(keys)] = apart.clip(0), keys
    order = np.argsort(distance, axis=1, kind="stable")
    return np.take_along_axis(distance, order, 1), np.take_along_axis(key, order, 1)


def _reason(error: BaseException) -> str:
    """In a line what went wrong."""
    if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
        return f"{error.code().name.lower().replace('_', ' ')}: {error.details()}"
    return str(getattr(error, "message", "") or error) or type(error).__name__


def _stop(folder: str) -> None:
    """End milvus-lite, which pymilvus runs in this program, at a free port of 127.0.0.1."""
    from milvus_lite.server_manager import server_manager_instance  # noqa: PLC0415  only here

    server_manager_instance.release_server(folder)
