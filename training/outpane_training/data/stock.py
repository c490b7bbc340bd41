"""The sprites by what they are: pools of names, styles, and where things belong."""

import random
from collections.abc import Callable, Iterable
from typing import TypeVar

from .letters import SET as LETTERS
from .sprites import Sprite
from .vocabulary import Vocabulary

POOLS = {"core": 0.27, "focus": 0.33, "wider": 0.20, "everything": 0.20}
"""How often a thing comes from each pool."""
ANIMALS, PLACES = 3, 5
"""Emoji groups; 4, 6 and 7 are food, activities and objects."""
THINGS = (4, 6, 7)

Key = TypeVar("Key")


def grouped(members: Iterable[int], key: Callable[[int], Key]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return groups


class Stock:
    """Sprites to choose from by chance. Letters are not among the pools."""

    def __init__(
        self,
        sprites: list[Sprite],
        rng: random.Random,
        words: Vocabulary,
        held_out: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """`held_out`: (name, style) pairs that are in no pool."""
        self.sprites, self.rng, self.words = sprites, rng, words
        style_of_set = self.words.style_of_set
        self.style = [style_of_set[sprite.set] for sprite in sprites]
        self.letters = [row for row, sprite in enumerate(sprites) if sprite.set == LETTERS]
        rows = [
            row
            for row, sprite in enumerate(sprites)
            if sprite.set != LETTERS and (sprite.name, self.style[row]) not in held_out
        ]
        self.pools = {pool: [row for row in rows if self.belongs(row, pool)] for pool in POOLS}
        for pool in ("wider", "focus", "core"):  # a handful of sprites may hold none of a pool's names
            self.pools[pool] = self.pools[pool] or self.pools["everything"]
        self.by_style = {pool: grouped(members, self.style.__getitem__) for pool, members in self.pools.items()}
        known = self.pools["wider"]
        self.high = grouped(
            (row for row in known if sprites[row].name in self.words.places["high"]), self.style.__getitem__
        )
        self.fitting: dict[tuple[str, str], list[int]] = {}
        for row in known:
            for setting in set(self.settings(row)):
                self.fitting.setdefault((self.style[row], setting), []).append(row)

    def belongs(self, row: int, pool: str) -> bool:
        if pool == "everything":
            return True
        name, pools = self.sprites[row].name, self.words.pools
        if pool == "wider":
            return name in pools["wider"] or name in pools["focus"]
        return name in pools[pool] and self.style[row] in self.words.focus_styles

    def weighted(self, shares: dict[str, float]) -> str:
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def choose(self, shares: dict[str, float]) -> int:
        """Any thing of a pool, which is chosen by its share."""
        return self.rng.choice(self.pools[self.weighted(shares)])

    def is_in(self, row: int, place: str) -> bool:
        return self.sprites[row].name in self.words.places[place]

    def of_style(self, pool: str, style: str) -> list[int]:
        """A pool's things of a style, or everything's where it has none."""
        return self.by_style[pool].get(style) or self.by_style["everything"][style]

    def settings(self, row: int) -> list[str]:
        """The settings that suit a thing; one named more often is likelier."""
        weights = {"flies": ("sky", 4), "swims": ("underwater", 3), "floats": ("sea", 3), "drives": ("road", 4)}
        weights |= {"sandy": ("sand", 2), "snowy": ("snow", 2), "spacy": ("space", 3), "homely": ("room", 2)}
        fit = [setting for place, (setting, n) in weights.items() if self.is_in(row, place) for _ in range(n)]
        away = any(self.is_in(row, place) for place in ("flies", "swims", "floats"))
        group = self.sprites[row].group
        if group == ANIMALS and not away:
            fit += ["grass"] * 4
        elif group == PLACES and not away:
            fit += ["grass"] * 3 + ["snow", "sand", "road"]
        elif group in THINGS and not away:
            fit += ["room"] * 3 + ["floor", "grass", "sand"]
        return fit or ["grass", "sand", "snow", "floor", "road", "room"]

    def setting_for(self, row: int) -> str:
        if not self.chance(0.22):
            return self.rng.choice(self.settings(row))
        wet = "sea" if self.is_in(row, "floats") or self.chance(0.2) else "grass"
        return self.rng.choice(["grass", "grass", "sand", "snow", "floor", "road", wet])

    def other(self, pool: list[int], row: int) -> int:
        """A thing of another name, where eight tries find one."""
        chosen = self.rng.choice(pool)
        for _ in range(8):
            if self.sprites[chosen].name != self.sprites[row].name:
                break
            chosen = self.rng.choice(pool)
        return chosen
