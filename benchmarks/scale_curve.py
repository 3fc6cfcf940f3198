"""Draws what benchmarks.scale measured, from one size of a collection to the next: docs/scale.png.

python -m benchmarks.scale_curve
"""

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl

from benchmarks import record

DRAWING = Path(__file__).parents[1] / "docs" / "scale.png"
PANELS = {  # what is drawn of each result; its axis begins at 0
    "search + geometry of light edits, ms (median, CPU of one thread)": "light edits, ms",
    "memory a picture, KB (after 1,000 lookups)": "bytes a picture",
    "right picture among candidates, % (first look)": "among",
    "start, seconds": "start, s",
}


def main() -> None:
    """Draw."""
    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  after its backend is chosen

    found = results()
    figure, panels = plt.subplots(2, 2, figsize=(9, 6), layout="constrained")
    for panel, (title, key) in zip(panels.flat, PANELS.items(), strict=True):
        values = [each[key] / (1000 if key.startswith("bytes") else 1) for each in found]
        panel.plot([each["pictures"] for each in found], values, "o-", color="#1f6f8b")
        panel.set(xscale="log", title=title, xlabel="pictures")
        panel.set_ylim(0, 1.25 * max(values) if key != "among" else 105)
        panel.grid(alpha=0.3)
    figure.savefig(DRAWING, dpi=110)


def results() -> list[dict[str, Any]]:
    """Of every size that was measured, smallest first."""
    files = record.RESULTS.glob("scale_*.json")
    return sorted((json.loads(path.read_text()) for path in files), key=lambda of: of["pictures"])


if __name__ == "__main__":
    main()
