"""Kazami's Telegram face: where bytes come from, when work runs, what a name means."""

import os

# Set before telegram is imported: else each 429 warns instead of raising its own error.
os.environ.setdefault("PTB_TIMEDELTA", "1")
