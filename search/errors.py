"""What can go wrong, each with its own name and the value that caused it.

    KazamiError
    |-- PhotoError            bytes that cannot be looked at (verdict `unreadable`)
    |   |-- NotAnImage        no format we know, or nothing at all
    |   |-- UnsupportedFormat a format we know and do not open
    |   |-- TooLarge          too many bytes or pixels
    |   |-- TooNarrow         a line rather than an image
    |   |-- NoPicture         a clip of sound alone, or of a codec that we do not open
    |   |-- Moving            a clip where a picture is needed
    |   `-- Damaged           it starts like an image and cannot be decoded
    |-- CollectionError       a collection that cannot do what was asked
    |   |-- NoCollection      nothing was indexed there yet
    |   |-- OutOfOrder        what only whoever runs Kazami can mend
    |   |   |-- DamagedCollection   its database cannot be read
    |   |   |-- DamagedSightings   nor can that of what chats have seen
    |   |   |-- NewerCollection   a later Kazami wrote it
    |   |   |-- Unavailable   the disk is full, read-only or has a fault, or the database is locked
    |   |   |-- Unreachable   the index server is away, slow, or does not do what was asked
    |   |   `-- Incomplete    the index server does not hold all pictures yet
    |   |-- NoFolder          a folder to index that is not there
    |   |-- BadName           a name that no picture may have
    |   |-- BadShelf          a shelf on which nothing can be put by hand
    |   |-- BadNote           a caption, tag or link that cannot be shown
    |   |-- NameTaken         another picture has this name
    |   |-- NamedByFile       a picture of a folder, which has the name of its file
    |   |-- UnknownName       no picture has this name
    |   `-- TooPlain          a picture in which there is nothing to find again
    |-- BadAddress            INDEX_URL names no index server
    |-- MissingClient         what talks to an index server is not installed
    |-- DamagedIndex          a saved index that is not what was saved; it is made anew
    |-- MissingDetector       this OpenCV has no such detector
    `-- NoDecoder             the system starts no process that decodes

The message of each is a whole sentence that can be shown to a person.
A plain photo is not here: it is a result.
"""


class KazamiError(Exception):
    """Anything the library refuses to do."""


class PhotoError(KazamiError):
    """Bytes that cannot be looked at."""


class NotAnImage(PhotoError):
    """Neither of the formats we open nor one we know by name."""

    def __init__(self) -> None:
        super().__init__("This is not an image. Send a JPEG, PNG or WebP.")


class UnsupportedFormat(PhotoError):
    """A format we know and do not open."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} images cannot be read here. Send it as JPEG or PNG.")
        self.name = name


class TooLarge(PhotoError):
    """Too many bytes or pixels to be decoded safely."""

    def __init__(self, size: str, limit: str, what: str = "image") -> None:
        super().__init__(f"This {what} is too large ({size}; at most {limit}). Send a smaller one.")
        self.size, self.limit, self.what = size, limit, what


class TooNarrow(PhotoError):
    """So much longer than wide that nothing can be seen in it."""

    def __init__(self, size: str) -> None:
        super().__init__(f"This image is too narrow ({size}) to see anything in it. Send another.")
        self.size = size


class NoPicture(PhotoError):
    """A clip in which there is nothing to see, or nothing that we can see."""

    def __init__(self) -> None:
        super().__init__("There is no picture in this clip that can be read here. Send it as MP4.")


class Moving(PhotoError):
    """A clip where a picture is needed."""

    def __init__(self) -> None:
        super().__init__("This is a clip, not a picture. Send a picture of it as JPEG or PNG.")


class Damaged(PhotoError):
    """It starts like an image and cannot be decoded."""

    def __init__(self, detail: str, what: str = "image") -> None:
        super().__init__(f"This {what} is damaged and cannot be read.")
        self.detail, self.what = detail, what


class CollectionError(KazamiError):
    """A collection that cannot do what was asked."""


class NoCollection(CollectionError):
    """Nothing was indexed there yet."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"There is no collection in {folder}. Make one: python -m search index")
        self.folder = folder


class OutOfOrder(CollectionError):
    """What only whoever runs Kazami can mend; its words are of their machines."""


