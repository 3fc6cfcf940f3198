"""Scripts that measure Kazami; README.md has their tables."""
