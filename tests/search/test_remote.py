"""A server that is away, slow, cut, forgetful or talks nonsense: said so, and nothing is lost."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest

from search import Engine, delivery, milvus, remote
from search.address import Address
from search.collection import Collection
from search.errors import BadAddress, Incomplete, MissingClient, Unreachable
from search.holdings import Held, Holdings, Sent
from search.ledger import FILE, Ledger
from search.milvus import Table
from search.remote import Remote
from search.scope import Scope
from search.source import Source
from tests.search.edits import encoded, last, random_features, speckled
from tests.search.proxy import Proxy

lite = pytest.importorskip("milvus_lite.adapter.grpc.server", reason="the extra [scale]")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]  # a server that is away is waited for
ROWS = 40  # of each picture


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is given up and tried again sooner."""
    monkeypatch.setattr(milvus, "REMOTE_SECONDS", 8.0)
    monkeypatch.setattr(milvus, "REMOTE_WRITE_SECONDS", 20.0)
    monkeypatch.setattr(remote, "REMOTE_PAUSES", (0.1, 0.3))
    monkeypatch.setattr(remote, "REMOTE_TAIL", 3)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a milvus-lite that all tests share: each has rows of its own."""
    running, database, port = lite.start_server_in_thread(str(tmp_path_factory.mktemp("lite")))
    yield port
    running.stop(0)
    database.close()


@pytest.fixture
def proxy(server: int) -> Iterator[Proxy]:
    """The way to it."""
    proxy = Proxy(("127.0.0.1", server))
    yield proxy
    proxy.leave()


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Six pictures: more than memory is to hold of what a server lacks."""
    with closing(Collection(tmp_path / "collection", create=True)) as collection:
        for number in range(6):
            put(collection, number)
        yield collection


def put(collection: Collection, number: int) -> None:
    """A picture, another for each number."""
    source = Source.of(f"p{number}", b"%d" % number)
    collection.put(source, random_features(ROWS, number))


def found(index: Remote, number: int) -> list[str]:
    """The names of pictures that have the first row of this one."""
    snapshot = index.snapshot
    near = snapshot.search(random_features(ROWS, number).descriptors[:5], 2)
    return sorted({snapshot.entry(n).name for n in near.picture[near.distance < 0.1].tolist()})


def soon(true: Callable[[], object], seconds: float = 90.0) -> None:
    """Wait until it is; a busy server may be slow meanwhile."""
    end = time.monotonic() + seconds
    while True:
        with suppress(Unreachable, Incomplete):
            if true():
                return
        assert time.monotonic() < end
        time.sleep(0.05)


def settle(index: Remote) -> None:
    """Wait until the server has all; one that is busy may be asked more than once."""

    def settled() -> bool:
        index.refresh(whole=True)
        return index._trouble is None

    soon(settled)


def held(index: Remote) -> dict[int, int]:
    """How many rows the server has of each picture, asked by a line of its own.

    An audit would drop what is half sent.
    """
    table = index._server._table
    with closing(Table(table.address, table._kazami, table.kind)) as own:
        return Counter(row["picture"] for row in own.query("", "picture"))


def wanted(collection: Collection) -> dict[int, int]:
    """What it should hold."""
    return dict.fromkeys(collection.ids(), ROWS)


def opened(collection: Collection, proxy: Proxy) -> Remote:
    """The index of a collection at the end of a line."""
    return Remote(collection, Address.parse(proxy.url))


def test_away_at_the_start(collection: Collection, proxy: Proxy) -> None:
    """It starts none the less; lookups are refused with a reason, and go on once it is there."""
    proxy.leave()
    with closing(opened(collection, proxy)) as index:
        with pytest.raises(Unreachable, match=f"127.0.0.1:{proxy.port}.*Nothing is lost"):
            found(index, 2)
        proxy.come()
        soon(lambda: held(index) == wanted(collection))
        settle(index)
        assert found(index, 2) == ["p2"]


