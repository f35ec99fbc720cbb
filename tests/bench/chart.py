"""A chart of lines with two logarithmic axes, as SVG text: no program is needed to draw it."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 440, 64, 120, 40, 48
COLOURS = ["#c0392b", "#1f5fa8", "#2e8b57", "#8e5ea2", "#b8860b", "#3a9ca6", "#6b6b6b", "#d2691e", "#222222"]


def decades(values):
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def label(exponent):
    return f"{10.0 ** exponent:g}" if -2 <= exponent < 4 else f"1e{exponent}"


def text(x, y, words, anchor="middle", colour="#222", size=12):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{escape(words)}</text>'


def spread(places, gap):
    """Labels at least `gap` apart, in their order."""
    out, last = {}, -math.inf
    for y, name in sorted(places):
        last = max(y, last + gap)
        out[name] = last
    return out


def draw(title, x_name, y_name, lines):
    """`lines`: name -> [(x, y)]. Each line is named at its right end."""
    (x0, x1), (y0, y1) = decades([x for line in lines.values() for x, _ in line]), decades([y for line in lines.values() for _, y in line])

    def place(x, y):
        return (LEFT + (math.log10(x) - x0) / max(1, x1 - x0) * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - (math.log10(y) - y0) / max(1, y1 - y0) * (HEIGHT - TOP - BOTTOM))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', text(WIDTH / 2, 22, title, size=15)]
    for e in range(x0, x1 + 1):
        x, _ = place(10.0 ** e, 10.0 ** y0)
        out += [f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>', text(x, HEIGHT - BOTTOM + 18, label(e))]
    for e in range(y0, y1 + 1):
        _, y = place(10.0 ** x0, 10.0 ** e)
        out += [f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>', text(LEFT - 8, y + 4, label(e), "end")]
    out += [text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_name), text(LEFT, TOP - 8, y_name, "start")]
    ends = spread([(place(*line[-1])[1], name) for name, line in lines.items()], 14)
    for number, (name, line) in enumerate(lines.items()):
        colour, points = COLOURS[number % len(COLOURS)], [place(*point) for point in line]
        out.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{colour}" stroke-width="{3 if name == "patron" else 1.5}"/>')
        out.append(text(WIDTH - RIGHT + 6, ends[name] + 4, name, "start", colour))
    return "\n".join(out + ["</svg>", ""])
