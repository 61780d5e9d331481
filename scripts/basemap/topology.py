"""Every edge of the world once, with what lies on both sides of it; edges joined into lines and rings; lines made simpler.

Coordinates are whole numbers, `GRID` to a degree. Divisions share their edges exactly, so an edge with one owner is a shore.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

GRID = 10_000
"""Eleven metres at most: far finer than the data, so that neighbours still meet."""

Point = tuple[int, int]
Edge = tuple[Point, Point]


def snapped(line: Iterable[tuple[float, float]]) -> list[Point]:
    """Return a line on the grid, without points that fall together."""
    found: list[Point] = []
    for lon, lat in line:
        point = (round(lon * GRID), round(lat * GRID))
        if not found or found[-1] != point:
            found.append(point)
    return found


def edges(rings: Iterable[tuple[int, Sequence[Point]]]) -> dict[Edge, list[int]]:
    """Return who owns each edge (smaller point first), as often as it occurs; ``rings`` are pairs of owner and ring."""
    found: dict[Edge, list[int]] = defaultdict(list)
    for owner, ring in rings:
        for start, end in itertools.pairwise(ring):
            found[(start, end) if start < end else (end, start)].append(owner)
    return found


def joined(loose: Iterable[Edge]) -> list[list[Point]]:
    """Join edges into as few lines as their crossings allow; a closed one ends where it began."""
    near = _neighbours(loose)
    ends = [point for point in sorted(near) if len(near[point]) != 2]
    lines = [_walk(near, point, past_crossings=False) for point in ends for _ in range(len(near[point]))]
    lines += [_walk(near, point, past_crossings=False) for point in sorted(near) if near[point]]
    return [line for line in lines if len(line) > 1]


def closed(loose: Iterable[Edge]) -> list[list[Point]]:
    """Join edges, of which an even number meets in each point, into rings."""
    near = _neighbours(loose)
    starts = (point for point in sorted(near) for _ in range(len(near[point]) // 2))
    return [_walk(near, point, past_crossings=True) for point in starts if near[point]]


def _neighbours(loose: Iterable[Edge]) -> dict[Point, list[Point]]:
    near: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(loose):
        near[start].append(end)
        near[end].append(start)
    return near


def _walk(near: dict[Point, list[Point]], start: Point, *, past_crossings: bool) -> list[Point]:
    """Follow unused edges until the start, an end, or (unless past it) a crossing is reached; the edges are used up."""
    line, at = [start], start
    while near[at]:
        step = near[at].pop()
        near[step].remove(at)
        line.append(step)
        at = step
        if at == start or (len(near[at]) != 1 and not past_crossings):
            break
    return line


def simpler(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line with no point further than ``tolerance`` (grid units) from the whole one; ends stay.

    Source: Ramer, 1972; Douglas and Peucker, 1973.
    """
    if len(line) < 3:
        return list(line)
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    if line[0] == line[-1]:  # a ring: its furthest point stays too
        far = max(range(len(line)), key=lambda n: math.dist(line[n], line[0]))
        keep.add(far)
        todo = [(0, far), (far, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        worst, where = 0.0, -1
        for n in range(first + 1, last):
            away = _away(line[n], line[first], line[last])
            if away > worst:
                worst, where = away, n
        if worst > tolerance:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [line[n] for n in sorted(keep)]


def _away(point: Point, start: Point, end: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return math.hypot(x - ax - share * dx, y - ay - share * dy)


def area(ring: Sequence[Point]) -> float:
    """Return the area of a ring in square degrees, as drawn flat."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    return abs(twice) / 2 / GRID / GRID


def clipped_ring(ring: Sequence[Point], box: tuple[int, int, int, int]) -> list[Point]:
    """Return the part of a ring inside a box (west, south, east, north); parts may be joined along its sides.

    Source: Sutherland and Hodgman, 1974.
    """
    west, south, east, north = box
    found = list(ring[:-1] if ring[0] == ring[-1] else ring)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        found = _half(found, axis, limit, sign)
        if not found:
            return []
    return [*found, found[0]]


def _half(ring: list[Point], axis: int, limit: int, sign: int) -> list[Point]:
    found: list[Point] = []
    for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True):
        is_in, was_in = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
        if is_in != was_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = round(before[1 - axis] + share * (point[1 - axis] - before[1 - axis]))
            found.append((limit, other) if axis == 0 else (other, limit))
        if is_in:
            found.append(point)
    return found


def clipped_line(line: Sequence[Point], box: tuple[int, int, int, int]) -> list[list[Point]]:
    """Return the pieces of a line whose edges begin inside a box, whole edges each: no edge is in two neighbouring boxes."""
    west, south, east, north = box
    found: list[list[Point]] = []
    for start, end in itertools.pairwise(line):
        if not (west <= start[0] < east and south <= start[1] < north):
            continue
        if found and found[-1][-1] == start:
            found[-1].append(end)
        else:
            found.append([start, end])
    return found
