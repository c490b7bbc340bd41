"""Decides what is on a training picture and what its caption says, without drawing it (renderer.py does)."""

import random
from collections.abc import Callable

from .dressed import dressed, wearers
from .letters import letter
from .picture import LAYERS, SIZE, Picture
from .placing import Placer
from .scenery import Backdrop, Scenery
from .sprites import Sprite
from .stock import ANIMALS, PLACES, POOLS
from .vocabulary import Vocabulary, vocabulary
from .wording import Thing, Wording

KINDS = {
    "plain": 0.16,
    "alone": 0.15,
    "several": 0.11,
    "hero": 0.27,
    "side by side": 0.17,
    "wide": 0.08,
    "dressed": 0.03,
    "letter": 0.015,
    "empty": 0.015,
}
"""How often a picture of each kind is made, where the sprites allow it."""
PLAIN_POOLS = {"core": 0.35, "focus": 0.35, "wider": 0.2, "everything": 0.1}
PAIR_POOLS = {"core": 0.35, "focus": 0.4, "wider": 0.25}
WIDE_STYLES = {"flat": 1, "cartoon": 1, "glossy 3d": 1, "minimal": 0.5, "emoji": 0.4, "blob": 0.4}
GRIDS = {
    2: [[(0.26, 0.5), (0.74, 0.5)]],
    3: [[(0.18, 0.5), (0.5, 0.5), (0.82, 0.5)], [(0.28, 0.7), (0.72, 0.7), (0.5, 0.28)]],
    4: [
        [(0.27, 0.27), (0.73, 0.27), (0.27, 0.73), (0.73, 0.73)],
        [(0.14, 0.5), (0.38, 0.5), (0.62, 0.5), (0.86, 0.5)],
    ],
    5: [
        [(0.2, 0.3), (0.5, 0.3), (0.8, 0.3), (0.33, 0.72), (0.67, 0.72)],
        [(0.22, 0.24), (0.78, 0.24), (0.5, 0.5), (0.22, 0.76), (0.78, 0.76)],
    ],
}
"""Where things lie on a plain ground, by their count: middles, as shares of the picture."""
GRID_SIDES = {(2, 1): 0.45, (3, 1): 0.33, (3, 2): 0.42, (4, 2): 0.42, (4, 1): 0.24, (5, 2): 0.3, (5, 3): 0.3}
"""A thing's side by count and rows of the grid."""
WITHOUT_HEIGHT = {"underwater", "sky", "space", "room"}
"""Settings in which nothing flies above what stands."""
NOT_BY_DAY = {"full moon", "crescent moon", "full moon face", "star", "glowing star"}


