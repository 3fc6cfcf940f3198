"""What was seen in chats: one time that a picture was posted is a sighting, known by features."""

from search.sightings.records import Post, Sighting
from search.sightings.sightings import Repeat, Seen, Sightings
from search.sightings.watches import Note, Wanted

__all__ = ["Note", "Post", "Repeat", "Seen", "Sighting", "Sightings", "Wanted"]