def test_few_pictures_are_found_without_it(tmp_path: Path, proxy: Proxy) -> None:
    """Memory has them, until the server has."""
    proxy.leave()
    with closing(Collection(tmp_path / "few", create=True)) as collection:
        for number in range(3):
            put(collection, number)
        with closing(opened(collection, proxy)) as index:
            assert found(index, 1) == ["p1"]
            proxy.come()
            settle(index)
            assert held(index) == wanted(collection)
            assert found(index, 1) == ["p1"]


def test_away_while_the_collection_changes(collection: Collection, proxy: Proxy) -> None:
    """What came is sent and what went is taken away when it is back."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        proxy.leave()
        put(collection, 7)
        collection.remove("p1")
        index.refresh()
        with pytest.raises(Unreachable):
            found(index, 7)
        proxy.come()
        soon(lambda: held(index) == wanted(collection))
        settle(index)
        assert (found(index, 7), found(index, 1)) == (["p7"], [])


def test_whoever_waited_in_vain(
    collection: Collection, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that was all that went wrong, lookups go on by themselves when it is back."""
    send, sent = Remote._send, []

    def sending(index: Remote) -> bool:
        sent.append(send(index))
        return sent[-1]

    monkeypatch.setattr(Remote, "_send", sending)
    with closing(opened(collection, proxy)) as index:
        index.refresh(whole=True)
        soon(lambda: len(sent) == 2)  # the thread has nothing to do any more
        proxy.leave()
        index.refresh(whole=True)
        with pytest.raises(Unreachable):
            found(index, 2)
        proxy.come()
        soon(lambda: found(index, 2) == ["p2"])


def test_an_error_holds_on_to_no_lookup(collection: Collection, proxy: Proxy) -> None:
    """However many were refused by it: frames would keep their photos."""
    proxy.leave()
    with closing(opened(collection, proxy)) as index:
        frames = set()
        for _ in range(5):
            with pytest.raises(Unreachable) as refused:
                found(index, 2)
            frames.add(len(refused.traceback))
    assert len(frames) == 1


