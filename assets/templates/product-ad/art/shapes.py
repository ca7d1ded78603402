"""Profiles and solids as POV-Ray text. A profile is a list of (radius, height[, corner radius]); corners become true arcs."""
import math


def _curve(points, closed=False):
    """A polyline with rounded corners as cubic Bezier segments: [(p0, p1, p2, p3), ...]."""
    n = len(points)
    xy = [(p[0], p[1]) for p in points]
    rad = [p[2] if len(p) > 2 else 0.0 for p in points]
    corners = []
    for i in range(n):
        if not closed and i in (0, n - 1) or rad[i] <= 0:
            corners.append(None)
            continue
        (ax, ay), (bx, by), (cx, cy) = xy[i - 1], xy[i], xy[(i + 1) % n]
        la, lc = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
        ux, uy, vx, vy = (bx - ax) / la, (by - ay) / la, (cx - bx) / lc, (cy - by) / lc
        phi = math.acos(max(-1.0, min(1.0, ux * vx + uy * vy)))
        if phi < 1e-4:
            corners.append(None)
            continue
        t = min(rad[i] * math.tan(phi / 2), la * 0.4999, lc * 0.4999)
        k = 4 / 3 * math.tan(phi / 4) * t / math.tan(phi / 2)
        p0, p3 = (bx - ux * t, by - uy * t), (bx + vx * t, by + vy * t)
        corners.append((p0, (p0[0] + ux * k, p0[1] + uy * k), (p3[0] - vx * k, p3[1] - vy * k), p3))
    segments = []

    def straight(a, b):
        if math.hypot(b[0] - a[0], b[1] - a[1]) > 1e-6:
            third = lambda t: (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            segments.append((a, third(1 / 3), third(2 / 3), b))

    pen = corners[0][3] if closed and corners[0] else xy[0]
    for i in list(range(1, n)) + ([0] if closed else []):
        if corners[i]:
            straight(pen, corners[i][0])
            segments.append(corners[i])
            pen = corners[i][3]
        else:
            straight(pen, xy[i])
            pen = xy[i]
    return segments


def _emit(segments):
    return ",\n".join(", ".join(f"<{x:.5f}, {y:.5f}>" for x, y in s) for s in segments)


def lathe(points, tail, closed=False):
    """A solid of revolution about y."""
    s = _curve([(max(p[0], 0.0), *p[1:]) for p in points], closed)
    return f"lathe {{ bezier_spline {4 * len(s)},\n{_emit(s)}\n sturm {tail} }}"


def prism(points, low, high, tail):
    """A rounded outline in x,z swept along y from low to high."""
    s = _curve(points, True)
    return f"prism {{ bezier_spline linear_sweep {low}, {high}, {4 * len(s)},\n{_emit(s)}\n {tail} }}"


def rect(w, h, r, cx=0.0, cy=0.0):
    return [(cx - w / 2, cy - h / 2, r), (cx + w / 2, cy - h / 2, r), (cx + w / 2, cy + h / 2, r), (cx - w / 2, cy + h / 2, r)]


def rbox(a, b, r, tail):
    """A box with rounded edges (opaque materials only: its parts overlap)."""
    (x0, y0, z0), (x1, y1, z1) = a, b
    out = [f"box {{ <{x0+r},{y0+r},{z0}>, <{x1-r},{y1-r},{z1}> }}", f"box {{ <{x0+r},{y0},{z0+r}>, <{x1-r},{y1},{z1-r}> }}",
           f"box {{ <{x0},{y0+r},{z0+r}>, <{x1},{y1-r},{z1-r}> }}"]
    xs, ys, zs = (x0 + r, x1 - r), (y0 + r, y1 - r), (z0 + r, z1 - r)
    out += [f"sphere {{ <{x},{y},{z}>, {r} }}" for x in xs for y in ys for z in zs]
    out += [f"cylinder {{ <{xs[0]},{y},{z}>, <{xs[1]},{y},{z}>, {r} }}" for y in ys for z in zs]
    out += [f"cylinder {{ <{x},{ys[0]},{z}>, <{x},{ys[1]},{z}>, {r} }}" for x in xs for z in zs]
    out += [f"cylinder {{ <{x},{y},{zs[0]}>, <{x},{y},{zs[1]}>, {r} }}" for x in xs for y in ys]
    return "union { " + "\n".join(out) + f" {tail} }}"


def tube(points, r, tail):
    """A round wire through points; r one radius or one per point."""
    rs = r if isinstance(r, (list, tuple)) else [r] * len(points)
    pts = ", ".join(f"<{p[0]:.4f},{p[1]:.4f},{p[2]:.4f}>, {q}" for p, q in zip(points, rs))
    return f"sphere_sweep {{ cubic_spline {len(points)}, {pts} tolerance 1e-4 {tail} }}"


def arc(cx, cy, rx, ry, a0, a1, n=12, z=0.0):
    """Points of an elliptic arc in the x,y plane, degrees, with the extra control points a cubic spline wants."""
    step = (a1 - a0) / n
    return [(cx + rx * math.cos(math.radians(a0 + step * i)), cy + ry * math.sin(math.radians(a0 + step * i)), z) for i in range(-1, n + 2)]


def union(*parts, tail=""):
    return "union {\n" + "\n".join(parts) + f"\n{tail} }}"


def disc_cyl(r, z0, z1, tail, edge=0.02):
    """A coin facing the camera (-z), front at z0."""
    prof = [(0, 0), (r, 0, edge), (r, z1 - z0, edge), (0, z1 - z0)]
    return lathe(prof, f"rotate 90*x translate {z0}*z {tail}")
