"""A picture's description: what a composer decides and a renderer draws."""

from dataclasses import dataclass, field

SIZE = 256
"""Pixels of a training picture's side, and of a sprite's."""
LAYERS = 6
"""Things on a picture at most."""
STARS = 20

FloatColour = tuple[float, float, float]


@dataclass(frozen=True)
class Turn:
    """A recolouring of one sprite: hue in turns, factors of saturation and value, value added (of 0..1)."""

    hue: float
    saturation: float
    value: float
    added: float


@dataclass(frozen=True)
class Placed:
    """A sprite on the picture: its row, its side in pixels, and where its upper left corner lies (may be outside)."""

    row: int
    side: int
    left: int
    top: int
    flipped: bool = False
    turn: Turn | None = None


@dataclass
class Picture:
    """Sky and ground as gradients, stars, and things from back to front.

    Colours are 0..255: the sky's at the top and at the horizon, the ground's far and near. `horizon` is a row;
    SIZE: no ground.
    """

    top: FloatColour
    low: FloatColour
    far: FloatColour = (0, 0, 0)
    near: FloatColour = (0, 0, 0)
    horizon: int = SIZE
    stars: list[tuple[float, float, float]] = field(default_factory=list)
    """x, y and radius in pixels."""
    things: list[Placed] = field(default_factory=list)
    caption: str = ""
    names: list[str] = field(default_factory=list)
    """The sprites' own names of what the caption speaks of, for judges."""
    style: str = ""
    ground: str | None = None
    sky: str | None = None

    @property
    def colours(self) -> tuple[FloatColour, FloatColour, FloatColour, FloatColour]:
        return self.top, self.low, self.far, self.near
