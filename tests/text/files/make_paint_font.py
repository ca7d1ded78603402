"""A font whose glyphs each show one paint of COLR version 1. For tests.

make_paint_font.py OUT.ttf    (/usr/bin/python3 with Debian's python3-fonttools)

The outlines: a square of 100 to 900 ("box"), a small one of 300 to 500 ("small"), both 1000 to the em. Palette: red, green, blue,
white, and the two of the compositions. The character of each glyph is its place in GLYPHS, from U+E000; the tests name them by it.
"""
import sys

from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.fixedTools import floatToFixed
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables import otTables as ot
from fontTools.varLib import builder as var

F = ot.PaintFormat
RED, GREEN, BLUE, WHITE, SOURCE, BACKDROP, TEXT = 0, 1, 2, 3, 4, 5, 0xFFFF
MODES = ["clear", "src", "dest", "src_over", "dest_over", "src_in", "dest_in", "src_out", "dest_out", "src_atop", "dest_atop", "xor", "plus", "screen", "overlay",
         "darken", "lighten", "color_dodge", "color_burn", "hard_light", "soft_light", "difference", "exclusion", "multiply", "hsl_hue", "hsl_saturation",
         "hsl_color", "hsl_luminosity"]


def square(x0, y0, x1, y1):
    pen = TTGlyphPen(None)
    for i, point in enumerate([(x0, y0), (x0, y1), (x1, y1), (x1, y0)]):
        (pen.moveTo if i == 0 else pen.lineTo)(point)
    pen.closePath()
    return pen.glyph()


def paint(format, **fields):
    return {"Format": format, **fields}


def solid(entry, alpha=1.0):
    return paint(F.PaintSolid, PaletteIndex=entry, Alpha=alpha)


def glyph(inside, name="box"):
    return paint(F.PaintGlyph, Glyph=name, Paint=inside)


def line(*stops, extend="pad"):
    return {"Extend": extend, "ColorStop": [{"StopOffset": o, "PaletteIndex": p, "Alpha": a} for o, p, a in stops]}


def linear(stops, x0=100, y0=0, x1=900, y1=0, x2=100, y2=100):
    return paint(F.PaintLinearGradient, ColorLine=stops, x0=x0, y0=y0, x1=x1, y1=y1, x2=x2, y2=y2)


def radial(stops, x0=500, y0=500, r0=0, x1=500, y1=500, r1=400):
    return paint(F.PaintRadialGradient, ColorLine=stops, x0=x0, y0=y0, r0=r0, x1=x1, y1=y1, r1=r1)


def sweep(stops, start, end):
    return paint(F.PaintSweepGradient, ColorLine=stops, centerX=500, centerY=500, startAngle=start, endAngle=end)


def moved(format, **fields):  # the small square, transformed
    return paint(format, Paint=glyph(solid(RED), "small"), **fields)


def composite(mode):  # the source from 100 to 600, the backdrop from 400 to 900
    return paint(F.PaintComposite, CompositeMode=mode, SourcePaint=glyph(solid(SOURCE), "left"), BackdropPaint=glyph(solid(BACKDROP), "right"))