class Composer(Placer):
    """Draws descriptions by chance; the same sprites and seed give the same ones.

    `held_out`: (name, style) pairs that are never on a picture.
    """

    def __init__(
        self,
        sprites: list[Sprite],
        seed: int,
        words: Vocabulary | None = None,
        held_out: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        words = words or vocabulary()
        super().__init__(sprites, random.Random(seed), words, held_out)
        self.wording = Wording(words, sprites, self.rng)
        self.scenery = Scenery(self.wording)
        self.wearers = wearers(self)
        lacking = {"dressed": not self.wearers, "letter": not self.letters}
        self.kinds = {kind: share for kind, share in KINDS.items() if not lacking.get(kind)}

    def decorate(self, backdrop: Backdrop, style: str, sides: list[float]) -> str:
        """Now and then a small thing up in the sky, at one of the sides; gives the words for it."""
        picture, rng = backdrop.picture, self.rng
        low_sky = picture.horizon < 0.42 * SIZE
        if backdrop.sky in ("water", "wall") or low_sky or not self.chance(0.27):
            return ""
        dark = backdrop.sky in ("night", "starry", "space")
        unfit = self.words.places["daily"] if dark else NOT_BY_DAY if backdrop.sky in ("blue", "cloudy") else set()
        candidates = [row for row in self.high.get(style, []) if self.sprites[row].name not in unfit]
        if not candidates:
            return ""
        row, side = rng.choice(candidates), SIZE * rng.uniform(0.18, 0.26)
        x, y = SIZE * (rng.choice(sides) + rng.uniform(-0.05, 0.05)), SIZE * rng.uniform(0.1, 0.2)
        self.put(picture, row, side, x - side / 2, y - side / 2)
        noun = self.wording.noun(row)
        said = noun if self.chance(0.5) else self.wording.article(noun)
        return f" with {said}" if self.chance(0.8) else f" and {said}{rng.choice(['', ' in the sky', ' above'])}"

    # Kinds of pictures

    def plain(self) -> Picture:
        """One thing in the middle of a plain ground, always as large."""
        picture, said = self.scenery.plain()
        thing = self.wording.thing(self.choose(PLAIN_POOLS), 0.12)
        side = int(0.8 * SIZE)
        margin = (SIZE - side) / 2
        self.put(picture, thing.row, side, margin, margin, thing.turn, 0)
        self.tell(picture, [thing], f"{self.wording.styled(thing.noun, self.style[thing.row], True)} {said}")
        return picture

    def alone(self) -> Picture:
        """One thing somewhere on a plain ground; rarely a small one."""
        rng = self.rng
        picture, said = self.scenery.plain()
        thing = self.wording.thing(self.choose(POOLS), 0.2)
        noun = thing.noun
        if rng.random() < 0.1:
            side = SIZE * rng.uniform(0.28, 0.42)
            if rng.random() < 0.65:
                noun = f"{rng.choice(['small', 'small', 'tiny', 'little'])} {noun}"
        else:
            side = SIZE * rng.uniform(0.6, 0.92)
            if side > 0.84 * SIZE and rng.random() < 0.3:
                noun = f"{rng.choice(['big', 'large', 'huge'])} {noun}"
        room = (SIZE - side) / 2
        x, y = (room + rng.uniform(-0.5, 0.5) * room for _ in range(2))
        self.put(picture, thing.row, side, x, y, thing.turn)
        self.tell(picture, [thing], f"{self.wording.styled(noun, self.style[thing.row], True)} {said}")
        return picture

    def several(self) -> Picture:
        """Two to five of one thing, or two or three different ones, on a plain ground."""
        rng = self.rng
        picture, said = self.scenery.plain()
        first = self.wording.thing(self.choose(POOLS), 0.2)
        style = self.style[first.row]
        same = first.many is not None and rng.random() < 0.6
        count = rng.choice([2, 2, 3, 3, 4, 5] if same else [2, 2, 2, 3])
        spots = rng.choice(GRIDS[count])
        side = SIZE * GRID_SIDES[count, len({y for _, y in spots})]
        pool = self.of_style("everything" if self.chance(0.2) else "wider", style)
        others = [first if same else self.wording.thing(self.other(pool, first.row), 0.2) for _ in range(count - 1)]
        things = [first, *others]
        for (x, y), thing in zip(spots, things, strict=True):
            left = SIZE * (x + rng.uniform(-0.02, 0.02)) - side / 2
            top = SIZE * (y + rng.uniform(-0.04, 0.04)) - side / 2
            self.put(picture, thing.row, side, left, top, thing.turn, 0 if same else 0.15)
        self.tell(picture, things, f"{self.several_said(things, same, style)} {said}")
        return picture

    def several_said(self, things: list[Thing], same: bool, style: str) -> str:
        many = things[0].many
        if same and many:
            number = self.rng.choice(self.words.numbers[len(things)])
            return self.wording.styled(many, style, False, number)
        return self.wording.styled(self.wording.joined([thing.noun for thing in things]), style, False)

    def hero(self) -> Picture:
        """One thing, large, where it belongs, and wholly on the picture."""
        rng = self.rng
        row = self.choose(POOLS)
        setting = self.setting_for(row)
        backdrop = self.scenery.of(setting)
        thing, style, picture = self.wording.thing(row), self.style[row], backdrop.picture
        side = SIZE * (rng.uniform(0.5, 0.68) if rng.random() < 0.88 else rng.uniform(0.32, 0.45))
        noun = self.sized(thing.noun, side)
        x, where = SIZE / 2 + SIZE * rng.uniform(-0.06, 0.06), ""
        if rng.random() < 0.1:
            left = rng.random() < 0.5
            x = SIZE * (0.3 if left else 0.7)
            where = rng.choice(["", " on the left" if left else " on the right"])
        sides = [0.14, 0.86] if abs(x - SIZE / 2) < 0.1 * SIZE else [0.86] if x < SIZE / 2 else [0.14]
        above = self.decorate(backdrop, style, sides)
        self.stand(picture, row, side, x, self.hero_foot(row, side, setting, picture, bool(above)), thing.turn)
        grounded = self.sprites[row].group == ANIMALS and setting in ("grass", "sand", "snow", "floor", "room")
        doing = f" {rng.choice(self.words.doing)}" if grounded and not where and self.chance(0.12) else ""
        place = self.wording.where(backdrop.ground_said, backdrop.sky_said, above)
        if doing and not place.startswith(("on ", "in ", "at ", "indoors", "inside")):
            doing = ""
        self.tell(
            picture, [thing], f"{self.wording.styled(noun, style, True)}{where}{doing} {place}", setting, backdrop
        )
        return picture

    def sized(self, noun: str, side: float) -> str:
        """The noun, with its size where that is unusual."""
        if side > 0.64 * SIZE and self.chance(0.2):
            return f"{self.rng.choice(['big', 'large'])} {noun}"
        if side < 0.46 * SIZE and self.chance(0.5):
            return f"{self.rng.choice(['small', 'little', 'tiny'])} {noun}"
        return noun

    def hero_foot(self, row: int, side: float, setting: str, picture: Picture, crowded: bool) -> float:
        """The lowest visible pixel of the one thing of a scene; `crowded`: something is above it."""
        foot = self.foot(picture, 0.04, 0.16)
        _, top, _, bottom = self.box(row, side)
        if setting == "underwater" or foot is None:  # it floats in the middle
            middle = SIZE * (self.rng.uniform(0.52, 0.6) if crowded else self.rng.uniform(0.44, 0.56))
            return middle + (bottom - top) / 2
        if setting == "sea" and self.is_in(row, "swims") and self.chance(0.6):
            return picture.horizon + (SIZE - picture.horizon) * self.rng.uniform(0.6, 0.9)
        return foot

    def side_by_side(self) -> Picture:
        """Two or three things beside each other in one scene, without touching, wholly on the picture."""
        rng = self.rng
        first = self.wording.thing(self.choose(PAIR_POOLS))
        style, setting = self.style[first.row], self.setting_for(first.row)
        backdrop = self.scenery.of(setting)
        same = first.many is not None and rng.random() < 0.22
        count = 3 if rng.random() < 0.2 else 2
        pool = self.fitting.get((style, setting), []) if rng.random() < 0.8 else []
        if len(pool) <= 3:
            pool = self.of_style("focus" if style in self.by_style["focus"] else "wider", style)
        others = [first if same else self.wording.thing(self.other(pool, first.row)) for _ in range(count - 1)]
        things = [first, *others]
        if not same:
            rng.shuffle(things)
        flies = [
            setting not in WITHOUT_HEIGHT and self.is_in(thing.row, "flies") and rng.random() < 0.8 for thing in things
        ]
        sides = [self.side_of(thing.row, up) for thing, up in zip(things, flies, strict=True)]
        if same:
            sides = [sides[0]] * count
        self.line_up(backdrop.picture, setting, things, sides, flies, same)
        above = ""
        if not any(flies) and count == 2 and max(sides) < 0.42 * SIZE:
            above = self.decorate(backdrop, style, [0.5])
        place = self.wording.where(backdrop.ground_said, backdrop.sky_said, above)
        self.tell(backdrop.picture, things, f"{self.several_said(things, same, style)} {place}", setting, backdrop)
        return backdrop.picture

    def side_of(self, row: int, flies: bool) -> float:
        """How large one of several things in a scene is."""
        if flies:
            return SIZE * self.rng.uniform(0.22, 0.32)
        tall = self.is_in(row, "tall")
        return SIZE * (self.rng.uniform(0.46, 0.56) if tall else self.rng.uniform(0.36, 0.48))

    def wide(self) -> Picture:
        """A piece cut out of a wider scene, so that things can be cut by the edges: what growing a picture needs."""
        rng = self.rng
        broad, cut = SIZE * 3 / 2, rng.uniform(0, SIZE / 2)
        style = self.weighted({style: n for style, n in WIDE_STYLES.items() if style in self.by_style["everything"]})
        setting = rng.choice(["grass", "grass", "sand", "snow", "road", "sea", "floor"])
        backdrop = self.scenery.of(setting)
        picture = backdrop.picture
        above = self.scatter_high(picture, style, cut, broad)
        fits = self.fitting.get((style, setting), [])
        if len(fits) <= 3 or not self.chance(0.7):
            rooted = [r for r in self.of_style("wider", style) if self.sprites[r].group in (ANIMALS, PLACES)]
            fits = rooted or self.of_style("everything", style)
        seen: list[tuple[float, Thing]] = []
        for slot in rng.sample(range(4), rng.randint(1, 4)):
            thing = self.wording.thing(rng.choice(fits))
            side, x = SIZE * rng.uniform(0.3, 0.55), (slot + rng.uniform(0.25, 0.75)) * broad / 4
            foot = picture.horizon + SIZE * rng.uniform(0.03, 0.2)
            self.stand(picture, thing.row, side, x - cut, foot, thing.turn, inside=False)
            if cut + 6 < x < cut + SIZE - 6:
                seen.append((x, thing))
        things = [thing for _, thing in sorted(seen, key=lambda entry: entry[0])]
        self.tell(picture, things, self.wide_said(things, style, backdrop, above), setting, backdrop)
        return picture

    def scatter_high(self, picture: Picture, style: str, cut: float, broad: float) -> str:
        """Up to two things in the sky of a wide scene; gives the words for those on the piece."""
        rng, said = self.rng, []
        candidates = self.high.get(style, [])
        for _ in range(rng.randint(0, 2) if candidates else 0):
            row, side, x = rng.choice(candidates), SIZE * rng.uniform(0.16, 0.3), rng.uniform(0, broad)
            self.put(picture, row, side, x - cut - side / 2, rng.uniform(0.08, 0.55) * picture.horizon - side / 2)
            if cut < x < cut + SIZE:
                said.append(self.wording.noun(row))
        return " with " + " and ".join(said) if said else ""

    def wide_said(self, things: list[Thing], style: str, backdrop: Backdrop, above: str) -> str:
        if not things:
            return self.wording.emptiness(backdrop.ground_said, backdrop.sky_said or "") + above
        nouns = [thing.noun for thing in things]
        lead = self.wording.joined(nouns[:3]) if len(nouns) > 1 else nouns[0]
        place = self.wording.where(backdrop.ground_said, backdrop.sky_said, above)
        return f"{self.wording.styled(lead, style, len(nouns) == 1)} {place}"

    def empty(self) -> Picture:
        """Ground and sky alone, perhaps with something up there."""
        setting = self.rng.choice(["grass", "sand", "snow", "road", "sea", "sea", "sky", "sky"])
        backdrop = self.scenery.of(setting)
        styles = [style for style in ("flat", "cartoon", "glossy 3d") if style in self.by_style["everything"]]
        above = self.decorate(backdrop, self.rng.choice(styles or list(self.by_style["everything"])), [0.2, 0.5, 0.8])
        said = self.wording.emptiness(backdrop.ground_said, backdrop.sky_said or "") + above
        self.tell(backdrop.picture, [], said, setting, backdrop)
        return backdrop.picture

    def tell(
        self,
        picture: Picture,
        things: list[Thing],
        caption: str,
        setting: str | None = None,
        backdrop: Backdrop | None = None,
    ) -> None:
        """Writes down what the picture shows: the caption, and the facts that judges learn from."""
        picture.caption = caption
        picture.names = [self.sprites[thing.row].name for thing in things]
        picture.style = self.style[things[0].row] if things else ""
        picture.ground, picture.sky = setting, backdrop.sky if backdrop else None

    def draw(self, kind: str | None = None) -> Picture:
        """One picture's description with its caption; `kind` is one of `kinds`, or by chance."""
        makers: dict[str, Callable[[], Picture]] = {
            "plain": self.plain,
            "alone": self.alone,
            "several": self.several,
            "hero": self.hero,
            "side by side": self.side_by_side,
            "wide": self.wide,
            "dressed": lambda: dressed(self),
            "letter": lambda: letter(self),
            "empty": self.empty,
        }
        picture = makers[kind or self.weighted(self.kinds)]()
        del picture.things[LAYERS:]
        if self.chance(0.025):
            picture.caption += f", {self.rng.choice(self.words.suffixes)}"
        picture.caption = " ".join(picture.caption.split())
        return picture
