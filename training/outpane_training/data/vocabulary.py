"""vocabulary.toml as typed tables: what things are called, where they belong, and how pictures are described."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

Colour = tuple[int, int, int]

WEIGHTED = re.compile(r"^(\d+) x (.+)$")


def repeated(phrases: Sequence[str]) -> list[str]:
    """["2 x a", "b"] -> ["a", "a", "b"]: a choice among them is weighted."""
    out: list[str] = []
    for phrase in phrases:
        match = WEIGHTED.match(phrase)
        out += [match[2]] * int(match[1]) if match else [phrase]
    return out


@dataclass(frozen=True)
class Style:
    """One way of drawing, that of its sets of sprites. `unsaid`: how often pictures of it are described without it."""

    name: str
    sprite_sets: list[str]
    unsaid: float
    adjectives: list[str]
    kinds: list[str]


@dataclass(frozen=True)
class Ground:
    colour: Colour
    said: list[str]


@dataclass(frozen=True)
class Sky:
    """`said` with a ground below, `alone` without."""

    top: Colour
    low: Colour
    said: list[str]
    alone: list[str]


@dataclass(frozen=True)
class Tint:
    """How a thing is recoloured: a hue in degrees (None: kept), factors of saturation and value, value added (of
    0..1).
    """

    hue: float | None = None
    saturation: float = 1.0
    value: float = 1.0
    added: float = 0.0


@dataclass(frozen=True)
class Vocabulary:
    pools: Mapping[str, frozenset[str]]
    """Names by how well a small model is expected to learn them: core, focus, wider."""
    focus_styles: frozenset[str]
    places: Mapping[str, frozenset[str]]
    """Names by where they belong: flies, high, daily, swims, floats, drives, sandy, snowy, spacy, homely; who
    is tall, wears something or is worn.
    """
    everyday: Mapping[str, list[str]]
    grounds: Mapping[str, Ground]
    skies: Mapping[str, Sky]
    underwater: list[str]
    indoors: list[str]
    walls: Mapping[str, Colour]
    styles: Mapping[str, Style]
    fillers: list[str]
    suffixes: list[str]
    doing: list[str]
    colours: Mapping[str, Colour]
    colours_said: Mapping[str, list[str]]
    tints: Mapping[str, Tint]
    numbers: Mapping[int, list[str]]
    plurals: Mapping[str, str]
    uncounted: frozenset[str]

    @property
    def style_of_set(self) -> dict[str, str]:
        return {sprite_set: style.name for style in self.styles.values() for sprite_set in style.sprite_sets}

    def texts(self) -> list[str]:
        """Every piece of text that a caption can hold, for choosing the word pieces that must be kept."""
        found: list[str] = []

        def gather(value: object) -> None:
            if isinstance(value, str):
                found.append(value)
            elif isinstance(value, Mapping):
                gather(list(value.items()))
            elif isinstance(value, (list, tuple, frozenset)):
                for part in value:
                    gather(part)
            elif isinstance(value, (Style, Ground, Sky)):
                gather(vars(value))

        gather(vars(self))
        return found


def read(table: Mapping[str, Any]) -> Vocabulary:
    pools = dict(table["pools"])
    focus_styles = frozenset(pools.pop("focus_styles"))
    indoors, phrases = table["indoors"], table["phrases"]
    return Vocabulary(
        pools={pool: frozenset(names) for pool, names in pools.items()},
        focus_styles=focus_styles,
        places={place: frozenset(names) for place, names in table["places"].items()},
        everyday=table["everyday"],
        grounds={name: Ground(tuple(g["colour"]), repeated(g["said"])) for name, g in table["grounds"].items()},
        skies={
            name: Sky(tuple(s["top"]), tuple(s["low"]), repeated(s["said"]), s["alone"])
            for name, s in table["skies"].items()
        },
        underwater=indoors["underwater"],
        indoors=indoors["room"],
        walls={name: tuple(colour) for name, colour in indoors["walls"].items()},
        styles={
            name: Style(name, s["sets"], s["unsaid"], repeated(s["adjectives"]), repeated(s["kinds"]))
            for name, s in table["styles"].items()
        },
        fillers=phrases["fillers"],
        suffixes=phrases["suffixes"],
        doing=phrases["doing"],
        colours={name: tuple(colour) for name, colour in table["colours"].items()},
        colours_said={name: repeated(said) for name, said in table["colours_said"].items()},
        tints={name: Tint(**tint) for name, tint in table["tints"].items()},
        numbers={int(number): repeated(said) for number, said in table["numbers"].items()},
        plurals=table["plurals"],
        uncounted=frozenset(table["uncounted"]["nouns"]),
    )


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    return read(tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf8")))