two = line((0, RED, 1), (1, BLUE, 1))
inner = line((0.25, RED, 1), (0.5, BLUE, 1))
GLYPHS = {
    "solid": glyph(solid(RED)),
    "text": glyph(solid(TEXT, 0.5)),
    "linear": glyph(linear(two)),
    "linear_inner": glyph(linear(inner)),
    "linear_repeat": glyph(linear({**inner, "Extend": "repeat"})),
    "linear_reflect": glyph(linear({**inner, "Extend": "reflect"})),
    "linear_turned": glyph(linear(two, 100, 100, 900, 100, 900, 900)),  # across the diagonal
    "linear_nothing": glyph(linear(two, 100, 100, 900, 100, 500, 100)),  # p2 on the line
    "linear_text": glyph(linear(line((0, TEXT, 1), (1, BLUE, 1)))),
    "radial": glyph(radial(two)),
    "radial_ring": glyph(radial(two, r0=200)),
    "radial_inward": glyph(radial(two, r0=400, r1=200)),
    "radial_repeat": glyph(radial({**two, "Extend": "repeat"}, r1=200)),
    "radial_reflect": glyph(radial({**two, "Extend": "reflect"}, r0=100, r1=200)),
    "radial_two": glyph(radial(two, x0=400)),
    "sweep": glyph(sweep(two, 0, 360)),
    "sweep_part": glyph(sweep(two, 90, 270)),
    "sweep_back": glyph(sweep(two, 270, 90)),
    "sweep_repeat": glyph(sweep({**two, "Extend": "repeat"}, 0, 90)),
    "layers": paint(F.PaintColrLayers, Layers=[glyph(solid(RED)), glyph(solid(BLUE), "small"), glyph(solid(TEXT), "left")]),
    "other": paint(F.PaintColrGlyph, Glyph="solid"),
    "other_cut": paint(F.PaintColrGlyph, Glyph="boundless"),
    "nested": glyph(paint(F.PaintColrLayers, Layers=[solid(GREEN), glyph(solid(RED), "left")]), "small"),
    "boundless": linear(two),  # fills its ClipBox
    "cut": glyph(solid(RED)),  # by its ClipBox
    "transform": moved(F.PaintTransform, Transform=(1, 0, 0.5, 2, 30, -200)),
    "translate": moved(F.PaintTranslate, dx=200, dy=-100),
    "scale": moved(F.PaintScale, scaleX=1.5, scaleY=0.5),
    "scale_around": moved(F.PaintScaleAroundCenter, scaleX=1.5, scaleY=0.5, centerX=400, centerY=400),
    "scale_uniform": moved(F.PaintScaleUniform, scale=1.5),
    "scale_uniform_around": moved(F.PaintScaleUniformAroundCenter, scale=1.5, centerX=400, centerY=400),
    "rotate": moved(F.PaintRotate, angle=30),
    "rotate_around": moved(F.PaintRotateAroundCenter, angle=90, centerX=500, centerY=300),
    "skew": moved(F.PaintSkew, xSkewAngle=45, ySkewAngle=0),
    "skew_around": moved(F.PaintSkewAroundCenter, xSkewAngle=0, ySkewAngle=45, centerX=300, centerY=300),
    "fill_moved": glyph(paint(F.PaintTranslate, dx=400, dy=0, Paint=linear(two))),
    "var_solid": glyph(paint(F.PaintVarSolid, PaletteIndex=RED, Alpha=1.0, VarIndexBase=0)),
    "var_translate": paint(F.PaintVarTranslate, Paint=glyph(solid(RED), "small"), dx=0, dy=0, VarIndexBase=1),
    "var_linear": glyph(paint(F.PaintVarLinearGradient, x0=100, y0=0, x1=900, y1=0, x2=100, y2=100, VarIndexBase=0xFFFFFFFF, ColorLine={
        "Extend": "pad", "ColorStop": [{"StopOffset": 0.0, "PaletteIndex": RED, "Alpha": 1.0, "VarIndexBase": 3},
                                       {"StopOffset": 1.0, "PaletteIndex": BLUE, "Alpha": 1.0, "VarIndexBase": 0xFFFFFFFF}]})),
    **{"mode_" + mode: composite(mode) for mode in MODES},
}

outlines = {".notdef": square(0, 0, 500, 500), "space": TTGlyphPen(None).glyph(), "box": square(100, 100, 900, 900), "small": square(300, 300, 500, 500),
            "left": square(100, 100, 600, 900), "right": square(400, 100, 900, 900), **{name: square(100, 100, 900, 900) for name in GLYPHS}}
font_builder = FontBuilder(1000, isTTF=True)
font_builder.setupGlyphOrder(list(outlines))
font_builder.setupCharacterMap({0x20: "space", **{0xE000 + i: name for i, name in enumerate(GLYPHS)}})
font_builder.setupGlyf(outlines)
for outline in outlines.values():
    outline.recalcBounds(font_builder.font["glyf"])
font_builder.setupHorizontalMetrics({name: (1000, getattr(outline, "xMin", 0)) for name, outline in outlines.items()})
font_builder.setupHorizontalHeader(ascent=1000, descent=0)
font_builder.setupNameTable({"familyName": "Framepress Paint Test", "styleName": "Regular"})
font_builder.setupFvar([("wght", 0, 0, 100, "Weight")], [])
font_builder.setupOS2(sTypoAscender=1000, sTypoDescender=0, usWinAscent=1000, usWinDescent=0, sCapHeight=700)
font_builder.setupPost(keepGlyphNames=False)
font_builder.setupHead(unitsPerEm=1000, created=0, modified=0)

# At wght 100: the alpha of var_solid less a half, var_translate by (200, -100), the first stop of var_linear at 0.5 (and its alpha as it is).
regions = var.buildVarRegionList([{"wght": (0, 1, 1)}], ["wght"])
deltas = [[-floatToFixed(0.5, 14)], [200], [-100], [floatToFixed(0.5, 14)], [0]]
store = var.buildVarStore(regions, [var.buildVarData([0], deltas, optimize=False)])
index_map = var.buildDeltaSetIndexMap(list(range(len(deltas))))
font = font_builder.font
font["COLR"] = buildCOLR(GLYPHS, version=1, glyphMap=font.getReverseGlyphMap(), varStore=store, varIndexMap=index_map,
                         clipBoxes={"boundless": (200, 300, 700, 600), "cut": (0, 0, 500, 1000), "linear": (0, 0, 1000, 1000)})
font["CPAL"] = buildCPAL([[(1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (1, 1, 1, 1), (204 / 255, 77 / 255, 26 / 255, 128 / 255), (51 / 255, 153 / 255, 230 / 255, 1)]])
font.recalcTimestamp = False
font.save(sys.argv[1])
