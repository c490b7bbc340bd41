"""Pictures of a sprite folder: a renderer, and composers by seed."""

from dataclasses import dataclass
from pathlib import Path

import torch

from ..evaluation.held_out import held_out_pairs
from .composer import Composer
from .renderer import Renderer
from .sprites import SpritePack, decoded, read_pack


@dataclass(frozen=True)
class PictureSource:
    pack: SpritePack
    renderer: Renderer

    def composer(self, seed: int) -> Composer:
        """Pairs of thing and style that are kept out of training are never on its pictures."""
        return Composer(self.pack.sprites, seed, held_out=held_out_pairs())


def open_sprites(folder: Path) -> PictureSource:
    """Decodes all sprites: 256 KiB of memory each."""
    pack = read_pack(folder)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    sprites = torch.from_numpy(decoded(pack, range(len(pack.sprites)))).to(device)
    return PictureSource(pack, Renderer(sprites))
