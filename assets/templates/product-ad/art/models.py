"""The products, as functions that return POV-Ray text. Colours are '#rrggbb'."""
import math

from shapes import arc, disc_cyl, lathe, prism, rbox, rect, tube, union


def rgb(hex_colour, gain=1.0):
    def linear(v):
        v /= 255
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
    r, g, b = (linear(int(hex_colour[i:i + 2], 16)) * gain for i in (1, 3, 5))
    return f"<{r:.4f}, {g:.4f}, {b:.4f}>"


def mat(kind, *colours):
    return f"{kind}({', '.join(rgb(c) for c in colours)})"


def pool(x, z, rx, rz, dark=0.75):
    return f"Pool({x}, {z}, {rx}, {rz}, {dark})"


STEEL, BRASS, DARK, CREAM = "#d9dadb", "#d8a95a", "#1d1f22", "#f3ead9"


def bottle(colour, cap=DARK):
    body = lathe([(0, 0), (.37, 0, .07), (.37, 1.28, .2), (.235, 1.56, .08), (.235, 1.66), (0, 1.66)], mat("Powder", colour))
    ring = lathe([(0, 1.64), (.243, 1.64, .01), (.243, 1.70, .01), (0, 1.70)], mat("Metal", STEEL))
    lid = lathe([(0, 1.70), (.25, 1.70, .02), (.25, 1.93, .05), (0, 1.93)], mat("Matte", cap))
    loop = tube(arc(0, 1.9, .175, .24, 0, 180), .038, mat("Matte", cap))
    foot = lathe([(0, 0), (.372, 0.0, .06), (.372, .1), (0, .1)], mat("Metal", STEEL) + " scale <1,0.9,1>")
    mark = f"difference {{ cylinder {{ <0,0,-.385>, <0,0,-.36>, .085 }} cylinder {{ <0,0,-1>,<0,0,1>,.058 }} {mat('Metal', STEEL)} translate .72*y }}"
    return union(body, ring, lid, loop, foot, mark), [pool(.04, .06, .62, .55)]


def mug(colour, inside=CREAM, speckle=None):
    m = mat("Speckle", colour, speckle) if speckle else mat("Glaze", colour)
    wall = lathe([(0, 0), (.40, 0, .07), (.455, .95, .025), (.40, .95, .025), (.36, .07, .1), (0, .07)], m)
    lining = lathe([(0, .075), (.358, .078, .1), (.396, .925)], mat("Glaze", inside))
    handle = tube([(.40, .80, 0), (.462, .79, 0), (.60, .79, 0), (.735, .66, 0), (.735, .42, 0), (.62, .25, 0), (.44, .20, 0), (.36, .2, 0)], .058, m + " scale <1,1,1.25>")
    drink = f"disc {{ 0.78*y, y, .385 {mat('Glaze', '#3a1d0e')} }}"
    return union(wall, lining, handle, drink, tail="rotate -24*y"), [pool(.03, .05, .72, .62)]


def lamp(colour, stem=BRASS):
    shade = lathe([(0, 1.94), (.26, 1.93, .3), (.66, 1.72, .4), (.78, 1.24, .02), (.745, 1.24, .02), (.62, 1.68, .4), (0, 1.86)], mat("Matte", colour))
    lining = lathe([(.74, 1.245), (.61, 1.67, .4), (0, 1.84)], f"Glow({rgb('#fff1d8')}, 0.85)")
    bulb = f"sphere {{ <0, 1.36, 0>, .17 Glow({rgb('#ffe2b0')}, 2.2) }}"
    base = lathe([(0, 0), (.46, 0, .03), (.46, .09, .04), (.12, .13, .1), (.055, .3, .1), (.055, 1.5), (0, 1.5)], mat("Matte", colour))
    collar = lathe([(0, .42), (.075, .42, .015), (.075, .56, .015), (0, .56)], mat("Metal", stem))
    knob = lathe([(0, 1.93), (.05, 1.93), (.05, 2.0, .03), (0, 2.0)], mat("Metal", stem))
    light = f"light_source {{ <0, 1.15, -.1>, rgb <1.0, .78, .5>*0.55 fade_distance 1 fade_power 2 }}"
    return union(shade, lining, bulb, base, collar, knob) + light, [pool(.04, .05, .74, .62)]


