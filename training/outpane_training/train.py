"""Trains the UNet on shards, for as long as there is time; resumable. Runs on a processor or a GPU."""

import copy
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from .budget import Budget, Clock
from .captions import LENGTH
from .data.shards import Batch, open_shards
from .flow import flow_loss, logit_normal_times
from .masks import random_masks
from .models.checkpoint import UNetCheckpoint, load_unet, save_unet
from .models.layout import Net, channels_last
from .models.unet import UNet, UNetConfig
from .statistics import LatentStatistics

WEIGHT_DECAY = 0.01
BETAS = (0.9, 0.99)
CLIP = 1.0
SMALLEST_RATE = 0.02
"""Of the learning rate, at the end of a decay."""


@dataclass(frozen=True)
class TrainConfig:
    """How the UNet is trained."""

    budget: Budget
    batch: int = 64
    learning_rate: float = 3e-4
    warmup_steps: int = 300
    decay: bool = False
    """The learning rate falls to nearly nothing over the last third."""
    empty_share: float = 0.1
    """Captions left out, for guidance."""
    smoothing: float = 0.999
    save_minutes: float = 10
    tell_steps: int = 100
    refresh_steps: int = 200
    seed: int = 0


def channels_last_optimizer_state(optimizer: torch.optim.Optimizer) -> None:
    """The fused step walks its moments with their parameters, so they lie in memory alike. In place."""
    for state in optimizer.state.values():
        for key in ("exp_avg", "exp_avg_sq"):
            if state[key].dim() == 4:
                state[key] = state[key].contiguous(memory_format=torch.channels_last)


class Smoothed(Generic[Net]):
    """An average of a network's weights over the last steps: what is shipped."""

    def __init__(self, net: Net, most: float) -> None:
        self.net, self.most = copy.deepcopy(net).requires_grad_(False), most

    @torch.no_grad()
    def follow(self, net: nn.Module, step: int) -> None:
        """`step`: how many steps the network has made; an average over few of them is short."""
        keep = min(self.most, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.net.parameters()), list(net.parameters()), 1 - keep)


class Threads:
    """One thread while others want the cores: two of ours that wait for one another come nowhere on a busy machine."""

    def __init__(self) -> None:
        self.most = os.cpu_count() or 1

    def adapt(self) -> None:
        others = os.getloadavg()[0] - torch.get_num_threads()
        torch.set_num_threads(1 if others > 0.7 else self.most)


class Samples(Protocol):
    """What is trained on: shards on disk, or pictures made as they are needed."""

    def __len__(self) -> int: ...

    def refresh(self) -> list[int]:
        """Takes up what is new; gives its numbers."""

    def batch(self, rng: np.random.Generator, count: int) -> Batch:
        """Any `count` samples."""


class Trainer:
    """Owns the network, its smoothed weights, the optimizer, and where they are kept."""

    def __init__(self, config: TrainConfig, samples: Samples, statistics: LatentStatistics, out: Path) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.config, self.samples, self.out = config, samples, out
        self.statistics = statistics.to(self.device)
        self.on_save: Callable[[UNetCheckpoint], object] | None = None
        """Is given every checkpoint that is saved."""
        self.step = self.seen = self.made = 0
        self.stopped = False

    def start(self, shape: UNetConfig | None = None) -> None:
        """New weights, or those of the checkpoint where one lies at `out`; its shape then counts."""
        found = load_unet(self.out) if self.out.exists() else None
        self.unet_config = found.config if found else shape or UNetConfig()
        torch.manual_seed(self.config.seed + (found.step if found else 0))
        self.net = UNet(self.unet_config)
        if found:
            self.net.load_state_dict(found.net or found.ema)
        channels_last(self.net).to(self.device)
        self.smoothed = Smoothed(self.net, self.config.smoothing)
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=self.config.learning_rate, betas=BETAS, weight_decay=WEIGHT_DECAY, fused=True
        )
        if found:
            self.smoothed.net.load_state_dict(found.ema)
            self.step, self.seen = found.step, found.seen
            if found.optimizer:
                self.optimizer.load_state_dict(found.optimizer)
                channels_last_optimizer_state(self.optimizer)
        self.rng = np.random.default_rng(self.config.seed + self.step + 1)

    def rate(self, done: float) -> float:
        """The learning rate at this share of the time."""
        warm = min(1.0, (self.made + 1) / self.config.warmup_steps)
        decay = max(SMALLEST_RATE, min(1.0, (1 - done) * 3)) if self.config.decay else 1.0
        return self.config.learning_rate * warm * decay

    def loss(self) -> Tensor:
        batch = self.samples.batch(self.rng, self.config.batch)
        clean = self.statistics.normalise(batch.latents.to(self.device))
        states, mask = batch.states.to(self.device), batch.mask.to(self.device)
        count, side = len(clean), clean.shape[-1]
        return flow_loss(
            self.net,
            clean,
            states,
            mask,
            random_masks(count, side, self.device),
            logit_normal_times(count, self.device),
            torch.randn_like(clean),
        )

    def learn(self, done: float) -> float:
        """One step; gives its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(done)
        loss = self.loss()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        self.optimizer.step()
        self.step, self.made, self.seen = self.step + 1, self.made + 1, self.seen + self.config.batch
        self.smoothed.follow(self.net, self.step)
        return loss.item()

    def checkpoint(self) -> UNetCheckpoint:
        ema, net = self.smoothed.net.state_dict(), self.net.state_dict()
        return UNetCheckpoint(self.unet_config, ema, self.step, self.seen, net, self.optimizer.state_dict())

    def save(self) -> None:
        """Writes the checkpoint, unless its weights have become infinite: then the last good one stays."""
        checkpoint = self.checkpoint()
        if not all(bool(torch.isfinite(value).all()) for value in checkpoint.ema.values()):
            raise FloatingPointError(f"the weights are infinite at step {self.step}; {self.out} is of before")
        save_unet(checkpoint, self.out)
        if self.on_save:
            self.on_save(checkpoint)

    def run(self, log: Callable[[str], None] = print, budget: Budget | None = None) -> None:
        """Trains until the time is over or somebody sends SIGTERM; saves every few minutes and at the end."""
        config, threads = self.config, Threads()
        losses: list[float] = []
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopped", True))
        clock, saved = Clock(budget or config.budget), time.time()
        log(f"{len(self.samples)} pictures, from step {self.step}")
        while (done := clock.done(self.made)) < 1 and not self.stopped:
            losses.append(self.learn(done))
            if self.made % 10 == 0 and self.device.type == "cpu":
                threads.adapt()
            if self.made % config.refresh_steps == 0 and self.samples.refresh():
                log(f"{len(self.samples)} pictures")
            if self.made % config.tell_steps == 0:
                speed = self.made * config.batch / clock.seconds
                log(f"step {self.step}, loss {np.mean(losses):.4f}, {speed:.1f} pictures a second")
                losses.clear()
            if time.time() - saved > config.save_minutes * 60:
                self.save()
                saved = time.time()
        self.save()
        log(f"saved at step {self.step}, {self.seen} pictures seen")


def train(
    data: Path,
    statistics: Path,
    out: Path,
    config: TrainConfig,
    shape: UNetConfig | None = None,
    log: Callable[[str], None] = print,
) -> Trainer:
    """Trains on the shards of `data`, on from `out` where it exists."""
    shards = open_shards(data, LENGTH, config.empty_share)
    trainer = Trainer(config, shards, LatentStatistics.read(statistics), out)
    trainer.start(shape)
    trainer.run(log)
    return trainer
