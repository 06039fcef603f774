import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.errors import FormatError
from engine.project import files, png
from engine.project import format as project_format
from engine.project.document import Document
from tests import graphs

DOCUMENT = Document(graphs.chain(("Conv2d", {}), ("ReLU", {})))
DAMAGED = "The picture is damaged or cut short"


def drawn() -> bytes:
    """Return a picture as another program writes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = drawn()
CARRYING = png.embed(PICTURE, DOCUMENT)


def with_chunk(data: bytes, kind: bytes = b"iTXt") -> bytes:
    chunk = struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))
    return PICTURE[:33] + chunk + PICTURE[33:]


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[bytes], str]:
    def refuse(content: bytes) -> str:
        path = tmp_path / "net.png"
        path.write_bytes(content)
        with pytest.raises(FormatError) as caught:
            png.load(path)
        sentence = str(caught.value)
        assert sentence.startswith("net.png cannot be opened. ")
        assert sentence.endswith(".")
        return sentence

    return refuse


class TestCarrying:
    @given(graphs.GRAPHS)
    def test_gives_back_the_document(self, tmp_path_factory: pytest.TempPathFactory, graph: graphs.Graph) -> None:
        path = tmp_path_factory.mktemp("png") / "net.png"
        path.write_bytes(png.embed(PICTURE, Document(graph)))
        assert png.load(path) == Document(graph)

    def test_other_programs_see_the_same_picture(self) -> None:
        with Image.open(io.BytesIO(CARRYING)) as picture, Image.open(io.BytesIO(PICTURE)) as original:
            picture.load()
            assert picture.tobytes() == original.tobytes()
            assert picture.text == {"convcanvas": project_format.dumps(DOCUMENT)}

    def test_stays_when_another_program_moves_it_behind_the_picture(self, tmp_path: Path) -> None:
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_itxt("Comment", "made elsewhere")
        info.add_itxt("convcanvas", project_format.dumps(DOCUMENT), lang="en", tkey="net", zip=False)
        Image.new("L", (3, 3)).save(tmp_path / "net.png", pnginfo=info)
        assert png.load(tmp_path / "net.png") == DOCUMENT

    def test_only_a_png_can(self) -> None:
        with pytest.raises(ValueError, match="only a PNG"):
            png.embed(b"GIF89a", DOCUMENT)

    def test_a_png_is_known_by_its_content(self, tmp_path: Path) -> None:
        (tmp_path / "a.convcanvas").write_bytes(CARRYING)
        (tmp_path / "b.png").write_text("{}", encoding="utf-8")
        os.mkfifo(tmp_path / "pipe")
        assert [png.is_png(tmp_path / name) for name in ("a.convcanvas", "b.png", "pipe", "none", ".")] == [
            *(True, False, False, False, False)
        ]


class TestRefusing:
    def test_a_foreign_picture(self, refusal) -> None:
        assert "It is a picture, but no network is kept in it." in refusal(PICTURE)

    def test_what_is_no_picture(self, refusal) -> None:
        assert "It is not a PNG picture." in refusal(b"\xff\xd8\xff\xe0 a JPEG")
        assert "It is not a PNG picture." in refusal(b"")

    def test_a_picture_cut_short_anywhere_before_the_project_ends(self, refusal) -> None:
        end = 33 + 12 + struct.unpack(">I", CARRYING[33:37])[0]
        for length in (8, 12, 20, 33, 40, 50, end // 2, end - 1):
            assert DAMAGED in refusal(CARRYING[:length]), length

    def test_a_picture_whose_checksum_is_broken(self, refusal) -> None:
        broken = bytearray(CARRYING)
        broken[120] ^= 1
        assert DAMAGED in refusal(bytes(broken))

    def test_a_chunk_that_says_it_is_longer_than_the_file(self, refusal) -> None:
        assert DAMAGED in refusal(CARRYING[:33] + b"\x7f\xff\xff\xff" + CARRYING[37:])

    def test_more_than_any_project_has_packed_into_little(self, refusal) -> None:
        bomb = zlib.compress(bytes(files.MAX_BYTES + 1), 9)
        assert len(bomb) < 100_000
        assert "larger than 64 MB" in refusal(with_chunk(b"convcanvas\x00\x01\x00\x00\x00" + bomb))

    def test_more_than_any_project_has_unpacked(self, refusal) -> None:
        assert "larger than 64 MB" in refusal(with_chunk(b"convcanvas\x00\x00\x00\x00\x00" + bytes(files.MAX_BYTES)))

    @pytest.mark.parametrize(
        "data",
        [
            b"convcanvas\x00",
            b"convcanvas\x00\x01",
            b"convcanvas\x00\x02\x00\x00\x00text",
            b"convcanvas\x00\x01\x07\x00\x00text",
            b"convcanvas\x00\x00\x00no end of the language",
            b"convcanvas\x00\x01\x00\x00\x00not packed",
            b"convcanvas\x00\x01\x00\x00\x00" + zlib.compress(b"{}")[:-3],
            b"convcanvas\x00\x00\x00\x00\x00\xff\xfe",
        ],
    )
    def test_a_chunk_that_is_not_as_it_should_be(self, refusal, data: bytes) -> None:
        assert DAMAGED in refusal(with_chunk(data))

    def test_a_project_that_is_none(self, refusal) -> None:
        sentence = refusal(with_chunk(b'convcanvas\x00\x00\x00\x00\x00{"format": "other"}'))
        assert 'does not say "format": "convcanvas"' in sentence

    @given(st.integers(0, len(CARRYING) - 1), st.integers(1, 255))
    def test_any_byte_may_be_another(self, tmp_path_factory: pytest.TempPathFactory, place: int, change: int) -> None:
        path = tmp_path_factory.mktemp("png") / "net.png"
        content = bytearray(CARRYING)
        content[place] ^= change
        path.write_bytes(content)
        try:
            assert png.load(path) == DOCUMENT
        except FormatError:
            return

    def test_what_may_not_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(FormatError, match=r"^none\.png cannot be opened\. The system says: No such file"):
            png.load(tmp_path / "none.png")