def speaker(colour, trim=DARK):
    body = lathe([(0, .07), (.5, .07, .1), (.5, 1.42, .1), (0, 1.42)], f"Fabric({rgb(colour)})")
    foot = lathe([(0, 0), (.44, 0, .03), (.47, .1), (0, .1)], mat("Rubber", trim))
    top = lathe([(0, 1.40), (.43, 1.41), (.43, 1.45, .02), (.39, 1.45, .015), (.34, 1.41, .02), (0, 1.41)], mat("Satin", STEEL))
    glow = f"torus {{ .385, .012 translate 1.452*y Glow({rgb('#bfe6ff')}, 1.2) }}"
    strap = tube([(-.1, 1.1, -.43), (-.1, 1.1, -.47), (-.1, 1.07, -.56), (-.1, .8, -.6), (-.1, .53, -.56), (-.1, .5, -.47), (-.1, .5, -.43)], .03, mat("Rubber", trim) + " scale <3.2,1,1> translate .22*x")
    badge = rbox((-.11, .30, -.515), (.11, .34, -.48), .008, mat("Metal", STEEL))
    return union(body, foot, top, glow, badge), [pool(.05, .06, .82, .7)]


def headphones(colour, pad=DARK, metal=STEEL):
    band = tube(arc(0, 1.02, .74, .88, 8, 172, 16), .075, mat("Matte", colour) + " scale <1,1,1.7>")
    cushion = tube(arc(0, .98, .70, .82, 48, 132, 10), .075, mat("Canvas", pad) + " scale <1,1,1.9>")
    parts = [band, cushion]
    for s in (-1, 1):
        cup = union(
            lathe([(0, 0), (.39, 0, .06), (.39, .17, .07), (.30, .23, .05), (0, .23)], mat("Matte", colour)),
            lathe([(0, .2), (.27, .23), (.27, .245, .01), (.23, .245, .01), (.2, .235), (0, .235)], mat("Metal", metal)),
            f"torus {{ .275, .125 scale <1,.85,1> translate -.08*y {mat('Canvas', pad)} }}",
            tail=f"scale <1, 1, 1.18> rotate {-s * 90}*z rotate {s * 6}*z translate <{s * .72}, .72, 0>")
        rod = f"cylinder {{ <{s * .75}, .8, 0>, <{s * .735}, 1.22, 0>, .035 {mat('Metal', metal)} }}"
        parts += [cup, rod]
    return union(*parts, tail="rotate 34*y translate -0.16*y"), []


def stool(seat, wood=("#c99a63", "#b07f49")):
    legs = []
    for a in (45, 135, 225, 315):
        c, s = math.cos(math.radians(a)), math.sin(math.radians(a))
        legs.append(f"cone {{ <{.62 * c:.3f}, 0, {.62 * s:.3f}>, .045, <{.38 * c:.3f}, 1.5, {.38 * s:.3f}>, .07 {mat('OakUp', *wood)} }}")
    rungs = []
    for a, y in ((45, .55), (135, .68), (225, .55), (315, .68)):
        r = .62 - .24 * y / 1.5
        p = [(r * math.cos(math.radians(b)), y, r * math.sin(math.radians(b))) for b in (a, a + 90)]
        rungs.append(f"cylinder {{ <{p[0][0]:.3f}, {y}, {p[0][2]:.3f}>, <{p[1][0]:.3f}, {y}, {p[1][2]:.3f}>, .032 {mat('OakUp', *wood)} }}")
    top = lathe([(0, 1.47), (.56, 1.47, .05), (.58, 1.6, .06), (0, 1.63)], mat("Matte", seat)) if seat else \
        lathe([(0, 1.47), (.58, 1.47, .04), (.58, 1.6, .05), (.3, 1.58, .3), (0, 1.56)], mat("Oak", *wood))
    return union(*legs, *rungs, top, tail="rotate 21*y"), [pool(.05, .1, .95, .8, .42)] + [
        pool(round(.62 * math.cos(math.radians(a - 21)), 3), round(.62 * math.sin(math.radians(a - 21)), 3), .16, .14, .5) for a in (45, 135, 225, 315)]


