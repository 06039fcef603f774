"""A picture of a network that carries the network: its project file, as a text chunk of the PNG.

    signature | IHDR | iTXt "convcanvas" | IDAT ... | IEND        each chunk: length, type, data, CRC-32 of both

Source: the PNG specification, third edition, sections 5.3 (chunks) and 11.3.3.4 (iTXt). Any program shows the picture;
ours reads the text as it reads a project file: under the same rules, and nothing in it is ever executed.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from engine.errors import FormatError
from engine.project import files
from engine.project import format as project_format
from engine.project.document import Document

SUFFIX = ".png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"convcanvas"

_HEAD = struct.Struct(">I4s")
_CRC = struct.Struct(">I")
_HEADER_END = len(SIGNATURE) + _HEAD.size + 13 + _CRC.size
"""Where the IHDR chunk ends, which is always the first and has 13 bytes."""

_DAMAGED = "The picture is damaged or cut short: export it again, or open another copy of it."


def embed(picture: bytes, document: Document) -> bytes:
    """Return a PNG picture that carries a document.

    Raises:
        ValueError: ``picture`` is not a PNG.
    """
    if not picture.startswith(SIGNATURE):
        raise ValueError("only a PNG can carry a document")
    text = zlib.compress(project_format.dumps(document).encode(), 9)
    compressed, method, language, translated = b"\x01", b"\x00", b"\x00", b"\x00"
    data = KEYWORD + b"\x00" + compressed + method + language + translated + text
    return picture[:_HEADER_END] + _chunk(b"iTXt", data) + picture[_HEADER_END:]


def is_png(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a PNG picture, whatever its name; a file that cannot be read is none."""
    path = Path(path)
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(SIGNATURE)) == SIGNATURE
    except OSError:
        return False


def is_mere_picture(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a whole PNG picture in which no network is kept."""
    try:
        with Path(path).open("rb") as file:
            return _find(file) is None
    except (OSError, FormatError):
        return False


def load(path: str | os.PathLike[str]) -> Document:
    """Return the document that a picture carries.

    Raises:
        FormatError: it cannot be read, is no PNG, or carries no valid document.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return project_format.loads(_text(file))
    except FormatError as error:
        raise FormatError(f"{path.name} cannot be opened. {error}") from error
    except OSError as error:
        raise FormatError(
            f"{path.name} cannot be opened. The system says: {error.strerror or error}. Check that you may read it."
        ) from error


def _text(file: BinaryIO) -> str:
    """Return the text of the project in a picture."""
    length = _find(file)
    if length is None:
        raise FormatError(
            "It is a picture, but no network is kept in it. Choose a PNG that ConvCanvas exported; programs that "
            "edit or send pictures often drop what is kept in them."
        )
    return _unpacked(_checked(file, b"iTXt", length))


def _find(file: BinaryIO) -> int | None:
    """Go to the data of the chunk that carries a project; of the other chunks only the lengths are read.

    Returns:
        their length; None where there is no such chunk.
    """
    if file.read(len(SIGNATURE)) != SIGNATURE:
        raise FormatError("It is not a PNG picture. Choose one that ConvCanvas exported.")
    size = os.fstat(file.fileno()).st_size
    while True:
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise FormatError(_DAMAGED)
        length, kind = _HEAD.unpack(head)
        end = file.tell() + length + _CRC.size
        if end > size:
            raise FormatError(_DAMAGED)
        if kind == b"iTXt" and file.read(len(KEYWORD) + 1) == KEYWORD + b"\x00":
            file.seek(-len(KEYWORD) - 1, os.SEEK_CUR)
            return int(length)
        if kind == b"IEND":
            return None
        file.seek(end)


def _checked(file: BinaryIO, kind: bytes, length: int) -> bytes:
    if length > files.MAX_BYTES:
        raise FormatError(f"What it carries is larger than {files.MAX_BYTES >> 20} MB, which no project is.")
    data = file.read(length)
    if file.read(_CRC.size) != _CRC.pack(zlib.crc32(kind + data)):
        raise FormatError(_DAMAGED)
    return data


def _unpacked(data: bytes) -> str:
    """Return the text of an iTXt chunk: keyword, two flags, language and translated keyword stand before it."""
    flags = data[len(KEYWORD) + 1 : len(KEYWORD) + 3]
    fields = data[len(KEYWORD) + 3 :].split(b"\x00", 2)
    if len(fields) < 3 or flags not in (b"\x00\x00", b"\x01\x00"):
        raise FormatError(_DAMAGED)
    text = _inflated(fields[2]) if flags[:1] == b"\x01" else fields[2]
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise FormatError(_DAMAGED) from error


def _inflated(text: bytes) -> bytes:
    """Return the text unpacked, but no more of it than a project may have: a few bytes could stand for gigabytes."""
    unpacker = zlib.decompressobj()
    try:
        result = unpacker.decompress(text, files.MAX_BYTES + 1)
    except zlib.error as error:
        raise FormatError(_DAMAGED) from error
    if len(result) > files.MAX_BYTES:
        raise FormatError(f"What it carries is larger than {files.MAX_BYTES >> 20} MB, which no project is.")
    if not unpacker.eof:
        raise FormatError(_DAMAGED)
    return result


def _chunk(kind: bytes, data: bytes) -> bytes:
    return _HEAD.pack(len(data), kind) + data + _CRC.pack(zlib.crc32(kind + data))
