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
    "search + geometry, light edits, median, ms of CPU": "light edits, ms",
    "memory, GB, after 1,000 lookups": "memory",
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
        values = [each[key] for each in found]
        panel.plot([each["pictures"] for each in found], values, "o-", color="#1f6f8b")
        panel.set(xscale="log", title=title, xlabel="pictures")
        panel.set_ylim(0, 1.25 * max(values) if key != "among" else 105)
        panel.grid(alpha=0.3)
    figure.savefig(DRAWING, dpi=110)


def results() -> list[dict[str, Any]]:
    """Of every size that was measured, smallest first."""
    files = record.RESULTS.glob("scale_*.json")
    read = [json.loads(path.read_text()) for path in files]
    for each in read:
        each["memory"] = each["bytes a picture"] * each["pictures"] / 1e9
    return sorted(read, key=lambda each: each["pictures"])


if __name__ == "__main__":
    main()