def watch(strap, face="#f4f2ec", case=STEEL, hands=DARK):
    strip = lambda y0, y1: prism([(-.30, y0, .0), (.30, y0, .0), (.24, y1, .06), (-.24, y1, .06)], 0, .07, f"rotate -90*x scale <1,1,-1> translate .02*z {mat('Canvas', strap)}")
    body = disc_cyl(.56, -.06, .12, mat("Satin", case), .05)
    bezel = f"torus {{ .515, .035 rotate 90*x translate -.06*z {mat('Metal', case)} }}"
    dial = f"cylinder {{ <0,0,-.075>, <0,0,0>, .485 {mat('Matte', face)} }}"
    marks = [f"box {{ <-.011,{.375 if i % 3 else .34},-.085>, <.011,.44,-.07> rotate {i * 30}*z {mat('Metal', hands)} }}" for i in range(12)]
    hand = lambda l, w, a, z, c: f"box {{ <{-w},-.06,{z}>, <{w},{l},{z + .006}> rotate {-a}*z {mat('Matte', c)} }}"
    lugs = [rbox((x - .045, s * .60 - .13, -.02), (x + .045, s * .60 + .13, .1), .03, mat("Satin", case)) for x in (-.345, .345) for s in (-1, 1)]
    crown = f"cylinder {{ <.55,0,.03>, <.65,0,.03>, .055 {mat('Satin', case)} }}"
    return union(strip(.48, 1.55), strip(-.48, -1.55), body, bezel, dial, *marks, *lugs, crown,
                 hand(.24, .016, 305, -.092, hands), hand(.37, .012, 62, -.1, hands), hand(.40, .005, 200, -.107, "#e4572e"),
                 f"cylinder {{ <0,0,-.115>,<0,0,-.08>,.026 {mat('Metal', case)} }}", tail="rotate 14*y rotate 8*z"), []


def kettle(colour, wood=("#8a5a34", "#6e4425"), metal=STEEL):
    m = mat("Powder", colour)
    body = lathe([(0, 0), (.62, 0, .08), (.50, .86, .1), (.40, .94, .03), (0, .94)], m)
    lid = lathe([(0, .93), (.38, .93, .01), (.36, .99, .05), (0, 1.03)], m)
    knob = lathe([(0, 1.02), (.03, 1.02), (.03, 1.08, .02), (.085, 1.1, .03), (.085, 1.18, .04), (0, 1.18)], mat("Oak", *wood))
    spout = tube([(-.40, .10, 0), (-.52, .2, 0), (-.76, .26, 0), (-.84, .5, 0), (-.80, .78, 0), (-.98, 1.0, 0), (-1.18, .97, 0), (-1.3, .9, 0)],
                 [.10, .095, .075, .06, .052, .047, .042, .04], m)
    handle = tube([(.40, .70, 0), (.52, .82, 0), (.74, 1.0, 0), (1.0, .96, 0), (1.08, .7, 0), (1.05, .4, 0), (1.0, .2, 0)], [.04, .045, .05, .06, .07, .065, .06], mat("Oak", *wood) + " scale <1,1,1.3>")
    ring = lathe([(0, 0), (.625, 0), (.63, .05, .02), (.6, .08), (0, .08)], mat("Metal", metal))
    return union(body, lid, knob, spout, handle, ring, tail="rotate 12*y"), [pool(.04, .05, 1.0, .85)]


