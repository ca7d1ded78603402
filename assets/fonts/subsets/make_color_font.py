"""A font of two glyphs with layers of colour (COLR version 0): a sun ("O") and a face ("A"). For tests.

make_color_font.py OUT.ttf
"""
import sys

from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def disc(x, y, r):
    pen = TTGlyphPen(None)
    k = r * 0.41421356
    pen.moveTo((x + r, y))
    for corner, end in [((x + r, y - k), (x + k, y - r)), ((x - k, y - r), (x - r, y - k)), ((x - r, y + k), (x - k, y + r)), ((x + k, y + r), (x + r, y + k))]:
        pen.lineTo((round(corner[0]), round(corner[1])))
        pen.lineTo((round(end[0]), round(end[1])))
    pen.closePath()
    return pen.glyph()


def box(x0, y0, x1, y1):
    pen = TTGlyphPen(None)
    for i, point in enumerate([(x0, y0), (x0, y1), (x1, y1), (x1, y0)]):
        (pen.moveTo if i == 0 else pen.lineTo)(point)
    pen.closePath()
    return pen.glyph()


glyphs = {
    ".notdef": box(100, 0, 900, 700),
    "space": TTGlyphPen(None).glyph(),
    "sun": disc(500, 350, 350),
    "face": disc(500, 350, 350),
    "core": disc(500, 350, 220),
    "eye1": disc(380, 430, 60),
    "eye2": disc(620, 430, 60),
    "mouth": box(350, 150, 650, 210),
}
builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder(list(glyphs))
builder.setupCharacterMap({0x20: "space", ord("O"): "sun", ord("A"): "face"})
builder.setupGlyf(glyphs)
for glyph in glyphs.values():
    glyph.recalcBounds(builder.font["glyf"])
builder.setupHorizontalMetrics({name: (1000, getattr(glyph, "xMin", 0)) for name, glyph in glyphs.items()})
builder.setupHorizontalHeader(ascent=800, descent=-200)
builder.setupNameTable({"familyName": "Framepress Color Test", "styleName": "Regular"})
builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sCapHeight=700)
builder.setupPost()
builder.setupHead(unitsPerEm=1000, created=0, modified=0)
font = builder.font
# 0xFFFF is the text's own colour.
font["COLR"] = buildCOLR({"sun": [("sun", 0), ("core", 1)], "face": [("face", 0), ("eye1", 0xFFFF), ("eye2", 0xFFFF), ("mouth", 2)]}, version=0)
font["CPAL"] = buildCPAL([[(1.0, 0.82, 0.25, 1.0), (1.0, 0.35, 0.12, 1.0), (0.6, 0.1, 0.2, 0.5)]])
font.recalcTimestamp = False
font.save(sys.argv[1])
