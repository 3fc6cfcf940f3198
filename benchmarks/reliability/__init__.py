"""What the bot promises about bad days, each promise made to fail in earnest: one module each.

The real bot, `python -m bot`, in processes of its own, against the sandbox over real HTTP.
"""