def vase(colour, kind, speckle=None):
    m = mat("Speckle", colour, speckle) if speckle else mat("Glaze", colour)
    outlines = {
        "tall": [(0, 0), (.30, 0, .05), (.46, .62, .5), (.40, 1.15, .5), (.14, 1.45, .3), (.15, 1.85, .1), (.22, 1.98, .02), (.18, 1.96, .02), (.11, 1.80, .1), (.09, 1.4)],
        "round": [(0, 0), (.34, 0, .06), (.72, .30, .42), (.74, .80, .42), (.28, 1.10, .18), (.19, 1.26, .06), (.27, 1.37, .02), (.22, 1.36, .02), (.15, 1.22), (.13, 1.0)],
        "ring": None,
        "pillar": [(0, 0), (.36, 0, .05), (.36, .52, .03), (.20, .62, .05), (.20, .72, .05), (.44, .82, .04), (.44, 1.22, .04), (.26, 1.32, .05), (.26, 1.42, .04), (.34, 1.62, .02), (.30, 1.62, .02), (.21, 1.40), (.2, 1.2)],
    }
    if kind == "ring":
        body = f"torus {{ .58, .2 rotate 90*x translate .84*y {m} }}"
        neck = lathe([(0, 1.55), (.13, 1.5), (.11, 1.72, .05), (.17, 1.84, .02), (.13, 1.83, .02), (.07, 1.65)], m)
        foot = lathe([(0, 0), (.30, 0, .03), (.26, .13, .04), (0, .16)], m)
        return union(body, neck, foot, tail="rotate 22*y"), [pool(.05, .05, .62, .45)]
    return lathe(outlines[kind], m), [pool(.05, .06, .66 if kind != "round" else .82, .55)]


def cactus(pot, bloom="#ff7aa8", wide=False):
    p = lathe([(0, 0), (.36, 0, .05), (.50, .62, .03), (.54, .62, .02), (.54, .78, .03), (.46, .78, .02), (.44, .68), (0, .68)], mat("Speckle", pot, "#6b4a3a"))
    soil = f"disc {{ .71*y, y, .46 texture {{ pigment {{ granite scale .1 color_map {{ [0 rgb {rgb('#2a1a12')}] [1 rgb {rgb('#6a4a36')}] }} }} normal {{ granite 1 scale .1 }} finish {{ diffuse .8 }} }} }}"
    rx, h, n = (.42, .40, 14) if wide else (.27, .66, 11)
    ribs = []
    for i in range(n):
        a = 360 / n * i
        ribs.append(f"sphere {{ 0, 1 scale <{rx * .62}, {h}, {rx * .40}> translate <{rx * .48}, 0, 0> rotate {a}*y }}")
    tex = f"texture {{ pigment {{ rgb {rgb('#4f8a4c')} }} finish {{ diffuse .82 specular .2 roughness .05 }} }}"
    plant = union(*ribs, tail=tex + f" translate {.66 + h * .86}*y")
    spines = []
    for i in range(n):
        for j in range(-3, 5):
            t = j / 5
            r = rx * (.48 + .62 * math.sqrt(max(0, 1 - t * t)))
            y = .66 + h * .86 + t * h
            spines.append(f"sphere {{ <{r:.4f}, {y:.4f}, 0>, .013 rotate {360 / n * i}*y }}")
    dots = union(*spines, tail=mat("Matte", "#f6efd6"))
    top = .66 + h * 1.83
    petals = [f"sphere {{ 0, 1 scale <.035,.10,.055> translate <0,.08,0> rotate {38 if i % 2 else 62}*z rotate {i * 30}*y }}" for i in range(12)]
    flower = union(*petals, tail=f"{mat('Matte', bloom)} translate {top - .02}*y")
    return union(p, soil, plant, dots, flower), [pool(.05, .06, .74, .62)]


