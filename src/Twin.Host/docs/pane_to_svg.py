#!/usr/bin/python3
"""Draws a captured terminal as SVG: monospaced text with its colours, in one file that needs nothing else.

    tmux capture-pane -e -p | pane_to_svg.py --title "twin watch" > watch.svg

Understood are the sequences that tmux writes: the sixteen colours, bold, dim, inverse. Blocks and lines are drawn as shapes, so that they
meet without gaps in whatever font the reader has.
"""

import argparse
import re
import sys
from xml.sax.saxutils import escape

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 8.4, 18, 14
MARGIN, BAR = 14, 34
BACKGROUND, FOREGROUND, FRAME = "#10151c", "#d3dae3", "#1b222c"
COLOURS = ["#1a2027", "#f2777a", "#8ccf7e", "#e5c76b", "#67b0e8", "#c47fd5", "#6cd0ca", "#d3dae3",
           "#5d6a7b", "#ff8f92", "#a5e08f", "#f2d98d", "#8fc5f0", "#d7a1e4", "#8fe0db", "#ffffff"]
BLOCKS = {"▁": 1, "▂": 2, "▃": 3, "▄": 4, "▅": 5, "▆": 6, "▇": 7, "█": 8}
# To which sides of the cell's middle a line runs: left, right, up, down.
LINES = {"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu"}


def read_cells(text):
    """Gives rows of (character, foreground, background, is bold)."""
    rows = []
    foreground, background, bold, dim, inverse = None, None, False, False, False
    for line in text.rstrip("\n").split("\n"):
        row = []
        for part in re.split(r"(\x1b\[[0-9;]*m)", line):
            if part.startswith("\x1b["):
                for code in [int(number or 0) for number in part[2:-1].split(";")]:
                    if code == 0:
                        foreground, background, bold, dim, inverse = None, None, False, False, False
                    elif code in (1, 2, 7):
                        bold, dim, inverse = bold or code == 1, dim or code == 2, inverse or code == 7
                    elif 30 <= code <= 37 or 90 <= code <= 97:
                        foreground = COLOURS[code - 30 if code < 90 else code - 82]
                    elif 40 <= code <= 47 or 100 <= code <= 107:
                        background = COLOURS[code - 40 if code < 100 else code - 92]
                    elif code == 39:
                        foreground = None
                    elif code == 49:
                        background = None
                continue
            for character in part:
                front, back = foreground or (COLOURS[8] if dim else FOREGROUND), background
                row.append((character, back or BACKGROUND, front, bold) if inverse else (character, front, back, bold))
        rows.append(row)
    return rows


def shapes(x, y, character, colour, count=1):
    """What is drawn for a row of equal blocks or lines; nothing for other characters."""
    left, top, length = MARGIN + x * CELL_WIDTH, BAR + MARGIN + y * CELL_HEIGHT, count * CELL_WIDTH
    if character in BLOCKS:
        height = CELL_HEIGHT * BLOCKS[character] / 8
        # A hair of space keeps the rows of bars apart.
        yield f'<rect x="{left:.1f}" y="{top + CELL_HEIGHT - height + 1.5:.1f}" width="{length:.1f}" height="{max(1, height - 3):.1f}" fill="{colour}"/>'
    elif character == "░":
        yield f'<rect x="{left:.1f}" y="{top + 1.5:.1f}" width="{length:.1f}" height="{CELL_HEIGHT - 3:.1f}" fill="{colour}" opacity="0.3"/>'
    elif character in LINES:
        middle_x, middle_y = left + CELL_WIDTH / 2, top + CELL_HEIGHT / 2
        ends = {"l": (left, middle_y), "r": (left + length, middle_y), "u": (middle_x, top), "d": (middle_x, top + CELL_HEIGHT)}
        path = "".join(f"M{middle_x:.1f} {middle_y:.1f}L{ends[side][0]:.1f} {ends[side][1]:.1f}" for side in LINES[character])
        yield f'<path d="{path}" stroke="{colour}" stroke-width="1" fill="none"/>'


def draw(rows, title):
    columns = max(len(row) for row in rows)
    width, height = 2 * MARGIN + columns * CELL_WIDTH, BAR + 2 * MARGIN + len(rows) * CELL_HEIGHT
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
           f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{FONT_SIZE}" xml:space="preserve">')
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{width:.0f}" height="{height:.0f}" rx="9" fill="{BACKGROUND}"/>'
    yield f'<path d="M0 {BAR}V9a9 9 0 0 1 9-9H{width - 9:.0f}a9 9 0 0 1 9 9V{BAR}Z" fill="{FRAME}"/>'
    for i, colour in enumerate(("#f2777a", "#e5c76b", "#8ccf7e")):
        yield f'<circle cx="{20 + 20 * i}" cy="{BAR / 2:.0f}" r="6" fill="{colour}"/>'
    yield f'<text x="{width / 2:.0f}" y="{BAR / 2 + 5:.0f}" text-anchor="middle" fill="{COLOURS[8]}">{escape(title)}</text>'
    for y, row in enumerate(rows):
        top = BAR + MARGIN + y * CELL_HEIGHT
        for x, (_, _, back, _) in enumerate(row):
            if back:
                yield f'<rect x="{MARGIN + x * CELL_WIDTH:.1f}" y="{top}" width="{CELL_WIDTH + 0.3:.1f}" height="{CELL_HEIGHT}" fill="{back}"/>'
        start = 0
        while start < len(row):
            character, colour, _, bold = row[start]
            end = start
            if character == " " or character in BLOCKS or character in LINES or character == "░":
                # A vertical line does not repeat along the row.
                while end < len(row) and row[end][:2] == (character, colour) and (end == start or character in BLOCKS or character in "─░ "):
                    end += 1
                yield from shapes(start, y, character, colour, end - start)
                start = end
                continue
            while end < len(row) and row[end][1] == colour and row[end][3] == bold and row[end][0] not in " ░" and row[end][0] not in BLOCKS and row[end][0] not in LINES:
                end += 1
            text = escape("".join(cell[0] for cell in row[start:end]))
            weight = ' font-weight="bold"' if bold else ""
            # The length is stated, so that columns stay columns in a font of another width.
            yield (f'<text x="{MARGIN + start * CELL_WIDTH:.1f}" y="{top + 13.5:.1f}" textLength="{(end - start) * CELL_WIDTH:.1f}" '
                   f'lengthAdjust="spacingAndGlyphs" fill="{colour}"{weight}>{text}</text>')
            start = end
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--title", default="twin watch", help="what stands above (default %(default)s)")
    arguments = parser.parse_args()
    rows = read_cells(sys.stdin.read())
    sys.stdout.write("\n".join(draw(rows, arguments.title)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
