"""Backgrounds: plain grounds, rooms, water, and landscapes, each with the words for it."""

from dataclasses import dataclass

from .picture import SIZE, STARS, FloatColour, Picture
from .wording import Wording

SKY_SHARE = {"blue": 0.42, "sunset": 0.19, "night": 0.11, "starry": 0.09, "cloudy": 0.19}


@dataclass
class Backdrop:
    """An empty picture. `sky`: a sky's name, or "water" or "wall"; words for the ground and for the sky where there
    are any.
    """

    picture: Picture
    sky: str
    ground_said: str | None
    sky_said: str | None


def shaded(colour: FloatColour, factor: float) -> FloatColour:
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def shifted(colour: FloatColour, amount: float) -> FloatColour:
    def clamp(value: float) -> float:
        return min(255.0, max(0.0, value + amount))

    return clamp(colour[0]), clamp(colour[1]), clamp(colour[2])


def land(top: FloatColour, low: FloatColour, ground: FloatColour, height: float) -> Picture:
    """Sky over a ground that begins at `height` of the picture's."""
    return Picture(top, low, ground, shaded(ground, 0.85), int(SIZE * height))


class Scenery:
    """Draws backgrounds by chance."""

    def __init__(self, wording: Wording) -> None:
        self.wording, self.rng, self.vocabulary = wording, wording.rng, wording.vocabulary

    def plain(self) -> tuple[Picture, str]:
        """One colour, now and then two that run into each other, and the words for it."""
        rng = self.rng
        if rng.random() < 0.55:
            white = ["on a white background"] * 4 + ["on white", "on a plain background", "isolated on white"]
            return Picture((255, 255, 255), (255, 255, 255)), "" if rng.random() < 0.72 else rng.choice(white)
        name = rng.choice(list(self.vocabulary.colours))
        red, green, blue = self.vocabulary.colours[name]
        varied = red + rng.randint(-8, 8), green + rng.randint(-8, 8), blue + rng.randint(-8, 8)
        colour = shifted(varied, 0)
        said = rng.choice(self.vocabulary.colours_said.get(name, [name]))
        if rng.random() < 0.12:
            gradient = "gradient " if rng.random() < 0.5 else ""
            return Picture(shifted(colour, 45), colour), f"on a {said} {gradient}background"
        with_article = self.wording.article(said)
        forms = [f"on {with_article} background"] * 8 + [f"on {said}", f"with {with_article} background"]
        return Picture(colour, colour), rng.choice(forms)

    def of(self, setting: str) -> Backdrop:
        """A background for a setting: underwater, room, sky, space, moon, or a ground."""
        if setting == "underwater":
            return self.underwater()
        if setting == "room":
            return self.room()
        sky = "space" if setting == "space" else self.rng.choices(list(SKY_SHARE), list(SKY_SHARE.values()))[0]
        backdrop = self.above(sky, setting) if setting in ("sky", "space") else None
        backdrop = backdrop or self.landscape("moon" if setting == "space" else setting, sky)
        if sky in ("starry", "space"):
            self.scatter_stars(backdrop.picture)
        return backdrop

    def underwater(self) -> Backdrop:
        rng, deep = self.rng, self.rng.random()
        top = shifted((110, 195, 240), -40 * deep)
        low = tuple(max(8.0, value - 45 * deep) for value in (30, 95, 175))
        said = rng.choice(self.vocabulary.underwater)
        picture = Picture(top, (low[0], low[1], low[2]))
        if rng.random() < 0.4:
            sand = self.vocabulary.grounds["sand"].colour
            picture.far, picture.near = shaded(sand, 0.72), shaded(sand, 0.6)
            picture.horizon = int(SIZE * rng.uniform(0.78, 0.88))
        return Backdrop(picture, "water", said, None)

    def room(self) -> Backdrop:
        rng = self.rng
        wall = rng.choice(list(self.vocabulary.walls))
        colour, floor = self.vocabulary.walls[wall], self.vocabulary.grounds["floor"]
        said = rng.choice(floor.said if rng.random() < 0.62 else self.vocabulary.indoors)
        if rng.random() < 0.15:
            said += f" in front of {self.wording.article(wall)} wall"
        return Backdrop(land(colour, colour, floor.colour, rng.uniform(0.55, 0.75)), "wall", said, None)

    def above(self, sky: str, setting: str) -> Backdrop | None:
        """Nothing but sky; in space now and then None, for a ground there."""
        rng, described = self.rng, self.vocabulary.skies[sky]
        if setting == "space":
            alone = rng.random() < 0.7
            said = described.said
        else:
            alone, said = True, described.alone if rng.random() < 0.45 else described.said
        return Backdrop(Picture(described.top, described.low), sky, None, rng.choice(said)) if alone else None

    def landscape(self, ground: str, sky: str) -> Backdrop:
        rng, above, below = self.rng, self.vocabulary.skies[sky], self.vocabulary.grounds[ground]
        height = rng.uniform(0.42, 0.62) if ground == "sea" else rng.uniform(0.5, 0.75)
        sky_said: str | None = rng.choice(above.said)
        if ground == "moon" and rng.random() < 0.5:
            sky_said = None
        picture = land(above.top, above.low, below.colour, height)
        return Backdrop(picture, sky, rng.choice(below.said), sky_said)

    def scatter_stars(self, picture: Picture) -> None:
        rng = self.rng
        picture.stars = [
            (rng.uniform(0, SIZE), rng.uniform(0, picture.horizon), rng.uniform(0.5, 1.5))
            for _ in range(rng.randint(9, STARS))
        ]
