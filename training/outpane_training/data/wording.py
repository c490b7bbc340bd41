"""What things and scenes are called in a caption, in the ways in which people say it."""

import random
from dataclasses import dataclass

from .grammar import article, plural, without_colour
from .picture import Turn
from .sprites import Sprite
from .vocabulary import Tint, Vocabulary

BASIC_TINTS = 8
"""The first colours of the vocabulary are said most."""
OPENINGS = ["a picture of", "an image of", "picture of", "a photo of", "a drawing of"]


@dataclass(frozen=True)
class Thing:
    """A sprite with what it is called this time: without article, and its plural where it has one."""

    row: int
    turn: Turn | None
    noun: str
    many: str | None


class Wording:
    """Draws words by chance from a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, sprites: list[Sprite], rng: random.Random) -> None:
        self.vocabulary, self.sprites, self.rng = vocabulary, sprites, rng
        self.basic_tints = list(vocabulary.tints)[:BASIC_TINTS]
        self.other_tints = list(vocabulary.tints)[BASIC_TINTS:]

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def article(self, phrase: str) -> str:
        return article(self.vocabulary, phrase)

    def perhaps_article(self, phrase: str) -> str:
        return self.article(phrase) if self.chance(0.75) else phrase

    def noun(self, row: int) -> str:
        """What a sprite's thing is called this time."""
        sprite, draw = self.sprites[row], self.rng.random()
        everyday = self.vocabulary.everyday.get(sprite.name)
        if everyday and draw < 0.62:
            return everyday[0] if self.chance(0.6) else self.rng.choice(everyday)
        if sprite.tags and not everyday and draw > 0.93:
            tag = self.rng.choice(sprite.tags)
            return tag if draw > 0.97 else f"{sprite.name} {tag}"
        return sprite.name

    def tint(self, row: int, share: float) -> tuple[str, Turn] | None:
        """A colour's name and how to turn the thing to it, or nothing; a thing without a main colour is never
        tinted.
        """
        hue = self.sprites[row].hue
        if hue is None or not self.chance(share):
            return None
        name = self.rng.choice(self.basic_tints if self.chance(0.68) else self.other_tints)
        return name, turn_to(self.vocabulary.tints[name], hue)

    def thing(self, row: int, tinted: float = 0.15) -> Thing:
        """A thing with its words; `tinted`: how often it gets another colour."""
        noun, tint = self.noun(row), self.tint(row, tinted)
        if tint:
            noun = without_colour(noun) or without_colour(self.sprites[row].name) or "thing"
        many = plural(self.vocabulary, noun)
        lead = [tint[0]] if tint else []
        if self.chance(0.04):
            lead.insert(0, self.rng.choice(self.vocabulary.fillers))
        return Thing(row, tint[1] if tint else None, " ".join([*lead, noun]), " ".join([*lead, many]) if many else None)

    def styled(self, phrase: str, style: str, single: bool, number: str = "") -> str:
        """The phrase with its style in one of the ways people say it, or without. A number comes first: two flat
        cats.
        """
        numbered = f"{number} {phrase}".strip()
        if self.chance(self.vocabulary.styles[style].unsaid):
            return self.unstyled(numbered, single)
        described, draw = self.vocabulary.styles[style], self.rng.random()
        if draw < 0.5:
            return self.with_adjective(phrase, self.rng.choice(described.adjectives), single, number)
        if draw < 0.68:
            return f"{numbered}, {style} style"
        kind = self.rng.choice(described.kinds)
        if draw < 0.78:
            return f"{numbered} {kind}"
        return f"{self.article(kind)} of {self.perhaps_article(numbered) if single else numbered}"

    def unstyled(self, phrase: str, single: bool) -> str:
        if single and self.chance(0.6):
            return self.article(phrase)
        if self.chance(0.1):
            said = self.perhaps_article(phrase) if single else phrase
            return f"{self.rng.choice(OPENINGS)} {said}"
        if single and self.chance(0.06):
            return f"my {phrase}"
        return phrase

    def with_adjective(self, phrase: str, adjective: str, single: bool, number: str) -> str:
        if not single:
            phrase = phrase.removeprefix("a ").removeprefix("an ")
        worded = f"{number} {adjective} {phrase}".strip()
        return self.article(worded) if single and self.chance(0.8) else worded

    def joined(self, phrases: list[str]) -> str:
        """Two or three different things in words, from left to right."""
        draw = self.rng.random()
        said = [self.article(phrase) for phrase in phrases] if self.chance(0.75) else list(phrases)
        if len(said) > 2:
            return f"{', '.join(said[:-1])} and {said[-1]}" if draw < 0.7 else " and ".join(said)
        first, second = said
        if draw < 0.62:
            return f"{first} and {second}"
        if draw > 0.9:
            return f"{first} on the left and {second} on the right"
        if self.chance(0.5):
            first, second = second, first
        return f"{first} {self.rng.choice(['next to', 'beside', 'near', 'with', 'and'])} {second}"

    def where(self, ground: str | None, sky: str | None, above: str = "") -> str:
        """The place in words: ground and sky, or one of them, and what is up there."""
        if ground is None or sky is None:
            return f"{ground or sky or ''}{above}"
        draw = self.rng.random()
        if draw < 0.32 and not above:
            return ground
        if draw < 0.38:
            return f"{sky}{above}"
        if draw < 0.46 and not sky.startswith(("at ", "in ", "on ", "by ")):
            return f"{ground}, {sky}{above}"
        return f"{ground} {sky}{above}"

    def emptiness(self, ground: str | None, sky: str) -> str:
        """A place without things in words."""
        if not ground:
            return sky.split(" ", 1)[1] if sky.startswith(("under ", "in ")) else f"the sky {sky}"
        place = ground.split(" ", 1)[1]
        forms = [f"{place} {sky}", f"{place} {sky}", f"a landscape, {place} {sky}", f"nothing {ground} {sky}"]
        return self.rng.choice(forms)


def turn_to(tint: Tint, hue: float) -> Turn:
    """How a thing whose colour turns around `hue` (degrees) becomes of a tint's."""
    turn = 0.0 if tint.hue is None else ((tint.hue - hue) / 360) % 1
    return Turn(turn, tint.saturation, tint.value, tint.added)
