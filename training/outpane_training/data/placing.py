"""Where things lie on a picture: standing on the ground, beside each other, wholly inside or cut by the edge."""

from .picture import SIZE, Picture, Placed, Turn
from .stock import Stock
from .wording import Thing

EDGE = 3
"""Pixels that a whole thing keeps off the edge."""


class Placer(Stock):
    """Puts things of the stock on pictures."""

    def put(
        self,
        picture: Picture,
        row: int,
        side: float,
        left: float,
        top: float,
        turn: Turn | None = None,
        flipped: float = 0.15,
    ) -> None:
        picture.things.append(Placed(row, int(side), round(left), round(top), self.chance(flipped), turn))

    def box(self, row: int, side: float) -> tuple[float, float, float, float]:
        """What is visible of a sprite at this size: left, top, right, bottom. Flipping is ignored: things are
        nearly centred.
        """
        left, top, right, bottom = self.sprites[row].box
        scale = side / SIZE
        return left * scale, top * scale, right * scale, bottom * scale

    def stand(
        self,
        picture: Picture,
        row: int,
        side: float,
        x: float,
        foot: float,
        turn: Turn | None = None,
        flipped: float = 0.15,
        inside: bool = True,
    ) -> None:
        """Puts a thing with its middle at x and its lowest visible pixel at foot; `inside`: wholly on the picture."""
        left, top, right, bottom = self.box(row, side)
        at_x, at_y = x - (left + right) / 2, foot - bottom
        if inside:
            at_x = min(max(at_x, EDGE - left), SIZE - EDGE - right)
            at_y = min(max(at_y, EDGE - top), SIZE - EDGE - bottom)
        self.put(picture, row, side, at_x, at_y, turn, flipped)

    def foot(self, picture: Picture, far: float, near: float) -> float | None:
        """Where a thing stands, or None where there is no ground."""
        if picture.horizon >= SIZE:
            return None
        return picture.horizon + SIZE * self.rng.uniform(far, near)

    def line_up(
        self,
        picture: Picture,
        setting: str,
        things: list[Thing],
        sides: list[float],
        flies: list[bool],
        same: bool,
    ) -> None:
        """Places things from left to right with gaps, made smaller where they would not fit; the nearer in front."""
        rng, gap = self.rng, 0.03 * SIZE
        boxes = [self.box(thing.row, side) for thing, side in zip(things, sides, strict=True)]
        widths = [right - left for left, _, right, _ in boxes]
        room = SIZE - 2 * EDGE - gap * (len(things) - 1)
        shrink = min(1.0, room / sum(widths))
        spare = (room - sum(widths) * shrink) / (len(things) + 1)
        x, placed = EDGE + spare * rng.uniform(0.5, 1.2), []
        for thing, side, full_width, up in zip(things, sides, widths, flies, strict=True):
            size, width = side * shrink, full_width * shrink
            _, top, _, bottom = self.box(thing.row, size)
            foot = self.foot(picture, 0.03, 0.2)
            if up:
                foot = SIZE * rng.uniform(0.08, 0.16) + bottom - top
            elif setting == "underwater" or foot is None:
                foot = SIZE * rng.uniform(0.4, 0.6) + (bottom - top) / 2
            placed.append((foot, size, x + width / 2, thing))
            x += width + gap + spare * rng.uniform(0.6, 1)
        for foot, size, middle, thing in sorted(placed, key=lambda entry: entry[0]):
            self.stand(picture, thing.row, size, middle, foot, thing.turn, 0 if same else 0.15)