def test_rows_are_lost_while_others_are_sent(
    collection: Collection, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lookup that noticed something is not told otherwise before rows were counted again."""
    monkeypatch.setattr(delivery, "REMOTE_PICTURES", 1)
    put_rows = Holdings.put
    with closing(opened(collection, proxy)) as index:
        settle(index)

        def put_and_lose(server: Holdings, pictures: Sequence[Sent]) -> None:
            put_rows(server, pictures)
            if pictures[0].id == 7:
                server.drop([1])
                index._doubt(Unreachable(server.address, "a lookup failed"))

        monkeypatch.setattr(Holdings, "put", put_and_lose)
        for number in range(6, 9):
            put(collection, number)
        index.refresh(whole=True)
        with suppress(Unreachable, Incomplete):
            assert found(index, 0) == ["p0"]
        soon(lambda: found(index, 0) == ["p0"])
        assert held(index) == wanted(collection)


def test_rows_are_missed(
    collection: Collection, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From when their number is wrong until it is right, lookups are refused: none is told none."""
    audit, told = Holdings.audit, list[str]()

    def asked_meanwhile(server: Holdings) -> dict[int, Held]:
        try:
            told.append(f"found {found(index, 0)}")
        except Incomplete as error:
            told.append(str(error))
        return audit(server)

    with closing(opened(collection, proxy)) as index:
        settle(index)
        monkeypatch.setattr(Holdings, "audit", asked_meanwhile)
        index._server.drop([1])
        settle(index)
        assert "has 0 of 6 pictures so far" in told[0]
        assert found(index, 0) == ["p0"]


def test_closed_while_the_server_is_waited_for(
    collection: Collection, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the thread makes of a late answer is no error: the collection is closed by then."""
    monkeypatch.setattr(remote, "_ENDING", 0.1)
    asked, answer = threading.Event(), threading.Event()

    def late(*_: object) -> int:
        asked.set()
        answer.wait()
        return 0

    with closing(opened(collection, proxy)) as index:
        settle(index)
        monkeypatch.setattr(Holdings, "count", late)
        index.refresh()
        asked.wait()
    collection.close()
    answer.set()
    index._thread.join()


@pytest.mark.parametrize("sent", [2_000, 20_000, 40_000, 60_000])
def test_cut_while_it_is_sent(collection: Collection, proxy: Proxy, sent: int) -> None:
    """Wherever that is, the next start goes on, and no row is missing or there twice."""
    proxy.after = sent
    with closing(opened(collection, proxy)) as index:
        index.refresh(whole=True)
        assert index._trouble
    proxy.mood, proxy.after = "well", None
    with closing(opened(collection, proxy)) as index:
        settle(index)
        assert [found(index, number) for number in range(6)] == [[f"p{n}"] for n in range(6)]
        assert index._server.count() == 6 * ROWS


def test_killed_between_two_writes(collection: Collection, proxy: Proxy) -> None:
    """What was on its way is sent anew; everything else is left as it is."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        ids, server = collection.ids(), index._server
        ledger = Ledger.read(collection.folder)
        half = Ledger(ledger.kazami, ledger.server, ledger.rows - 2 * ROWS, (ids[0], ids[1]))
        server._table.delete(f"picture in {ids[:2]} and rows == 0")
    half.write(collection.folder)
    with closing(opened(collection, proxy)) as index:
        settle(index)
        assert index._server.count() == 6 * ROWS
        assert found(index, 0) == ["p0"]


@pytest.mark.parametrize("mood", ["slow", "nonsense", "cut"])
def test_slow_or_nonsense(
    collection: Collection, proxy: Proxy, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lookup is refused, neither waited for nor answered by none; afterwards all is found."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        assert found(index, 3) == ["p3"]
        proxy.mood = mood  # type: ignore[assignment]  # one of them
        if mood != "slow":
            proxy.cut()
        with monkeypatch.context() as hasty:
            hasty.setattr(milvus, "REMOTE_SECONDS", 3.0)  # the slow one would answer later
            with pytest.raises(Unreachable):
                found(index, 3)
        proxy.mood = "well"
        proxy.cut()
        soon(lambda: found(index, 3) == ["p3"])


def test_a_server_that_lost_everything(collection: Collection, proxy: Proxy) -> None:
    """Whoever looks up meanwhile is refused; all is sent again."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        index._server._table.delete("picture > 0")
    with closing(opened(collection, proxy)) as index:
        with suppress(Incomplete, Unreachable):
            assert found(index, 4) == ["p4"]
        settle(index)
        assert found(index, 4) == ["p4"]
        assert held(index) == wanted(collection)


def test_rows_of_nobody_are_passed_over(collection: Collection, proxy: Proxy) -> None:
    """Whatever keys a server answers, only pictures of the collection are found."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        near = random_features(ROWS, 0).descriptors[:5]
        strange = np.array([(999 << 32) + n for n in range(5)])
        index._server._table.insert(near, strange, picture=[999] * 5, shelf=[0] * 5, rows=[0] * 5)
        soon(lambda: found(index, 0) == ["p0"])
        settle(index)  # counted, and seen to be too many
        assert held(index) == wanted(collection)


def test_half_an_answer_is_none() -> None:
    """Fewer answers than questions, or no numbers: refused."""

    class Hits:
        ids, distances = (1, 2), (0.5, float("nan"))

    for answer, reason in (([], "of 1 questions"), ([Hits()], "something else than rows")):
        with pytest.raises(ValueError, match=reason):
            milvus._answered(answer, 1, 2)


def test_two_collections_at_one_server(tmp_path: Path, proxy: Proxy) -> None:
    """Neither finds nor loses what is the other's."""
    both = [Collection(tmp_path / name, create=True) for name in "ab"]
    indexes = []
    for at, collection in enumerate(both):
        for number in range(6):
            put(collection, 10 * at + number)
        indexes.append(opened(collection, proxy))
        settle(indexes[-1])
    assert (found(indexes[0], 3), found(indexes[0], 13)) == (["p3"], [])
    assert (found(indexes[1], 3), found(indexes[1], 13)) == ([], ["p13"])
    for index, collection in zip(indexes, both, strict=True):
        index.close()
        collection.close()


def test_the_whole_path_on_a_bad_day(tmp_path: Path, proxy: Proxy) -> None:
    """Pictures come and go while the server is away, and are found or not when it is back."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for seed in range(1, 6):
        (pictures / f"{seed}.png").write_bytes(encoded(speckled(seed)))
    with Engine.open(tmp_path / "c", create=True, index_url=proxy.url) as engine:
        assert last(engine.index([pictures])).pictures == 5
        assert engine.find(encoded(speckled(2))).matches[0].name == "2.png"
        proxy.leave()
        engine.add("new", encoded(speckled(9)))
        engine.remove("4.png")
        with pytest.raises(Unreachable):
            engine.find(encoded(speckled(9)))
        assert sorted(engine.names()) == ["1.png", "2.png", "3.png", "5.png", "new"]
    proxy.come()
    with Engine.open(tmp_path / "c", index_url=proxy.url) as engine:
        soon(lambda: engine.find(encoded(speckled(9))).matches[0].name == "new")
        assert all(match.name != "4.png" for match in engine.find(encoded(speckled(4))).matches)


def test_an_older_state_that_was_put_back(collection: Collection, proxy: Proxy) -> None:
    """A number that is given to another picture then has that picture's rows, not the old ones."""
    with closing(opened(collection, proxy)) as index:
        settle(index)
        ids = collection.ids()
        collection.remove("p5")
        with collection.transaction() as database:
            database.execute("UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'pictures'")
            database.execute("DELETE FROM touched")
            database.execute("DELETE FROM lineage")
        put(collection, 8)
        assert collection.ids() == ids
        settle(index)
        assert (found(index, 8), found(index, 5)) == (["p8"], [])


def test_the_articles_vectors(tmp_path: Path, proxy: Proxy) -> None:
    """The nearest and their values are those of the vectors here, shelf by shelf; a server that is
    away is said to be.
    """
    photo = encoded(speckled(3))
    with Engine.open(tmp_path / "c", create=True) as engine:
        for seed in range(8):
            engine.add(f"p{seed}", encoded(speckled(seed)), f"shelf {seed % 2}")
        wanted = engine.find(photo, 3, "article")
        odd = engine.find(photo, 3, "article", scope=Scope(frozenset({"shelf 1"})))
    with Engine.open(tmp_path / "c", index_url=proxy.url) as engine:
        answer = engine.find(photo, 3, "article")
        assert [m.name for m in answer.matches] == [m.name for m in wanted.matches]
        values, ours = ([m.value for m in a.matches] for a in (answer, wanted))
        np.testing.assert_allclose(values, ours)
        some = engine.find(photo, 3, "article", scope=Scope(frozenset({"shelf 1"})))
        assert [m.name for m in some.matches] == [m.name for m in odd.matches]
        engine.remove("p3")
        engine.add("p9", encoded(speckled(9)))
        assert engine.find(photo, 1, "article").matches[0].name != "p3"
        assert engine.find(encoded(speckled(9)), 1, "article").matches[0].name == "p9"
        proxy.leave()
        with pytest.raises(Unreachable):
            engine.find(encoded(speckled(1)), 1, "article")


def test_addresses() -> None:
    """What INDEX_URL may be; a password is in no message."""
    address = Address.parse("milvus://me:s3cret@example.org/pictures")
    assert (address.uri, address.database) == ("http://example.org:19530", "pictures")
    assert address.token.partition(":")[2] == "s3cret"
    said = f"{address} {address!r} {Unreachable(address, address.hide('no user me:s3cret'))}"
    assert "s3cret" not in said
    assert Address.parse("milvus+lite:///some/index.db").lite
    for url in ("redis://x", "milvus://", "milvus://h:x", "milvus+lite:///folder"):
        with pytest.raises(BadAddress, match="INDEX_URL"):
            Address.parse(url)


def test_a_ledger_that_cannot_be_read(tmp_path: Path) -> None:
    """Nothing is known, and the rows have another name."""
    Ledger("a").write(tmp_path)
    assert Ledger.read(tmp_path).kazami == "a"
    (tmp_path / FILE).write_text("{")
    assert Ledger.read(tmp_path).kazami not in ("", "a")


def test_a_server_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what to install."""
    monkeypatch.setitem(sys.modules, "search.remote", None)
    with pytest.raises(MissingClient, match=r"pip install 'kazami\[scale\]'"):
        Engine.open(tmp_path / "other", create=True, index_url="milvus://localhost")
