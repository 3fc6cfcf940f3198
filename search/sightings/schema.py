"""The tables of sightings, step by step: what leads from each version to the next."""

FILE = "sightings.sqlite"

_SIGHTINGS = """CREATE TABLE sightings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: `picture` may outlive its sighting
    chat INTEGER NOT NULL, message INTEGER NOT NULL,
    author INTEGER NOT NULL,               -- 0: nobody is told
    at INTEGER NOT NULL,                   -- Unix time
    since INTEGER NOT NULL,                -- from when on it is kept: perhaps that of an import
    leaves INTEGER NOT NULL,               -- Unix time at which it is deleted
    picture INTEGER NOT NULL,              -- the sighting that it repeats, or itself
    resembles INTEGER,                     -- the picture that it perhaps repeats
    ignored INTEGER NOT NULL DEFAULT 0,    -- the picture is not remarked on
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,  -- of the working image
    features BLOB NOT NULL,
    version TEXT NOT NULL,                 -- of the features
    UNIQUE (chat, message)
)"""
_WATCHES = """CREATE TABLE watches (          -- pictures whose sightings somebody wants to hear of
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner INTEGER NOT NULL, message INTEGER NOT NULL,  -- with which it was asked for
    at INTEGER NOT NULL,                   -- Unix time
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,
    features BLOB NOT NULL, version TEXT NOT NULL,
    UNIQUE (owner, message)
)"""
_NOTES = """CREATE TABLE notes (              -- that a watched picture was seen; for its owner
    watch INTEGER NOT NULL REFERENCES watches ON DELETE CASCADE,
    chat INTEGER NOT NULL, message INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,       -- or begun to be sent: never again
    PRIMARY KEY (watch, chat, message)
) WITHOUT ROWID"""

VERSIONS = (
    (
        _SIGHTINGS,
        "CREATE INDEX sightings_by_picture ON sightings (chat, picture)",
        "CREATE INDEX sightings_by_end ON sightings (leaves)",
        "CREATE INDEX sightings_by_author ON sightings (author)",
        _WATCHES,
        _NOTES,
        "CREATE TABLE unwatched (mark BLOB PRIMARY KEY) WITHOUT ROWID",  # people, not by their ids
    ),
)
