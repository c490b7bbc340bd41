"""Training data on disk: shards of pictures as latents and of captions as the text encoder's states.

Shard SEED is four files: latents_SEED.npy float16 [n, Z, h, w] as the decoder takes them; states_SEED.npy float16
[tokens, D], all captions'
in a row; offsets_SEED.npy int64 [n + 1]; captions_SEED.json. empty.npy holds the states of the empty caption [2, D].
The last file of a shard to appear is states_SEED.npy, so a trainer can take up shards while others are being made.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..captions import CaptionEncoder
from ..models.vae import Vae
from .arrangement import Arrangement, arrange
from .composer import Composer
from .renderer import Renderer

BATCH = 32
TEXT_BATCH = 128


@dataclass(frozen=True)
class Batch:
    """Latents [n, Z, h, w] (float32, not normalised), states [n, L, D], mask [n, L] (1 = token)."""

    latents: Tensor
    states: Tensor
    mask: Tensor


def save_array(path: Path, array: NDArray[np.generic]) -> None:
    part = path.with_suffix(".part.npy")
    np.save(part, array)
    os.replace(part, path)


@torch.no_grad()
def encode_arrangement(vae: Vae, renderer: Renderer, arrangement: Arrangement) -> Tensor:
    """Latents [n, Z, h, w], float32. A GPU computes in float16, which is nearer to the app's float32 than bfloat16
    is.
    """
    device = renderer.device.type
    with torch.autocast(device, dtype=torch.float16 if device == "cuda" else torch.bfloat16):
        mean = vae.encoder(renderer.draw(arrangement))[0]
    return vae.scaler(mean.float())


def write_shard(
    folder: Path,
    seed: int,
    count: int,
    composer: Composer,
    renderer: Renderer,
    vae: Vae,
    text: CaptionEncoder,
    log: Callable[[str], None] = print,
) -> None:
    """Composes, draws and encodes `count` pictures. Does nothing where the shard is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / f"states_{seed}.npy").exists():
        return
    latents, captions = [], []
    for at in range(0, count, BATCH):
        pictures = [composer.draw() for _ in range(min(BATCH, count - at))]
        captions += [picture.caption for picture in pictures]
        latents.append(encode_arrangement(vae, renderer, arrange(pictures)).half().numpy())
        if at % (BATCH * 50) == 0:
            log(f"shard {seed}: {at + len(pictures)} of {count} pictures")
    save_array(folder / f"latents_{seed}.npy", np.concatenate(latents))
    (folder / f"captions_{seed}.json").write_text(json.dumps(captions), "utf8")
    states, offsets = caption_states(captions, text)
    save_array(folder / f"offsets_{seed}.npy", offsets)
    if not (folder / "empty.npy").exists():
        save_array(folder / "empty.npy", caption_states([""], text)[0])
    save_array(folder / f"states_{seed}.npy", states)


def caption_states(captions: list[str], text: CaptionEncoder) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """States of all captions in a row without padding [tokens, D], and where each begins [n + 1]."""
    order = sorted(range(len(captions)), key=lambda i: len(captions[i]))  # alike in length: little padding
    parts: list[NDArray[np.float16]] = [np.empty(0, np.float16)] * len(captions)
    for at in range(0, len(order), TEXT_BATCH):
        some = order[at : at + TEXT_BATCH]
        states, mask = text([captions[i] for i in some])
        for row, i in enumerate(some):
            parts[i] = states[row, : int(mask[row].sum())].half().numpy()
    offsets = np.cumsum([0, *(len(part) for part in parts)])
    return np.concatenate(parts), offsets


class Shards:
    """All shards of a folder as one data set. refresh() takes up those that have come since."""

    def __init__(self, folder: Path, length: int, empty_share: float) -> None:
        """`length`: tokens that a batch's captions are padded to; `empty_share`: captions left out."""
        self.folder, self.length, self.empty_share = folder, length, empty_share
        self.empty = np.load(folder / "empty.npy")
        self.shards: dict[int, tuple[NDArray[np.float16], NDArray[np.float16], NDArray[np.int64]]] = {}
        self.refresh()

    def refresh(self) -> list[int]:
        """Seeds of the shards that are new."""
        found = sorted(
            int(path.stem.split("_")[1]) for path in self.folder.glob("states_*.npy") if ".part" not in path.name
        )
        new = [seed for seed in found if seed not in self.shards]
        for seed in new:
            latents = np.load(self.folder / f"latents_{seed}.npy", mmap_mode="r")
            states = np.load(self.folder / f"states_{seed}.npy", mmap_mode="r")
            self.shards[seed] = latents, states, np.load(self.folder / f"offsets_{seed}.npy")
        self.starts = np.cumsum([0, *(len(latents) for latents, _, _ in self.shards.values())])
        return new

    def __len__(self) -> int:
        return int(self.starts[-1])

    def batch(self, rng: np.random.Generator, count: int) -> Batch:
        """Any `count` samples."""
        chosen = list(self.shards.values())
        states = np.zeros((count, self.length, self.empty.shape[1]), np.float32)
        mask = np.zeros((count, self.length), np.float32)
        latents = []
        for row, index in enumerate(rng.integers(0, len(self), count)):
            shard = int(np.searchsorted(self.starts, index, "right")) - 1
            pictures, texts, offsets = chosen[shard]
            at = int(index - self.starts[shard])
            latents.append(pictures[at].astype(np.float32))
            said = self.empty if rng.random() < self.empty_share else texts[offsets[at] : offsets[at + 1]]
            said = said[: self.length]
            states[row, : len(said)], mask[row, : len(said)] = said, 1
        return Batch(torch.from_numpy(np.stack(latents)), torch.from_numpy(states), torch.from_numpy(mask))

    def first_latents(self, count: int) -> Tensor:
        """Latents [<= count, Z, h, w], as many of each shard: what statistics and previews are fitted on."""
        each = -(-count // max(1, len(self.shards)))
        parts = [latents[:each].astype(np.float32) for latents, _, _ in self.shards.values()]
        return torch.from_numpy(np.concatenate(parts))[:count]


def open_shards(folder: Path, length: int, empty_share: float) -> Shards:
    """As Shards(). Raises FileNotFoundError where the folder holds none."""
    if not any(folder.glob("states_*.npy")):
        raise FileNotFoundError(f"{folder} holds no shards; the command latents makes some")
    return Shards(folder, length, empty_share)
