"""The text of a file, block by block, whatever it is encoded in (delivery interface 1.2)."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.refusal import FileCode, Refused

BLOCK = 8 * 2**20  # bytes that are read and worked on at once
BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
ILLEGIBLE = ("\ufffd".encode(), b"\0")
Step = Callable[[int], None]  # is told how many bytes of the file are done


@dataclass(frozen=True)
class Text:
    """A text file. name: its encoding; codec and skip: how to read it, without the BOM."""

    path: Path
    name: str
    codec: str
    skip: int = 0

    def blocks(self, step: Step | None = None) -> Iterator[bytes]:
        """The text as UTF-8; each block but the last ends at the end of a line.

        Raises Refused(ZEICHENSATZ) with the line of the first thing that cannot be read.
        """
        line = 1
        for block in _whole_lines(self._encoded(step)):
            found = [at for sign in ILLEGIBLE if (at := block.find(sign)) >= 0]
            if found:
                raise _illegible(line + block.count(b"\n", 0, found[0]))
            line += block.count(b"\n")
            yield block

    def start(self, length: int) -> str:
        """The first characters."""
        text = b""
        for block in self.blocks():
            text += block[: 4 * length]
            if len(text) >= 4 * length:
                break
        return text.decode(errors="ignore")[:length]

    def check(self) -> None:
        """Raises Refused(ZEICHENSATZ) if there is anything in the file that cannot be read."""
        for _ in self.blocks():
            pass

    def _encoded(self, step: Step | None) -> Iterator[bytes]:
        encoded = _encoder(self.codec)
        lines = 1
        with self.path.open("rb") as file:
            file.seek(self.skip)
            while raw := file.read(BLOCK):
                try:
                    text = encoded(raw, False)
                except UnicodeDecodeError as error:
                    raise _illegible(lines + _lines_before(error)) from error
                lines += text.count(b"\n")
                if step:
                    step(file.tell())
                yield text
        try:
            yield encoded(b"", True)
        except UnicodeDecodeError as error:
            raise _illegible(lines) from error


def find_encoding(path: Path) -> Text:
    """A BOM decides, else strict UTF-8, else cp1252; never guesses, never replaces."""
    with path.open("rb") as file:
        start = file.read(4)
    for bom, codec, name in BOMS:
        if start.startswith(bom):
            return Text(path, name, codec, len(bom))
    name = "utf-8" if _is_utf8(path) else "cp1252"
    return Text(path, name, name)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while raw := file.read(BLOCK):
                decoder.decode(raw)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _encoder(codec: str) -> Callable[[bytes, bool], bytes]:
    """Turns pieces of a file into UTF-8."""
    if codec == "cp1252":
        return _from_cp1252
    decoder = codecs.getincrementaldecoder(codec)()
    return lambda raw, final: decoder.decode(raw, final).encode()


def _from_cp1252(raw: bytes, _: bool) -> bytes:
    """Latin-1 is copied much faster and is the same but for 0x80-0x9F: C2 80 to C2 9F there."""
    text = raw.decode("latin-1").encode()
    return raw.decode("cp1252").encode() if b"\xc2" in text else text


def _lines_before(error: UnicodeDecodeError) -> int:
    """Line breaks before the place that cannot be decoded."""
    return error.object.count(b"\n", 0, error.start)


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut at the ends of lines; a lone CR ends a line too."""
    rest: list[bytes] = []
    for piece in pieces:
        end = piece.rfind(b"\n") + 1 or piece.rfind(b"\r", 0, -1) + 1
        if end:
            yield b"".join((*rest, piece[:end]))
            rest = []
        rest.append(piece[end:])
    last = b"".join(rest)
    if last:
        yield last


def _illegible(line: int) -> Refused:
    return Refused(
        FileCode.ZEICHENSATZ,
        "Die Datei enthält Zeichen, die sich in keinem zulässigen Zeichensatz lesen lassen.",
        f"Das erste steht in Zeile {line}.",
        "Bitte speichern Sie die Datei als „CSV UTF-8“ oder liefern Sie eine Arbeitsmappe.",
    )
