"""A handful of sprites drawn on the fly, and networks of a few thousand weights."""

import itertools
import json
from pathlib import Path

import pytest
import torch
from PIL import Image, ImageDraw
from tokenizers import Tokenizer

from outpane_training.captions import CaptionEncoder
from outpane_training.data.letters import letter_sprites
from outpane_training.data.picture import SIZE
from outpane_training.data.sprites import Sprite, SpritePack, write_pack
from outpane_training.export import Storage
from outpane_training.models.text import TextEncoder
from outpane_training.models.unet import UNetConfig
from outpane_training.models.vae import VaeConfig
from outpane_training.tiny import randomise, tiny_text, tokenizer

TINY_UNET = UNetConfig(channels=(8, 16), context=32, time=16, heads=(1, 2), middle=2)
TINY_VAE = VaeConfig(encoder=(8, 8, 16), encoder_blocks=(1, 1, 1), decoder=(16, 8, 8, 8), decoder_blocks=(1, 1, 1))
SMALL_STORAGE = Storage(rounded_from=256)

DRAWN = {
    "sun": ("ellipse", (250, 200, 40), 5),
    "red apple": ("ellipse", (220, 40, 40), 4),
    "house": ("rectangle", (160, 90, 60), 5),
    "cat": ("ellipse", (240, 150, 60), 3),
    "automobile": ("rectangle", (60, 90, 220), 5),
    "tropical fish": ("polygon", (60, 200, 200), 3),
    "bear": ("ellipse", (150, 100, 60), 3),
    "top hat": ("rectangle", (30, 30, 40), 7),
    "glasses": ("rectangle", (60, 60, 160), 7),
    "balloon": ("ellipse", (230, 50, 60), 6),
}
"""Name: shape, colour, emoji group."""
SETS = ("twemoji", "noto", "fluent-emoji")


def drawing(shape: str, colour: tuple[int, int, int], margin: int) -> Image.Image:
    image = Image.new("RGBA", (SIZE, SIZE))
    pen, box = ImageDraw.Draw(image), (margin, margin, SIZE - margin, SIZE - margin)
    if shape == "polygon":
        pen.polygon([(margin, SIZE // 2), (SIZE - margin, margin), (SIZE - margin, SIZE - margin)], fill=colour)
    else:
        getattr(pen, shape)(box, fill=colour)
    return image


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> SpritePack:
    images = [
        (Sprite(name_set, name, [], group, 0, 0), drawing(shape, colour, 20 + 10 * k))
        for k, name_set in enumerate(SETS)
        for name, (shape, colour, group) in DRAWN.items()
    ]
    images += itertools.islice(letter_sprites(), 0, None, 9)
    return write_pack(images, tmp_path_factory.mktemp("sprites"))


@pytest.fixture(scope="session")
def tiny_words() -> Tokenizer:
    words = Tokenizer.from_str(json.dumps(tokenizer()))
    words.enable_truncation(32)
    words.enable_padding(pad_id=0)
    return words


@pytest.fixture(scope="session")
def text_net() -> TextEncoder:
    torch.manual_seed(1)
    net = tiny_text()
    randomise(net)
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="session")
def captions(tiny_words: Tokenizer, text_net: TextEncoder) -> CaptionEncoder:
    return CaptionEncoder(tiny_words, text_net)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