def clock(rim, face="#f7f3ea", ink=DARK, wood=None):
    frame = f"torus {{ .93, .075 rotate 90*x {mat('Oak', *wood) if wood else mat('Glaze', rim)} }}"
    back = disc_cyl(.95, -.02, .1, mat("Matte", rim), .02)
    dial = f"cylinder {{ <0,0,-.03>, <0,0,.05>, .90 {mat('Matte', face)} }}"
    marks = [f"box {{ <{-.02 if i % 3 == 0 else -.011},{.66 if i % 3 == 0 else .72},-.04>, <{.02 if i % 3 == 0 else .011},.80,-.02> rotate {i * 30}*z {mat('Matte', ink)} }}" for i in range(12)]
    def hand(l, w, a, z, c):
        return union(f"cylinder {{ <0,-.12,0>, <0,{l},0>, {w} }}", f"sphere {{ <0,{l},0>, {w} }}", f"sphere {{ <0,-.12,0>, {w} }}", tail=f"scale <1,1,.3> rotate {-a}*z translate {z}*z {mat('Matte', c)}")
    return union(frame, back, dial, *marks, hand(.42, .034, 305, -.06, ink), hand(.64, .026, 60, -.09, ink), hand(.70, .010, 186, -.12, "#e4572e"),
                 f"cylinder {{ <0,0,-.15>,<0,0,-.03>,.05 {mat('Metal', BRASS)} }}", tail="rotate 16*y"), []


def camera(leather, metal=STEEL):
    body = rbox((-.95, 0, -.22), (.95, .80, .22), .1, mat("Canvas", leather))
    top = rbox((-.95, .72, -.22), (.95, 1.02, .22), .07, mat("Satin", metal))
    base = rbox((-.95, -.03, -.22), (.95, .09, .22), .05, mat("Satin", metal))
    hump = rbox((-.30, .9, -.24), (.30, 1.22, .2), .06, mat("Satin", metal))
    z = "rotate 90*x scale <1,1,-1>"
    mount = lathe([(0, 0), (.47, 0), (.47, .12, .02), (.42, .14), (0, .14)], f"{z} translate <0,.44,-.2> {mat('Metal', metal)}")
    barrel = lathe([(0, 0), (.40, 0), (.40, .20, .015), (.37, .22), (.37, .26), (.40, .28), (.40, .50, .02), (.35, .53, .02), (.29, .42), (0, .40)], f"{z} translate <0,.44,-.3> {mat('Matte', '#17181a')}")
    ring = f"torus {{ .385, .02 rotate 90*x translate <0,.44,-.56> {mat('Metal', metal)} }}"
    glass = f"sphere {{ 0, .5 clipped_by {{ plane {{ z, -.40 }} }} translate <0,.44,-.27> texture {{ pigment {{ rgb <.012,.015,.04> }} finish {{ diffuse .2 specular 1 roughness .001 reflection {{ .06, .6 fresnel on }} conserve_energy irid {{ .25 thickness .5 turbulence 0 }} }} }} interior {{ ior 1.7 }} }}"
    finder = rbox((-.19, .96, -.26), (.19, 1.12, -.2), .02, mat("Glaze", "#0b0c10"))
    dial = lambda x, r, h: lathe([(0, 0), (r, 0, .01), (r, h, .02), (0, h)], f"translate <{x},1.01,0> {mat('Satin', metal)}")
    dot = f"sphere {{ <.72,.86,-.22>, .035 {mat('Glaze', '#e4372e')} }}"
    return union(body, top, base, hump, mount, barrel, ring, glass, finder, dial(.62, .16, .12), dial(-.62, .19, .09), dial(.86, .06, .06), dot, tail="rotate 22*y"), [pool(.05, .06, 1.32, .62)]


