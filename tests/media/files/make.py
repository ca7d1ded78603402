#!/usr/bin/env python3
"""Makes the small pictures the media tests read. Needs ImageMagick 6 with WebP. Run in this folder; the results are committed."""
import struct
import subprocess
import zlib


def png(path, width, height, depth, colour, rows, extra=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    raw = b"".join(b"\0" + row for row in rows)
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)))
        f.write(extra_chunks(chunk, extra) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def extra_chunks(chunk, extra):
    return b"".join(chunk(kind, data) for kind, data in extra) if extra else b""


def convert(*arguments):
    subprocess.run(["convert", "-seed", "7", *arguments], check=True)


# Exact values: the tests compare texel by texel.
png("gray16.png", 6, 1, 16, 0, [struct.pack(">6H", 0, 127, 129, 0x7FFF, 0xFF7E, 0xFFFF)])
png("gray4_trns.png", 4, 1, 4, 0, [bytes([0x0F, 0x5A])], [(b"tRNS", struct.pack(">H", 5))])
png("palette2_trns.png", 4, 1, 2, 3, [bytes([0b00011011])],
    [(b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 100, 50])), (b"tRNS", bytes([255, 128, 0]))])
png("rgb_trns.png", 2, 1, 8, 2, [bytes([10, 20, 30, 40, 50, 60])], [(b"tRNS", struct.pack(">3H", 10, 20, 30))])
png("rgba.png", 5, 1, 8, 6, [bytes([255, 255, 255, 255, 255, 128, 1, 128, 200, 100, 50, 1, 9, 9, 9, 0, 77, 88, 99, 254])])
png("gray_alpha16.png", 2, 1, 16, 4, [struct.pack(">4H", 0xFFFF, 0x8080, 0x4040, 0xFFFF)])
png("huge_header.png", 100000, 100000, 8, 6, [b""])

# Pictures: the tests hold hashes of them.
photo = ["-size", "61x43", "plasma:tomato-steelblue", "-attenuate", "0.4", "+noise", "Gaussian", "-depth", "8", "-strip"]
convert(*photo, "PNG24:photo.png")
convert("photo.png", "-interlace", "PNG", "-strip", "PNG24:interlaced.png")
convert("photo.png", "-quality", "85", "-sampling-factor", "4:2:0", "photo_420.jpg")
convert("photo.png", "-quality", "85", "-sampling-factor", "4:2:2", "photo_422.jpg")
convert("photo.png", "-quality", "92", "-sampling-factor", "4:4:4", "photo_444.jpg")
convert("photo.png", "-quality", "85", "-interlace", "JPEG", "progressive.jpg")
convert("photo.png", "-colorspace", "Gray", "-quality", "85", "gray.jpg")
convert("photo.png", "-colorspace", "CMYK", "-quality", "85", "cmyk.jpg")
convert("photo.png", "-quality", "80", "photo_lossy.webp")
convert("photo.png", "(", "-size", "61x43", "gradient:", ")", "-compose", "CopyOpacity", "-composite", "PNG32:alpha.png")
convert("alpha.png", "-define", "webp:lossless=true", "-define", "webp:exact=true", "alpha_lossless.webp")
convert("alpha.png", "-quality", "70", "alpha_lossy.webp")
convert("photo.png", "(", "photo.png", "-negate", ")", "animated.webp")
convert("photo.png", "photo.gif")

# One picture of four flat quadrants, stored in each of the eight EXIF orientations; upright they are all the same.
UNDO = {1: [], 2: ["-flop"], 3: ["-rotate", "180"], 4: ["-flip"], 5: ["-transpose"], 6: ["-rotate", "-90"],
        7: ["-transverse"], 8: ["-rotate", "90"]}
base = ["(", "-size", "16x16", "xc:#c02010", "xc:#10a020", "+append", ")",
        "(", "-size", "16x32", "xc:#1020b0", "xc:#f0e040", "+append", ")", "-append"]
for orientation, undo in UNDO.items():
    path = f"orientation{orientation}.jpg"
    convert(*base, *undo, "+repage", "-sampling-factor", "4:4:4", "-quality", "100", "-strip", path)
    order, mark = (">", b"MM") if orientation % 2 else ("<", b"II")
    tiff = mark + struct.pack(order + "HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + tiff
    with open(path, "rb") as f:
        jpeg = f.read()
    with open(path, "wb") as f:
        f.write(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
