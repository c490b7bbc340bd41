"""Training samples made as they are trained on: processes compose, the device draws, encodes and embeds, a pool
keeps the newest.
"""

import multiprocessing
import os
import queue as queues
from dataclasses import dataclass
from multiprocessing.queues import Queue

import numpy as np
import torch
from torch import Tensor

from ..captions import LENGTH, CaptionEncoder
from ..data.arrangement import Arrangement, arrange
from ..data.composer import Composer
from ..data.renderer import Renderer
from ..data.shards import Batch, encode_arrangement
from ..data.sprites import Sprite
from ..evaluation.held_out import held_out_pairs
from ..models.vae import Vae

Block = tuple[Arrangement, list[str]]


@dataclass(frozen=True)
class LiveConfig:
    """`reuse`: how often a picture is trained on, each time with other noise, time and mask."""

    block: int = 512
    pool: int = 98304
    reuse: float = 2.0
    workers: int = 8
    chunk: int = 128
    empty_share: float = 0.1
    seed: int = 0


def compose_blocks(queue: "Queue[Block]", sprites: list[Sprite], seed: int, block: int, chunk: int) -> None:
    """A worker process: blocks of descriptions into the queue, for as long as the program that started it lives."""
    composer, parent = Composer(sprites, seed, held_out=held_out_pairs()), os.getppid()
    made: Block | None = None
    while os.getppid() == parent:
        if made is None:
            pictures = [composer.draw() for _ in range(block)]
            made = arrange(pictures, chunk), [picture.caption for picture in pictures]
        try:
            queue.put(made, timeout=5)
            made = None
        except queues.Full:
            continue
    os._exit(0)


class Workers:
    """The processes; start them before anything touches the GPU."""

    def __init__(self, sprites: list[Sprite], config: LiveConfig) -> None:
        context = multiprocessing.get_context("spawn")
        self.queue: Queue[Block] = context.Queue(maxsize=24)
        self.processes = [
            context.Process(
                target=compose_blocks,
                args=(self.queue, sprites, config.seed * 1000 + i, config.block, config.chunk),
                daemon=True,
            )
            for i in range(config.workers)
        ]
        for process in self.processes:
            process.start()

    def block(self, timeout: float) -> Block:
        """The next block. Raises RuntimeError where none comes in time."""
        try:
            return self.queue.get(timeout=timeout)
        except queues.Empty:
            alive = sum(process.is_alive() for process in self.processes)
            message = f"no descriptions came in {timeout:.0f} s; {alive} of {len(self.processes)} workers live"
            raise RuntimeError(message) from None

    def close(self) -> None:
        for process in self.processes:
            process.terminate()
        self.queue.cancel_join_thread()


class LiveSamples:
    """A data set as shards are one; every batch draws as many new pictures as `reuse` asks for."""

    def __init__(
        self, workers: Workers, renderer: Renderer, vae: Vae, captions: CaptionEncoder, config: LiveConfig
    ) -> None:
        self.workers, self.renderer, self.vae, self.captions, self.config = workers, renderer, vae, captions, config
        device, size = renderer.device, config.pool
        channels, width = vae.config.latent_channels, captions.net.config.width
        self.empty = self.padded([""])
        self.latents = torch.zeros(size, channels, 16, 16, dtype=torch.float16, device=device)
        self.states = torch.zeros(size, LENGTH, width, dtype=torch.float16, device=device)
        self.mask = torch.zeros(size, LENGTH, dtype=torch.float16, device=device)
        self.drawn, self.owed = 0, 0.0

    def __len__(self) -> int:
        return min(self.drawn, self.config.pool)

    def refresh(self) -> list[int]:
        """Nothing: new pictures come with every batch."""
        return []

    def padded(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        """States [n, LENGTH, D] and mask [n, LENGTH]."""
        states, mask = self.captions(texts)
        missing = LENGTH - states.shape[1]
        return torch.nn.functional.pad(states, (0, 0, 0, missing)), torch.nn.functional.pad(mask, (0, missing))

    def produce(self) -> None:
        """Draws one block over the oldest samples."""
        arrangement, captions = self.workers.block(120)
        latents = encode_arrangement(self.vae, self.renderer, arrangement)
        states, mask = self.padded(captions)
        places = (self.drawn + torch.arange(len(captions), device=self.renderer.device)) % self.config.pool
        self.latents[places] = latents.half()
        self.states[places], self.mask[places] = states.half(), mask.half()
        self.drawn += len(captions)

    def batch(self, rng: np.random.Generator, count: int) -> Batch:
        """Any `count` samples of the pool, after as many new ones as are owed."""
        self.owed += count / self.config.reuse
        while self.owed > 0 or self.drawn < self.config.block:
            self.produce()
            self.owed -= self.config.block
        device = self.renderer.device
        chosen = torch.from_numpy(rng.integers(0, len(self), count)).to(device)
        latents, states, mask = self.latents[chosen].float(), self.states[chosen].float(), self.mask[chosen].float()
        left_out = torch.from_numpy(rng.random(count) < self.config.empty_share).to(device)
        states = torch.where(left_out[:, None, None], self.empty[0], states)
        return Batch(latents, states, torch.where(left_out[:, None], self.empty[1], mask))