def skateboard(colour, stripes):
    bands = " ".join(f"[{t} rgb {rgb(c)}]" for t, c in stripes)
    deck = prism(rect(.8, 3.1, .398), 0, .05, f"texture {{ pigment {{ gradient z color_map {{ {bands} }} scale 3.3 translate -1.65*z rotate 32*y }} finish {{ diffuse .8 specular .35 roughness .01 reflection {{ .02, .35 fresnel on }} conserve_energy }} }} interior {{ ior 1.5 }} rotate -90*x")
    edge = prism(rect(.815, 3.115, .405), -.045, .012, f"{mat('Oak', '#d6a96f', '#b98748')} rotate -90*x translate .0*z")
    parts = [edge, deck]
    for y in (-.92, .92):
        parts.append(rbox((-.12, y - .2, -.14), (.12, y + .2, -.04), .03, mat("Satin", STEEL)))
        parts.append(f"cylinder {{ <-.36,{y},-.2>, <.36,{y},-.2>, .05 {mat('Metal', STEEL)} }}")
        for s in (-1, 1):
            parts.append(lathe([(0, 0), (.15, 0, .05), (.15, .2, .05), (0, .2)], f"rotate -90*z translate <{.24 if s > 0 else -.44}, {y}, -.2> {mat('Matte', colour)}"))
            parts.append(f"cylinder {{ <{s * .2},{y},-.2>, <{s * .452},{y},-.2>, .06 {mat('Metal', STEEL)} }}")
    return union(*parts, tail="rotate -20*y rotate -16*z"), []


def candle(jar, wax="#f7eddc", label="#ffffff", lid=None):
    body = lathe([(0, 0), (.48, 0, .08), (.48, .98, .02), (.44, .98, .02), (.44, .1, .06), (0, .1)], mat("Glaze", jar))
    w = lathe([(0, .1), (.43, .1), (.43, .80, .01), (.2, .78, .2), (0, .775)], f"texture {{ pigment {{ rgb {rgb(wax)} }} finish {{ emission .22 diffuse .7 }} }}")
    wick = f"cylinder {{ <0,.77,0>, <.008,.88,0>, .012 {mat('Matte', '#2b2018')} }}"
    flame = lathe([(0, .86), (.048, .92, .04), (.052, .98, .04), (.004, 1.18), (0, 1.18)], f"texture {{ pigment {{ gradient y color_map {{ [0 rgb <1,.45,.1>] [.35 rgb <1,.75,.3>] [1 rgb <1,.93,.7>] }} scale .32 translate .86*y }} finish {{ emission 1.5 diffuse 0 }} }} no_shadow")
    card = f"intersection {{ difference {{ cylinder {{ <0,.28,0>, <0,.66,0>, .486 }} cylinder {{ <0,0,0>, <0,1,0>, .478 }} }} box {{ <-.24,.2,-1>, <.24,.8,0> }} {mat('Matte', label)} }}"
    lines = [f"intersection {{ difference {{ cylinder {{ <0,{y},0>, <0,{y + t},0>, .489 }} cylinder {{ <0,0,0>, <0,1,0>, .478 }} }} box {{ <{-x},.2,-1>, <{x},.8,0> }} {mat('Matte', DARK)} }}" for y, t, x in ((.53, .03, .13), (.45, .014, .16), (.40, .014, .11))]
    light = "light_source { <0, 1.0, 0>, rgb <1, .7, .35>*0.9 fade_distance .5 fade_power 2 }"
    return union(body, w, wick, flame, card, *lines) + light, [pool(.04, .05, .76, .64)]


def oven(colour, knob=BRASS):
    m = mat("Glaze", colour)
    pot = lathe([(0, 0), (.78, 0, .14), (.92, .62, .02), (.95, .70, .02), (0, .70)], m)
    lid = lathe([(0, .70), (.97, .70, .025), (.97, .76, .03), (.80, .86, .12), (.20, 1.0, .2), (0, 1.0)], m)
    rings = [f"torus {{ {r}, .014 translate {y}*y {m} }}" for r, y in ((.60, .905), (.45, .945))]
    k = lathe([(0, .98), (.05, .98), (.05, 1.05, .02), (.13, 1.10, .03), (.13, 1.16, .04), (0, 1.16)], mat("Metal", knob))
    ears = [tube([(s * .80, .50, -.26), (s * .90, .51, -.25), (s * 1.10, .54, -.2), (s * 1.17, .55, 0), (s * 1.10, .54, .2), (s * .90, .51, .25), (s * .8, .5, .26)], .05, m) for s in (-1, 1)]
    return union(pot, lid, *rings, k, *ears, tail="rotate 24*y"), [pool(.05, .06, 1.2, 1.05)]


