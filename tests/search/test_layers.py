"""The direction of the arrows, and what no line may do."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEARCH = sorted((ROOT / "search").rglob("*.py"))
ALL = SEARCH + sorted((ROOT / "bot").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module of other packages that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "" if node.level else node.module or ""


def tops(path: Path) -> set[str]:
    """The packages it imports from."""
    return {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", SEARCH, ids=lambda path: path.name)
def test_search_knows_nothing_of_the_bot(path: Path) -> None:
    """Neither Telegram nor an event loop: anyone may use the library."""
    assert not tops(path) & {"bot", "telegram", "asyncio", "aiosqlite", "tornado", "httpx", "nats"}


def test_the_decoder_process_imports_little() -> None:
    """The standard library and Pillow: what is not there cannot be attacked."""
    (decoder,) = (path for path in SEARCH if path.name == "decoder.py")
    standard = {"contextlib", "io", "pathlib", "resource", "signal", "struct", "sys", "typing"}
    assert tops(decoder) == {"PIL", *standard}


def test_the_process_of_clips_imports_little_more() -> None:
    """FFmpeg, and of ours what itself imports as little; the numbers are plain."""
    modules = {path.stem: path for path in SEARCH if path.parent.name == "search"}
    ours = {name for name in imported(modules["frames"]) if name.startswith("search")}
    assert ours == {"search.decoder", "search.options"}
    assert tops(modules["frames"]) - sys.stdlib_module_names == {"PIL", "av", "search"}
    assert tops(modules["options"]) == {"math", "typing"}


_RUNNING = {
    *("pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "yaml"),
    *("code", "codeop", "runpy", "ctypes"),
}


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_that_is_read_can_run(path: Path) -> None:
    """No pickle in any of its forms, no eval or exec, no shell, nothing that SQLite would load."""
    told = {"ctypes"} if path.name in {"process.py", "loops.py"} else set()  # glibc, and our own C
    assert not tops(path) & (_RUNNING - told)
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        assert called not in ("eval", "exec", "compile", "__import__")
        assert method not in ("system", "popen", "enable_load_extension", "load_extension")
        for keyword in node.keywords:
            assert keyword.arg != "shell"
            assert (keyword.arg, ast.unparse(keyword.value)) != ("allow_pickle", "True")


def test_what_is_measured_is_not_what_is_shipped() -> None:
    """Neither package imports the tests or the benchmarks."""
    for path in ALL:
        assert not tops(path) & {"tests", "benchmarks", "pytest", "hypothesis"}
