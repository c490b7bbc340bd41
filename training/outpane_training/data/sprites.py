"""The sprites on disk: sprites.json (names, tags, where each lies) and sprites.pack (WebP files in a row)."""

import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .picture import SIZE

VISIBLE = 40
"""Alpha above which a pixel counts as part of the thing."""


@dataclass
class Sprite:
    """One drawing. `box`: left, top, right, bottom of what is visible; `hue`: what its colour turns around, in
    degrees.
    """

    set: str
    name: str
    tags: list[str]
    group: int
    at: int
    size: int
    box: tuple[int, int, int, int] = (0, 0, SIZE, SIZE)
    hue: float | None = None


@dataclass(frozen=True)
class Coding:
    """How sprites are encoded as WebP; a higher method is slower and smaller."""

    quality: int = 90
    alpha_quality: int = 95
    method: int = 4


@dataclass(frozen=True)
class SpritePack:
    sprites: list[Sprite]
    path: Path
    """sprites.pack."""

    def image(self, row: int) -> Image.Image:
        """RGBA, SIZE x SIZE."""
        sprite = self.sprites[row]
        with self.path.open("rb") as file:
            file.seek(sprite.at)
            return Image.open(io.BytesIO(file.read(sprite.size))).convert("RGBA")


def read_pack(folder: Path) -> SpritePack:
    """Reads sprites.json; boxes and hues that it lacks are measured, which takes a minute, and written into it."""
    listing = folder / "sprites.json"
    stored = json.loads(listing.read_text("utf8"))
    sprites = [Sprite(**{**entry, "box": tuple(entry.get("box", (0, 0, SIZE, SIZE)))}) for entry in stored]
    pack = SpritePack(sprites, folder / "sprites.pack")
    if stored and "box" not in stored[0]:
        measure(pack)
        write_listing(sprites, listing)
    return pack


def write_listing(sprites: Iterable[Sprite], path: Path) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps([asdict(sprite) for sprite in sprites]), "utf8")
    part.replace(path)


def write_pack(images: Iterable[tuple[Sprite, Image.Image]], folder: Path, coding: Coding = Coding()) -> SpritePack:
    """Writes sprites with their pictures; `at`, `size`, `box` and `hue` are set by it."""
    folder.mkdir(parents=True, exist_ok=True)
    sprites, at = [], 0
    with (folder / "sprites.pack").open("wb") as out:
        for sprite, image in images:
            encoded = io.BytesIO()
            image.save(
                encoded, "WEBP", quality=coding.quality, alpha_quality=coding.alpha_quality, method=coding.method
            )
            rgba = np.asarray(image)
            sprite.at, sprite.size = at, len(encoded.getvalue())
            sprite.box, sprite.hue = visible_box(rgba[..., 3]), main_hue(rgba)
            out.write(encoded.getvalue())
            at += sprite.size
            sprites.append(sprite)
    write_listing(sprites, folder / "sprites.json")
    return SpritePack(sprites, folder / "sprites.pack")


def measure(pack: SpritePack) -> None:
    """Finds every sprite's box and hue. In place."""
    for row, sprite in enumerate(pack.sprites):
        rgba = np.asarray(pack.image(row))
        sprite.box, sprite.hue = visible_box(rgba[..., 3]), main_hue(rgba)


def visible_box(alpha: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows = np.nonzero((alpha > VISIBLE).any(1))[0]
    columns = np.nonzero((alpha > VISIBLE).any(0))[0]
    if not len(rows):
        return 0, 0, SIZE, SIZE
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def main_hue(rgba: NDArray[np.uint8]) -> float | None:
    """The hue in degrees that a sprite's colour turns around, or None where it has no main colour."""
    rgb, opaque = rgba[..., :3].astype(np.float32) / 255, rgba[..., 3] > 128
    if opaque.sum() < 50:
        return None
    high, low = rgb.max(-1), rgb.min(-1)
    coloured = opaque & ((high - low) / (high + 1e-5) > 0.35) & (high > 0.25)
    if coloured.sum() < 0.45 * opaque.sum():
        return None
    hue = np.asarray(Image.fromarray(rgba[..., :3]).convert("HSV"))[..., 0][coloured]
    mean = np.exp(2j * np.pi * hue.astype(np.float32) / 255).mean()
    return None if abs(mean) < 0.75 else round(float(np.angle(mean, deg=True)) % 360, 1)


def decoded(pack: SpritePack, rows: Iterable[int]) -> NDArray[np.uint8]:
    """uint8 [n, SIZE, 4, SIZE] (row, channel, column), colours premultiplied: what the renderer takes."""
    chosen = list(rows)
    out = np.empty((len(chosen), SIZE, 4, SIZE), np.uint8)
    for i, row in enumerate(chosen):
        out[i] = premultiplied(np.asarray(pack.image(row))).transpose(0, 2, 1)
    return out


def premultiplied(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    wide = rgba.astype(np.uint16)
    wide[..., :3] = (wide[..., :3] * wide[..., 3:] + 127) // 255
    return wide.astype(np.uint8)
