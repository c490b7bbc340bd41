"""Letters and digits as sprites, drawn with the font that comes with Pillow (Aileron, CC0), and pictures of them."""

import string
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from .picture import SIZE, Picture
from .sprites import Sprite, SpritePack, read_pack, write_listing, write_pack

if TYPE_CHECKING:
    from .composer import Composer

SET = "letters"
GROUP = 8
COLOURS = [(225, 60, 60), (70, 120, 230), (95, 185, 95), (245, 150, 60), (140, 90, 210), (30, 32, 40)]
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
HEIGHT = 0.8
"""Of the sprite's, that the symbol's is."""


def name_of(symbol: str) -> str:
    return f"{'number' if symbol.isdigit() else 'letter'} {symbol.lower()}"


def tags_of(symbol: str) -> list[str]:
    """Other ways to call it."""
    if symbol.isdigit():
        return [f"the number {symbol}", f"the digit {symbol}", f"number {DIGITS[int(symbol)]}"]
    return [f"the letter {symbol.lower()}", f"capital letter {symbol.lower()}", f"a big letter {symbol.lower()}"]


def glyph(symbol: str, colour: tuple[int, int, int]) -> Image.Image:
    """RGBA, SIZE x SIZE, the symbol in the middle."""
    font = ImageFont.load_default(200)
    left, top, right, bottom = (int(v) for v in font.getbbox(symbol, stroke_width=9))
    drawn = Image.new("RGBA", (right - left, bottom - top))
    ImageDraw.Draw(drawn).text((-left, -top), symbol, fill=colour, font=font, stroke_width=9, stroke_fill=colour)
    scale = HEIGHT * SIZE / max(drawn.size)
    small = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)), Image.Resampling.LANCZOS)
    out = Image.new("RGBA", (SIZE, SIZE))
    out.paste(small, ((SIZE - small.width) // 2, (SIZE - small.height) // 2))
    return out


def letter_sprites() -> Iterator[tuple[Sprite, Image.Image]]:
    for i, symbol in enumerate(string.ascii_uppercase + string.digits):
        yield Sprite(SET, name_of(symbol), tags_of(symbol), GROUP, 0, 0), glyph(symbol, COLOURS[i % len(COLOURS)])


def add_letters(folder: Path) -> SpritePack:
    """Adds them to a folder's sprites; does nothing where they are there."""
    pack = read_pack(folder)
    if any(sprite.set == SET for sprite in pack.sprites):
        return pack
    aside = folder / "letters"
    made = write_pack(letter_sprites(), aside)
    known = pack.path.read_bytes()
    for sprite in made.sprites:
        sprite.at += len(known)
    made.path.write_bytes(known + made.path.read_bytes())
    write_listing([*pack.sprites, *made.sprites], aside / "sprites.json")
    for name in ("sprites.pack", "sprites.json"):
        (aside / name).replace(folder / name)
    aside.rmdir()
    return read_pack(folder)


def letter(composer: "Composer") -> Picture:
    """One letter or digit on a plain ground."""
    rng = composer.rng
    picture, said = composer.scenery.plain()
    row = rng.choice(composer.letters)
    sprite = composer.sprites[row]
    noun = rng.choice([sprite.name, *sprite.tags, sprite.name.split(" ")[1]])
    tint = composer.wording.tint(row, 0.5)
    if tint and not noun.startswith(("the ", "a ")):
        noun = f"{tint[0]} {noun}"
    elif tint:
        noun = f"{noun} in {tint[0]}"
    side = SIZE * rng.uniform(0.6, 0.9)
    margin = (SIZE - side) / 2
    composer.put(picture, row, side, margin, margin, tint[1] if tint else None, 0)
    opening = rng.choice(["", "", "", "a picture of ", "a drawing of "])
    described = composer.wording.article(noun) if len(noun) > 2 and composer.chance(0.5) else noun
    composer.tell(picture, [], f"{opening}{described} {said}")
    picture.names = [sprite.name]
    return picture
