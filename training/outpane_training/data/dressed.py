"""Things that somebody wears or holds: a cat wearing a hat, a bear with glasses, a frog with a balloon."""

from typing import TYPE_CHECKING

from .picture import SIZE, Picture

if TYPE_CHECKING:
    from .composer import Composer

HAT_WIDTH, HAT_OVERLAP = 0.6, 0.16
"""Of the face's width; of its height, that the hat covers."""
GLASSES_WIDTH, EYES = 0.84, 0.46
"""Of the face's width; of its height, from the top to the eyes."""
HELD_SIZE = 0.5
LARGEST_SIDE = 0.9 * SIZE


def wearers(composer: "Composer") -> dict[str, list[int]]:
    """Sprites that can be dressed, by style, where that style has something to wear."""
    found: dict[str, list[int]] = {}
    for row in composer.pools["everything"]:
        if composer.is_in(row, "wearers") and worn(composer, composer.style[row]):
            found.setdefault(composer.style[row], []).append(row)
    return found


def worn(composer: "Composer", style: str) -> list[int]:
    return [
        row
        for row in composer.by_style["everything"].get(style, [])
        if any(composer.is_in(row, place) for place in ("hats", "glasses", "held"))
    ]


def beside(composer: "Composer", row: int, width: float, x: float) -> tuple[float, float]:
    """Side and left of a sprite that is to be visible with this width, its middle at x."""
    left, _, right, _ = composer.sprites[row].box
    side = min(width / (right - left) * SIZE, LARGEST_SIDE)
    return side, x - (left + right) / 2 * side / SIZE


def dress(composer: "Composer", picture: Picture, row: int, what: int, side: float, left: float, top: float) -> None:
    """Puts what is worn or held on a thing that lies at (left, top) with this side."""
    box_left, box_top, box_right, box_bottom = composer.box(row, side)
    width, height, x = box_right - box_left, box_bottom - box_top, left + (box_left + box_right) / 2
    if composer.is_in(what, "hats"):
        size, at = beside(composer, what, HAT_WIDTH * width, x)
        bottom = composer.box(what, size)[3]
        composer.put(picture, what, size, at, top + box_top + HAT_OVERLAP * height - bottom, flipped=0)
    elif composer.is_in(what, "glasses"):
        size, at = beside(composer, what, GLASSES_WIDTH * width, x)
        _, upper, _, lower = composer.box(what, size)
        composer.put(picture, what, size, at, top + box_top + EYES * height - (upper + lower) / 2, flipped=0)
    else:
        size = HELD_SIZE * side
        at = left + box_right - 0.12 * width
        composer.put(picture, what, size, at, top + box_top + 0.75 * height - size, flipped=0)


def dressed(composer: "Composer") -> Picture:
    """One face or animal in the middle, with something on, on a plain ground or in a scene."""
    rng = composer.rng
    style = rng.choice(list(composer.wearers))
    row = rng.choice(composer.wearers[style])
    what = rng.choice(worn(composer, style))
    setting = rng.choice(["grass", "sand", "snow", "room"]) if rng.random() < 0.4 else None
    if setting:
        backdrop = composer.scenery.of(setting)
        picture, place = backdrop.picture, composer.wording.where(backdrop.ground_said, backdrop.sky_said)
    else:
        backdrop = None
        picture, place = composer.scenery.plain()
    thing = composer.wording.thing(row, 0.1)
    held = composer.is_in(what, "held")
    side = SIZE * rng.uniform(0.48, 0.6)
    left, top = SIZE * (0.36 if held else 0.5) - side / 2, SIZE * 0.6 - side / 2
    composer.put(picture, row, side, left, top, thing.turn, 0)
    dress(composer, picture, row, what, side, left, top)
    joint = rng.choice(["with", "holding", "and"] if held else ["wearing", "wearing", "with", "in"])
    said = composer.wording.noun(what)
    said = said if joint == "in" and rng.random() < 0.3 else composer.wording.article(said)
    caption = f"{composer.wording.styled(thing.noun, style, True)} {joint} {said} {place}"
    composer.tell(picture, [thing], caption, setting, backdrop)
    return picture
