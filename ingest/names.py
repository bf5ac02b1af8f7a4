"""File names that never count, in the inbox as in archives (delivery interface 1.1)."""

from __future__ import annotations

IGNORED_NAMES = {"thumbs.db", "desktop.ini"}
IGNORED_BEGINNINGS = (".", "~$")


def is_ignored(name: str) -> bool:
    """True for what operating systems and office programs leave behind."""
    return name.startswith(IGNORED_BEGINNINGS) or name.casefold() in IGNORED_NAMES
