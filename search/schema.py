"""The collection's tables, step by step: what leads from each version to the next."""

_PICTURES = """CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: a changed picture gets a new one
    name TEXT NOT NULL UNIQUE,
    folder TEXT,                           -- null: added by hand, its bytes lie in added/
    path TEXT,                             -- null likewise
    sha256 BLOB NOT NULL,                  -- of the file
    bytes INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,  -- of the working image
    features BLOB NOT NULL,
    checksum BLOB NOT NULL,                -- SHA-256 of features
    version TEXT NOT NULL                  -- of the extraction
)"""
_REFUSED = """CREATE TABLE refused (             -- files of a folder that did not become pictures
    name TEXT NOT NULL, folder TEXT NOT NULL, plain INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (folder, name)
)"""
_VECTORS = """CREATE TABLE vectors (             -- the article's; empty: nothing to see in it
    picture INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
    detector TEXT NOT NULL, vector BLOB NOT NULL, checksum BLOB NOT NULL,
    PRIMARY KEY (picture, detector)
)"""
_NOTES = """CREATE TABLE notes (                  -- by name: they outlive a change of the file
    name TEXT PRIMARY KEY, caption TEXT NOT NULL, tags TEXT NOT NULL, link TEXT NOT NULL
)"""
_JOURNAL = """CREATE TABLE journal (              -- changes by hand that can be taken back
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,                      -- seconds since 1970
    person INTEGER NOT NULL,               -- 0: nobody, or forgotten
    what TEXT NOT NULL, name TEXT NOT NULL, old TEXT,
    caption TEXT NOT NULL, tags TEXT NOT NULL, link TEXT NOT NULL  -- before it
)"""
_REMOVED = """CREATE TABLE removed (              -- pictures as they were, to be put back
    change INTEGER PRIMARY KEY REFERENCES journal ON DELETE CASCADE,
    name TEXT NOT NULL, folder TEXT, path TEXT, sha256 BLOB NOT NULL, bytes INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, scale REAL NOT NULL,
    features BLOB NOT NULL, checksum BLOB NOT NULL, version TEXT NOT NULL, shelf TEXT NOT NULL
)"""

_JUDGMENTS = """CREATE TABLE judgments (  -- what people said of answers
    id INTEGER PRIMARY KEY,
    evidence REAL NOT NULL, right INTEGER NOT NULL,  -- of the match, and whether it was right
    version TEXT NOT NULL                  -- of the features that the evidence is of
)"""

_TOUCHED = """CREATE TABLE touched (  -- pictures that came, went, or changed for an index
    generation INTEGER NOT NULL, picture INTEGER NOT NULL, PRIMARY KEY (generation, picture)
) WITHOUT ROWID"""
_GENERATIONS = """CREATE TRIGGER generations AFTER UPDATE ON generation BEGIN
    INSERT OR REPLACE INTO lineage VALUES (new.number, new.mark);
END"""
_INDEXED = "name, path, shelf, width, height, scale, features, checksum, version"
_TOUCH = (
    "CREATE TRIGGER {0}_touches AFTER {1} ON pictures BEGIN"
    " INSERT OR IGNORE INTO touched SELECT number, {2}.id FROM generation; END"
)

VERSIONS = (
    (
        _PICTURES,
        "CREATE INDEX pictures_by_folder ON pictures (folder)",
        _REFUSED,
        _VECTORS,
        "CREATE TABLE generation (number INTEGER NOT NULL)",
        "INSERT INTO generation VALUES (0)",
    ),
    ("CREATE TABLE scale (slope REAL NOT NULL, offset REAL NOT NULL)",),
    (  # how many pictures there were when it was calibrated, and the version of their features
        "ALTER TABLE scale ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE scale ADD COLUMN version TEXT NOT NULL DEFAULT ''",
    ),
    (  # 16 random bytes: of two states with one number, after a restore, each has its own
        "ALTER TABLE generation ADD COLUMN mark BLOB NOT NULL DEFAULT x''",
        "UPDATE generation SET mark = randomblob(16)",
    ),
    (_JUDGMENTS,),
    (  # shelves, notes, and what was done by hand; `leaving`: bytes that are kept for nobody
        "ALTER TABLE pictures ADD COLUMN shelf TEXT NOT NULL DEFAULT 'folder'",
        "UPDATE pictures SET shelf = 'uploads' WHERE path IS NULL",
        "CREATE INDEX pictures_by_hand ON pictures (sha256) WHERE path IS NULL",
        _NOTES,
        _JOURNAL,
        _REMOVED,
        "CREATE TABLE leaving (sha256 BLOB PRIMARY KEY)",
    ),
    (  # what an index of an earlier generation lacks, and which generations were ours
        "CREATE TABLE lineage (number INTEGER PRIMARY KEY, mark BLOB NOT NULL)",
        "INSERT INTO lineage SELECT number, mark FROM generation",
        _GENERATIONS,
        _TOUCHED,
        _TOUCH.format("coming", "INSERT", "new"),
        _TOUCH.format("going", "DELETE", "old"),
        _TOUCH.format("changing", f"UPDATE OF {_INDEXED}", "new"),
    ),
)
GROW = "UPDATE generation SET number = number + 1, mark = randomblob(16)"