def lantern(colour):
    m = mat("Powder", colour)
    base = lathe([(0, 0), (.46, 0, .04), (.46, .26, .06), (.34, .34, .03), (0, .34)], m)
    cap = lathe([(0, 1.02), (.36, 1.02, .02), (.42, 1.10, .03), (.28, 1.26, .1), (.12, 1.32, .04), (0, 1.34)], m)
    globe = f"difference {{ {lathe([(0, .33), (.31, .33), (.36, .68, .3), (.31, 1.03), (0, 1.03)], '')} {lathe([(0, .30), (.29, .30), (.34, .68, .3), (.29, 1.06), (0, 1.06)], '')} Glass({rgb('#ffffff')}) }}"
    core = lathe([(0, .34), (.10, .34), (.13, .70, .1), (.09, .98), (0, .98)], f"Glow({rgb('#ffd898')}, 1.35)")
    wires = [f"cylinder {{ <.40,.28,0>, <.40,1.08,0>, .017 rotate {a}*y {mat('Metal', STEEL)} }}" for a in (35, 125, 215, 305)]
    hoop = [f"torus {{ .40, .017 translate {y}*y {mat('Metal', STEEL)} }}" for y in (.52, .85)]
    handle = tube(arc(0, 1.13, .42, .66, 0, 180), .028, mat("Satin", STEEL))
    switch = f"cylinder {{ <0,.14,-.44>, <0,.14,-.50>, .06 {mat('Metal', BRASS)} }}"
    light = "light_source { <0, .7, -.2>, rgb <1, .75, .42>*0.5 fade_distance .6 fade_power 2 }"
    return union(base, cap, globe, core, *wires, *hoop, handle, switch, tail="rotate 12*y") + light, [pool(.05, .06, .74, .62)]


def kettlebell(colour, band):
    ball = f"sphere {{ <0,.58,0>, .60 }} "
    body = union(f"intersection {{ {ball} plane {{ -y, 0 }} }}", tail=mat("Powder", colour))
    handle = tube([(-.22, .80, 0), (-.32, 1.0, 0), (-.40, 1.3, 0), (-.26, 1.52, 0), (0, 1.56, 0), (.26, 1.52, 0), (.40, 1.3, 0), (.32, 1.0, 0), (.22, .80, 0)], [.12, .11, .095, .09, .088, .09, .095, .11, .12], mat("Powder", colour))
    ring = f"torus {{ .598, .02 translate .58*y {mat('Matte', band)} }}"
    disc = f"cylinder {{ <0,.58,-.585>, <0,.58,-.615>, .24 {mat('Matte', band)} }}"
    return union(body, handle, disc, tail="rotate 20*y"), [pool(.05, .06, .80, .68)]


def bowl(wood, fruit=True):
    b = lathe([(0, 0), (.42, 0, .04), (.98, .52, .5), (1.02, .66, .02), (.96, .66, .02), (.90, .50, .5), (.4, .1, .3), (0, .1)], mat("Oak", *wood))
    parts = [b]
    for x, z, y, r in ((-.38, -.2, .50, .31), (.30, -.34, .48, .30), (.42, .25, .52, .31), (-.22, .42, .52, .31), (.02, .0, .80, .31)):
        parts.append(f"sphere {{ 0, {r} texture {{ pigment {{ rgb {rgb('#f08a1c')} }} normal {{ bumps .18 scale .03 }} finish {{ diffuse .8 specular .3 roughness .03 }} }} scale <1,.94,1> rotate {int(x * 90)} translate <{x},{y},{z}> }}")
    parts.append(f"sphere {{ 0, 1 scale <.16,.012,.07> rotate 24*z translate <.14,1.13,-.02> rotate -20*y {mat('Matte', '#3f7d3a')} }}")
    return union(*parts), [pool(.05, .06, 1.15, .95)]