class DamagedCollection(OutOfOrder):
    """Its database cannot be read."""

    def __init__(self, folder: object, detail: object) -> None:
        super().__init__(
            f"The collection in {folder} is damaged ({detail}). Restore collection.sqlite from a "
            "copy, or delete it and index again, without the pictures that were added by hand."
        )
        self.folder = folder


class DamagedSightings(OutOfOrder):
    """The database of what chats have seen cannot be read; that of the pictures may be well."""

    def __init__(self, folder: object, detail: object) -> None:
        super().__init__(
            f"What chats have seen cannot be read: sightings.sqlite in {folder} is damaged "
            f"({detail}). Restore it from a copy, or move it away and begin without it."
        )
        self.folder = folder


class NewerCollection(OutOfOrder):
    """A later Kazami wrote it: what this one would make of it is not known."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"A newer Kazami wrote the collection in {folder}. Update this one.")
        self.folder = folder


class Unavailable(OutOfOrder):
    """The disk or another program is in the way; nothing was changed by what was tried."""

    def __init__(self, folder: object, reason: str) -> None:
        super().__init__(
            f"The collection in {folder} cannot be used now: {reason}. Nothing in it was lost; "
            "try again when that is mended."
        )
        self.folder, self.reason = folder, reason


class Unreachable(OutOfOrder):
    """The index server is away, slow, or did not do what was asked."""

    def __init__(self, address: object, reason: str) -> None:
        super().__init__(
            f"The index server at {address} does not answer as it should ({reason}). Start it, or "
            "look after INDEX_URL. Nothing is lost: lookups go on when it is back."
        )
        self.address, self.reason = address, reason


class Incomplete(OutOfOrder):
    """The index server does not hold all pictures yet: whoever asks now could miss one."""

    def __init__(self, address: object, held: int, pictures: int) -> None:
        super().__init__(
            f"The index server at {address} has {held} of {pictures} pictures so far. Lookups "
            "begin when it has them all."
        )
        self.address, self.held, self.pictures = address, held, pictures


class NoFolder(CollectionError):
    """A folder to index that is not there."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"There is no folder {folder}.")
        self.folder = folder


class BadName(CollectionError):
    """A name that no picture may have."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"A picture cannot have this name: {reason}.")
        self.name, self.reason = name, reason


class BadShelf(CollectionError):
    """A shelf on which nothing can be put by hand."""

    def __init__(self, shelf: str, reason: str) -> None:
        super().__init__(f"A picture cannot be put on this shelf: {reason}. Name another.")
        self.shelf = shelf


class BadNote(CollectionError):
    """A caption, tag or link that cannot be shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"A picture cannot have this note: {reason}.")
        self.reason = reason


class NameTaken(CollectionError):
    """Another picture has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a picture named {name} already.")
        self.name = name


class NamedByFile(CollectionError):
    """A picture of a folder has the name of its file: another would not outlast a reindex."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has the name of its file. Rename the file, then index again.")
        self.name = name


class UnknownName(CollectionError):
    """No picture has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no picture named {name}.")
        self.name = name


class TooPlain(CollectionError):
    """A picture in which there is nothing to find again."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has too little detail to be found again, so it was not added.")
        self.name = name


class DamagedIndex(KazamiError):
    """The saved index is not what was saved; who meets it makes another."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The index of {name} is damaged. It is being made anew: try again.")
        self.name = name


class NoDecoder(KazamiError):
    """The system starts no process that decodes: nothing is known of the image."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"No image can be looked at now ({reason}). Try again later.")
        self.reason = reason


class BadAddress(KazamiError):
    """INDEX_URL names no index server."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"INDEX_URL is not an address: {reason}.")
        self.reason = reason


class MissingClient(KazamiError):
    """What talks to an index server is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"INDEX_URL needs {name}, which is not installed. Install it: "
            "pip install 'kazami[scale]'"
        )
        self.name = name


class MissingDetector(KazamiError):
    """OpenCV has no such detector, or not in this version."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"This OpenCV has no {name}. Install the one that has it: "
            'pip install "opencv-python-headless>=4.10,<5"'
        )
        self.name = name
