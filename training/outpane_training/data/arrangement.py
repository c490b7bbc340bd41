"""Descriptions of pictures as arrays, in the order in which the renderer draws: every picture's rearmost thing,
then the next.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .picture import LAYERS, STARS, Picture

SMALLEST, LARGEST = 8, 240
"""Sides in pixels that a sprite can be drawn with."""


def table_starts() -> NDArray[np.int64]:
    """Where each side's weights begin in the renderer's table, whose row 0 is empty. Index: the side."""
    starts = np.zeros(LARGEST + 1, np.int64)
    starts[SMALLEST:] = np.cumsum([1, *range(SMALLEST, LARGEST)])
    return starts


@dataclass(frozen=True)
class Pass:
    """Things that are drawn in one go: none of them on the same picture. Rows of Arrangement.things."""

    first: int
    count: int
    turned: bool


@dataclass(frozen=True)
class Arrangement:
    """What the renderer needs of n pictures with m things in all.

    arrays: colours float32 [n, 4, 3]; horizon int32 [n]; stars float32 [n, STARS, 3]; starry int64 [k], the
    pictures with stars;
    things int64 [m, 7]: sprite row, side, left, top, flipped, row of the weights' table, picture; turns float32 [m, 4].
    """

    arrays: dict[str, NDArray[np.generic]]
    passes: list[Pass]


def arrange(pictures: list[Picture], chunk: int = 64) -> Arrangement:
    """`chunk`: things of a pass at most, which bounds the renderer's memory."""
    stars = np.zeros((len(pictures), STARS, 3), np.float32)
    for i, picture in enumerate(pictures):
        if picture.stars:
            stars[i, : len(picture.stars)] = picture.stars
    things, turns, passes = layered(pictures, chunk)
    arrays: dict[str, NDArray[np.generic]] = {
        "colours": np.array([picture.colours for picture in pictures], np.float32),
        "horizon": np.array([picture.horizon for picture in pictures], np.int32),
        "stars": stars,
        "starry": np.nonzero(stars[..., 2].any(1))[0],
        "things": things,
        "turns": turns,
    }
    return Arrangement(arrays, passes)


def layered(pictures: list[Picture], chunk: int) -> tuple[NDArray[np.int64], NDArray[np.float32], list[Pass]]:
    starts = table_starts()
    things: list[tuple[int, ...]] = []
    turns: list[tuple[float, ...]] = []
    passes: list[Pass] = []
    for layer in range(LAYERS):
        for turned in (False, True):
            some = [
                (index, picture.things[layer])
                for index, picture in enumerate(pictures)
                if len(picture.things) > layer and (picture.things[layer].turn is not None) == turned
            ]
            for at in range(0, len(some), chunk):
                part = some[at : at + chunk]
                passes.append(Pass(len(things), len(part), turned))
                for index, thing in part:
                    side = min(max(thing.side, SMALLEST), LARGEST)
                    row = (thing.row, side, thing.left, thing.top, int(thing.flipped), int(starts[side]), index)
                    things.append(row)
                    turn = thing.turn
                    turns.append((turn.hue, turn.saturation, turn.value, turn.added) if turn else (0, 1, 1, 0))
    return np.array(things, np.int64).reshape(-1, 7), np.array(turns, np.float32).reshape(-1, 4), passes