def radio(colour, wood=("#a8703e", "#8a5629")):
    body = rbox((-1.0, .06, -.32), (1.0, 1.06, .32), .13, mat("Matte", colour))
    front = rbox((-.88, .16, -.345), (.88, .96, -.28), .03, mat("Oak", *wood))
    grille = disc_cyl(.34, -.365, -.3, f"translate <-.44,.56,0> Cloth({rgb('#efe4cf')})", .01)
    rim = f"torus {{ .345, .022 rotate 90*x translate <-.44,.56,-.36> {mat('Metal', BRASS)} }}"
    scale = rbox((.06, .62, -.362), (.78, .86, -.33), .012, mat("Glaze", "#fbf3df"))
    ticks = [f"box {{ <{.12 + i * .052},.70,-.366>, <{.126 + i * .052},{.78 if i % 4 else .82},-.36> {mat('Matte', DARK)} }}" for i in range(12)]
    needle = f"box {{ <.46,.64,-.369>, <.474,.84,-.362> {mat('Matte', '#e4372e')} }}"
    knob = lambda x: lathe([(0, 0), (.12, 0, .01), (.11, .11, .02), (0, .11)], f"rotate -90*x translate <{x},.37,-.34> {mat('Metal', BRASS)}")
    legs = [f"cylinder {{ <{x},0,{z}>, <{x},.1,{z}>, .06 {mat('Metal', BRASS)} }}" for x in (-.8, .8) for z in (-.18, .18)]
    aerial = f"union {{ cylinder {{ <.8,1.0,.2>, <1.08,2.0,.2>, .016 }} sphere {{ <1.08,2.0,.2>, .032 }} {mat('Metal', STEEL)} }}"
    return union(body, front, grille, rim, scale, *ticks, needle, knob(.24), knob(.60), *legs, aerial, tail="rotate 20*y"), [pool(.05, .1, 1.5, .85)]


def mills(a, b):
    prof = [(0, 0), (.30, 0, .03), (.30, .16, .05), (.17, .50, .25), (.17, .80, .25), (.29, 1.06, .06), (.29, 1.12, .02), (.20, 1.15), (.20, 1.20), (.28, 1.22, .03), (.26, 1.50, .2), (.10, 1.62, .06), (0, 1.62)]
    k = lambda y: f"sphere {{ <0,{y},0>, .075 {mat('Metal', STEEL)} }}"
    left = union(lathe(prof, mat("OakUp", *a)), k(1.68), tail="scale <1,1.12,1> translate <-.40,0,.12>")
    right = union(lathe(prof, mat("OakUp", *b)), k(1.68), tail="scale <1,.86,1> rotate 70*y translate <.36,0,-.16>")
    return union(left, right), [pool(-.38, .16, .52, .44), pool(.4, -.12, .52, .44)]


def pendant(colour, inside=BRASS):
    shade = lathe([(.05, 1.02), (.16, 1.0, .08), (.20, .80, .1), (.92, .34, .25), (1.0, .0, .01), (.98, 0, .01), (.88, .32, .25), (.05, .86)], mat("Matte", colour))
    lining = lathe([(.975, .005), (.87, .315, .25), (.05, .85)], mat("Satin", inside))
    bulb = f"sphere {{ <0,.12,0>, .22 Glow({rgb('#ffe9c4')}, 1.8) }}"
    cord = f"cylinder {{ <0,1,0>, <0,2.1,0>, .022 {mat('Matte', DARK)} }}"
    cap = lathe([(0, 1.0), (.09, 1.0), (.07, 1.18, .03), (0, 1.2)], mat("Metal", inside))
    light = "light_source { <0, .05, 0>, rgb <1, .8, .5>*0.7 fade_distance .8 fade_power 2 }"
    return union(shade, lining, bulb, cord, cap) + light, []
