"""Names of files in the inbox (delivery interface 1.1)."""

from __future__ import annotations

import os

IGNORED_NAMES = {"thumbs.db", "desktop.ini"}
IGNORED_BEGINNINGS = (".", "~$")
REFUSED_FOLDER = "abgelehnt"  # beside the files of a source: what was refused, with letters
LONGEST_NAME = 245  # bytes; a letter beside the file needs ten more, file systems allow 255


def readable(name: str) -> str:
    """A file name as text: one that is not UTF-8 comes from an old zip and is read as cp1252."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def is_too_long(name: str) -> bool:
    """True for a name that leaves no room for the names of its sidecar and its letter."""
    return len(os.fsencode(name)) > LONGEST_NAME


def is_ignored(name: str) -> bool:
    """True for what operating systems and office programs leave behind."""
    return name.startswith(IGNORED_BEGINNINGS) or name.casefold() in IGNORED_NAMES
