#!/usr/bin/env python3
"""Renders the catalogue's pictures: `make_pictures.py [NAME...] [--small]`. Needs povray and ImageMagick (with WebP)."""
import os
import subprocess
import sys
import tempfile

from catalogue_shots import SHOTS

HERE = os.path.dirname(os.path.abspath(__file__))
PHOTOS = os.path.join(HERE, "..", "photos")
CONVERT = "/usr/bin/convert"


def scene_text(shot):
    solid, pools = shot["model"]
    (lx, ly, lz), (ax, ay, az) = shot["eye"], shot["look"]
    text = ['#include "studio.inc"', f"camera {{ location <{lx},{ly},{lz}> look_at <{ax},{ay},{az}> angle {shot['angle']} right x*{shot['w'] / shot['h']:.5f} }}", solid]
    if shot["backdrop"]:
        a, b = shot["backdrop"]  # a seamless paper sweep: floor and wall joined by a large curve
        text.append(f"union {{ plane {{ y, 0 }} plane {{ -z, -9 }} texture {{ pigment {{ gradient y color_map {{ [0 rgb {a}] [1 rgb {b}] }} scale 9 }} finish {{ diffuse .88 emission .05 }} }} }}")
    else:
        text += pools
    return "\n".join(text)


def render(shot, small):
    k = 0.4 if small else 1.0
    w, h = int(shot["w"] * k), int(shot["h"] * k)
    with tempfile.TemporaryDirectory() as tmp:
        pov, png = os.path.join(tmp, "scene.pov"), os.path.join(tmp, "scene.png")
        with open(pov, "w") as f:
            f.write(scene_text(shot))
        cmd = ["povray", f"+I{pov}", f"+O{png}", f"+L{HERE}", f"+W{w}", f"+H{h}", "+A0.06", "+AM2", "+R2", "+WT1", "-D", "-P", "-V", "+FN8"]
        if not shot["backdrop"]:
            cmd.append("+UA")
        done = subprocess.run(cmd, capture_output=True, text=True)
        if done.returncode or not os.path.exists(png):
            print(shot["file"], "FAILED\n", "\n".join(line for line in done.stderr.splitlines() if "rror" in line or "File" in line)[:1500])
            return
        out = os.path.join(PHOTOS, shot["file"])
        # The median takes stray half-transparent pixels off the edges of lathes.
        trim = [] if shot["backdrop"] else ["-channel", "A", "-statistic", "Median", "3x3", "+channel", "-trim", "+repage"]
        kind = shot["file"].rsplit(".", 1)[1]
        quality = {"webp": ["-quality", "88", "-define", "webp:method=6", "-define", "webp:alpha-quality=95"], "jpg": ["-quality", "88", "-sampling-factor", "1x1"], "png": ["-define", "png:compression-level=9"]}[kind]
        subprocess.run([CONVERT, png, *trim, "-strip", *quality, out], check=True)
        print(shot["file"], os.path.getsize(out) // 1024, "KB", flush=True)


if __name__ == "__main__":
    small = "--small" in sys.argv
    names = [a for a in sys.argv[1:] if not a.startswith("--")]
    os.makedirs(PHOTOS, exist_ok=True)
    for s in SHOTS:
        if not names or any(n in s["file"] for n in names):
            render(s, small)
