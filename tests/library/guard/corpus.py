"""Hostile and odd files, made here byte by byte: each is named by what is wrong, or odd, about it."""

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image, PngImagePlugin

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=8, height=8, rows=None, depth=8, colour=2, extra=b"", interlaced=0):
    """A PNG file whose header and rows need not agree. `rows` is raw, each row with its filter byte."""
    if rows is None:
        rows = (b"\0" + bytes(range(200, 200 + 3 * width % 50)).ljust(3 * width, b"\x40")) * height
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return SIGNATURE + body


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(kind="PNG", size=(16, 8), **options):
    ramp = np.arange(size[0] * size[1] * 3, dtype=np.int64).reshape(size[1], size[0], 3) % 251
    return saved(Image.fromarray(ramp.astype(np.uint8)), kind, **options)


def animation(kind, frames=3):
    first, *others = (Image.new("RGB", (2, 2), (n * 90 % 256, 0, 0)) for n in range(frames))
    return saved(first, kind, save_all=True, append_images=others)


def webp_of_frames(frames):
    """A WebP file with very many frames, made of one frame again and again."""
    one = animation("WEBP", 2)
    start = one.index(b"ANMF")
    length = 8 + struct.unpack_from("<I", one, start + 4)[0]
    body = one[12:start] + one[start : start + length] * frames
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def with_texts(count, length):
    info = PngImagePlugin.PngInfo()
    for n in range(count):
        info.add_text(f"t{n}", "x" * length)
    return plain(pnginfo=info)


def text_bomb():
    """A text of 40 MB that packs to 40 kB."""
    return png(extra=chunk(b"zTXt", b"bomb\0\0" + zlib.compress(b"a" * 40_000_000, 9)))


def icc_bomb():
    return png(extra=chunk(b"iCCP", b"p\0\0" + zlib.compress(b"a" * 40_000_000, 9)))


def zip_of(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(info(name), content, compress_type=method)
    return buffer.getvalue()


def info(name, mode=0o100644):
    member = zipfile.ZipInfo("x", (2022, 3, 5, 0, 0, 0))
    member.filename = name  # as it is: the constructor would mend it
    member.external_attr = mode << 16
    member.create_system = 3
    return member


def zip_with(name="a.txt", content=b"a", mode=0o100644):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info(name, mode), content)
    return buffer.getvalue()


def renamed(archive, old, new):
    """Give members other names of the same length, in the list and at the member."""
    assert len(old) == len(new)
    return archive.replace(old, new)


def bomb(size=32 * 2**20):
    return zip_of([("a.txt", b"\0" * size)])


def lying_size(size=4 * 2**20, says=1000):
    """A member that says it is small and unpacks to megabytes."""
    honest = zip_of([("a.bin", np.random.default_rng(0).bytes(1000) * (size // 1000))])
    real = struct.pack("<I", size // 1000 * 1000)
    return honest.replace(real, struct.pack("<I", says))


def overlapping(count=50):
    """Every member of the list points at the same bytes."""
    one = zip_of([("a0.bin", b"\0" * 100_000)])
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    listed = b"".join(one[at:end].replace(b"a0.bin", f"a{n:01x}.bin".encode()[-6:]) for n in range(count))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)
    return one[:at] + listed + tail


def encrypted():
    archive = bytearray(zip_with())
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)


REFUSED = {
    # name of the file: (content, a word of the reason)
    "claims-to-be-huge.png": (png(60_000, 60_000, b""), "pixels on a side"),
    "wide.png": (png(16_385, 1, b"\0" * 49_156), "pixels on a side"),
    "square.png": (png(16_000, 16_000, b""), "48,000,000"),
    "no-width.png": (png(0, 8, b""), "at least 1 pixel"),
    "fewer-rows.png": (png(8, 8, (b"\0" + bytes(24)) * 4), "less than the picture"),
    "more-rows.png": (png(8, 8, (b"\0" + bytes(24)) * 40), "more than the picture"),
    "row-bomb.png": (png(8, 8, bytes(30_000_000)), "more than the picture"),
    "cut-off.png": (plain()[:-30], "broken"),
    "no-end.png": (plain()[:-12], "broken"),
    "flipped.png": (plain().replace(b"IDAT", b"IDAX"), "less than the picture"),
    "half.jpg": (plain("JPEG")[:-200], "broken"),
    "half.webp": (plain("WEBP")[:-20], "broken"),
    "half.gif": (plain("GIF")[:-20], "broken"),
    "jpeg.png": (plain("JPEG"), "is a JPEG file"),
    "png.jpg": (plain(), "is a PNG file"),
    "page.png": (b"<!DOCTYPE html><script>alert(1)</script>", "is no picture"),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no picture"),
    "empty.png": (b"", "is no picture"),
    "bitmap.png": (plain("BMP"), "is no picture"),
    "program.png": (b"MZ\x90\0", "is no picture"),
    "signature.png": (SIGNATURE, "broken"),
    "archive-behind.png": (plain() + zip_with(), "after its picture"),
    "page-behind.jpg": (plain("JPEG") + b"<script>", "after its picture"),
    "page-behind.webp": (plain("WEBP") + b"<script>", "after its picture"),
    "page-behind.gif": (plain("GIF") + b"<script>", "after its picture"),
    "long-texts.png": (with_texts(3, 900_000), "bytes of them"),
    "many-texts.png": (with_texts(300, 10), "at most 200 texts"),
    "text-bomb.png": (text_bomb(), "broken"),
    "profile-bomb.png": (icc_bomb(), "broken"),
    "moving.gif": (animation("GIF"), "3 frames"),
    "moving.webp": (animation("WEBP"), "3 frames"),
    "moving.png": (animation("PNG"), "3 frames"),
    "thousands.webp": (webp_of_frames(5000), "5,000 frames"),
    "huge.gif": (b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0, 0, 0) + b"\x3b", "pixels on a side"),
    "no-frame.gif": (b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0, 0, 0) + b"\x3b", "0 frames"),
    "lies.webp": (b"RIFF\xff\xff\x00\x00WEBPVP8L", "broken"),
    "short.jpg": (b"\xff\xd8\xff\xe0", "broken"),
    "long-segment.jpg": (b"\xff\xd8\xff\xe0\xff\xff", "broken"),
}
"""Pictures to be refused."""

SLIPS = (
    "../a.txt", "a/../../b.txt", "/etc/passwd", "C:/a.txt", "c:a.txt", "..\\a.txt", "a\\b.txt", "a//b.txt",
    "./a.txt", "a/.", "..", "con", "NUL.txt", "a/Com1.png", "lpt9.tar.gz", "a.", "a ", " a", "a/b. ",
    "a\x00.png", "a\n.png", "a\u202egnp.exe", "x" * 300, "a/b/c/d/e/f/g/h/i/j", "a?.png", "a|b",
    "\ufeffa", "a:b",
)  # fmt: skip
"""Names of members that are refused."""

TWICE = (
    [("a.png", b"1"), ("a.png", b"2")],
    [("a.png", b"1"), ("A.PNG", b"2")],
    [("a", b"1"), ("a/b", b"2")],
    [("a/b", b"2"), ("A", b"1")],
    [("\u00e9.png", b"1"), ("e\u0301.png", b"2")],
    [("stra\u00dfe", b"1"), ("STRASSE", b"2")],
)
"""Members that would be one file on some system."""
