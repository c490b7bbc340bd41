"""The bundle: this package, the sprites, and the networks' weights rounded to int8, about 47 MB; and what it
becomes over there.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer
from torch import Tensor

from ..captions import LENGTH, CaptionEncoder
from ..data.composer import Composer
from ..data.grammar import plural
from ..data.sprites import Coding, Sprite, SpritePack, read_pack, write_pack
from ..data.vocabulary import vocabulary
from ..models.checkpoint import UNetCheckpoint, load_unet, load_vae, save_unet, save_vae, unet_config
from ..models.text import TextConfig, TextEncoder
from ..models.vae import Vae, VaeConfig
from .archive import Arrays, read_archive, write_archive

SPRITE_CODING = Coding(quality=76, alpha_quality=50, method=6)
CAPTIONS_TRIED = 20000
"""Captions that are composed to find out which word pieces are needed."""
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
COPIED = ("latent_stats.json", "prompts.txt")


@dataclass(frozen=True)
class Materials:
    """Where the bundle's parts come from. `here`: the folder with latent_stats.json and prompts.txt."""

    sprites: Path
    unet: Path
    vae: Path
    here: Path


def weights_of(state: dict[str, Tensor]) -> dict[str, NDArray[np.float32]]:
    return {name: value.float().numpy() for name, value in state.items() if not name.endswith("num_batches_tracked")}


def as_bytes(described: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(described).encode(), np.uint8)


def from_bytes(stored: NDArray[np.generic]) -> dict[str, object]:
    found: dict[str, object] = json.loads(bytes(stored.astype(np.uint8)))
    return found


def again(pack: SpritePack) -> Iterator[tuple[Sprite, Image.Image]]:
    """Copies of the sprites with their pictures."""
    for row, sprite in enumerate(pack.sprites):
        yield Sprite(**asdict(sprite)), pack.image(row)


def needed_ids(tokenizer: Tokenizer, sprites: list[Sprite], prompts: list[str]) -> NDArray[np.int64]:
    """Numbers of the word pieces that captions are made of, in order."""
    words, composer = vocabulary(), Composer(sprites, 0)
    texts = [*words.texts(), *prompts, *(name for sprite in sprites for name in (sprite.name, *sprite.tags))]
    texts += [many for text in texts if (many := plural(words, text))]
    texts += [composer.draw().caption for _ in range(CAPTIONS_TRIED)]
    kept = {tokenizer.token_to_id(name) for name in SPECIAL}
    for encoding in tokenizer.encode_batch(texts):
        kept.update(encoding.ids)
    return np.array(sorted(kept), np.int64)


def pack_text(path: Path, captions: CaptionEncoder, sprites: list[Sprite], prompts: list[str]) -> int:
    """The text encoder with only the rows that captions need, and its tokenizer."""
    kept = needed_ids(captions.tokenizer, sprites, prompts)
    weights = weights_of(captions.net.state_dict())
    weights["words.weight"] = weights["words.weight"][kept]
    weights["positions.weight"] = weights["positions.weight"][:LENGTH]
    config = asdict(captions.net.config) | {"vocabulary": len(kept), "positions": LENGTH}
    tokenizer = np.frombuffer(captions.tokenizer.to_str().encode(), np.uint8)
    return write_archive(path, weights, {"kept": kept, "config": as_bytes(config), "tokenizer": tokenizer})


def write_bundle(materials: Materials, captions: CaptionEncoder, folder: Path) -> dict[str, int]:
    """Writes everything that a bare machine with PyTorch needs; gives the parts' bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    package = Path(__file__).resolve().parents[1]
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, folder / package.name, dirs_exist_ok=True, ignore=ignored)
    for name in COPIED:
        shutil.copy(materials.here / name, folder / name)
    prompts = (folder / "prompts.txt").read_text("utf8").splitlines()
    pack = write_pack(again(read_pack(materials.sprites)), folder, SPRITE_CODING)
    unet, vae = load_unet(materials.unet), load_vae(materials.vae)
    about = {"config": asdict(unet.config), "step": unet.step, "seen": unet.seen}
    return {
        "sprites": (folder / "sprites.pack").stat().st_size,
        "unet": write_archive(folder / "unet.xz", weights_of(unet.ema), {"about": as_bytes(about)}),
        "vae": write_archive(folder / "vae.xz", weights_of(vae.state_dict()), {"config": as_bytes(asdict(vae.config))}),
        "text": pack_text(folder / "text.xz", captions, pack.sprites, prompts),
    }


def tensors(arrays: Arrays) -> dict[str, Tensor]:
    return {name: torch.from_numpy(np.array(value, np.float32)) for name, value in arrays.items()}


def unpack_networks(bundle: Path, state: Path) -> None:
    """Writes unet.pt and vae.pt into `state`, as every command takes them."""
    state.mkdir(parents=True, exist_ok=True)
    arrays = read_archive(bundle / "unet.xz")
    about = from_bytes(arrays.pop("about"))
    config, step, seen = about["config"], about["step"], about["seen"]
    if not (isinstance(config, dict) and isinstance(step, int) and isinstance(seen, int)):
        raise ValueError(f"{bundle / 'unet.xz'} does not say what it is")
    save_unet(UNetCheckpoint(unet_config(config), tensors(arrays), step, seen), state / "unet.pt")
    arrays = read_archive(bundle / "vae.xz")
    described = from_bytes(arrays.pop("config")).items()
    shape = {key: tuple(value) if isinstance(value, list) else value for key, value in described}
    vae = Vae(VaeConfig(**shape))  # type: ignore[arg-type]
    vae.load_state_dict(tensors(arrays), strict=False)
    save_vae(vae, state / "vae.pt", torch.float32)


def unpack_text(bundle: Path) -> CaptionEncoder:
    """The text encoder; captions' word pieces that it lacks become [UNK]."""
    arrays = read_archive(bundle / "text.xz")
    tokenizer = Tokenizer.from_str(bytes(arrays.pop("tokenizer").astype(np.uint8)).decode())
    kept = arrays.pop("kept").astype(np.int64)
    net = TextEncoder(TextConfig(**from_bytes(arrays.pop("config"))))  # type: ignore[arg-type]
    net.load_state_dict(tensors(arrays))
    unknown = int(np.searchsorted(kept, tokenizer.token_to_id("[UNK]")))
    rows = torch.full((tokenizer.get_vocab_size(),), unknown)
    rows[torch.from_numpy(kept)] = torch.arange(len(kept))
    return CaptionEncoder(tokenizer, net.eval().requires_grad_(False), rows)
