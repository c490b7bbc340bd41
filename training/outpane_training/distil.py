"""The fast variant: first guidance goes into the network (one call a step instead of two), then two steps go into
one, again and again.

Both are trained against a frozen teacher. The result samples without guidance, in as many steps as `steps` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .budget import Budget, Clock
from .captions import LENGTH
from .data.shards import Batch, open_shards
from .flow import Condition, logit_normal_times, network_input, noised
from .masks import random_masks
from .models.checkpoint import UNetCheckpoint, build_unet, load_unet, save_unet
from .models.unet import TIMESTEPS, UNet
from .statistics import LatentStatistics
from .train import BETAS, CLIP, Smoothed


@dataclass(frozen=True)
class DistilConfig:
    """`phases`: steps that the student learns to sample in, in order; the first learns guidance, at all times."""

    budget: Budget
    guidance: float = 3.0
    phases: tuple[int, ...] = (16, 8, 4)
    batch: int = 32
    learning_rate: float = 1e-4
    smoothing: float = 0.998
    seed: int = 0


class Distiller:
    """A teacher, a student, and the velocity that the one shows the other."""

    def __init__(self, config: DistilConfig, teacher: UNet, empty: Condition) -> None:
        self.config, self.teacher, self.empty = config, teacher, empty
        self.student = UNet(teacher.config)
        self.student.load_state_dict(teacher.state_dict())
        self.smoothed = Smoothed(self.student, config.smoothing)
        self.optimizer = torch.optim.AdamW(
            self.student.parameters(), lr=config.learning_rate, betas=BETAS, weight_decay=0
        )
        self.guided = True
        """Whether the teacher still needs guidance."""

    @torch.no_grad()
    def taught(self, seen: Tensor, time: Tensor, prompt: Condition) -> Tensor:
        """The teacher's velocity, guided while it needs that. seen [B, 2 Z + 1, h, w], time [B] in 0..1."""
        velocity = self.teacher(seen, time * TIMESTEPS, prompt.states, prompt.mask)
        if not self.guided:
            return velocity
        count = len(seen)
        empty = self.empty.states.expand(count, -1, -1), self.empty.mask.expand(count, -1)
        away = self.teacher(seen, time * TIMESTEPS, *empty)
        return away + self.config.guidance * (velocity - away)

    def two_steps(
        self, x: Tensor, repaint: Tensor, kept: Tensor, start: Tensor, end: Tensor, prompt: Condition
    ) -> Tensor:
        """The mean velocity of the teacher's two steps from time `start` to `end` [B]."""
        middle = (start + end) / 2
        half = ((start - end) / 2)[:, None, None, None]
        first = self.taught(network_input(x, repaint, kept), start, prompt)
        second = self.taught(network_input(x - half * first, repaint, kept), middle, prompt)
        return (first + second) / 2

    def loss(self, batch: Batch, clean: Tensor, steps: int | None) -> Tensor:
        """`steps`: how many the student is to sample in; None: all times alike, which learns guidance alone."""
        count, side = len(clean), clean.shape[-1]
        prompt, repaint, noise = Condition(batch.states, batch.mask), random_masks(count, side), torch.randn_like(clean)
        if steps is None:
            start = logit_normal_times(count)
            x = noised(clean, noise, start)
            target = self.taught(network_input(x, repaint, clean), start, prompt)
        else:
            start = (1 + torch.randint(0, steps, (count,))) / steps
            x = noised(clean, noise, start)
            target = self.two_steps(x, repaint, clean, start, start - 1 / steps, prompt)
        velocity = self.student(network_input(x, repaint, clean), start * TIMESTEPS, prompt.states, prompt.mask)
        return F.mse_loss(velocity, target)

    def learn(self, loss: Tensor, step: int) -> float:
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.student.parameters(), CLIP)
        self.optimizer.step()
        self.smoothed.follow(self.student, step)
        return loss.item()

    def graduate(self) -> None:
        """The student becomes the teacher, who needs no guidance any more."""
        self.teacher.load_state_dict(self.smoothed.net.state_dict())
        self.student.load_state_dict(self.smoothed.net.state_dict())
        self.guided = False


def distil(
    data: Path,
    statistics: Path,
    source: Path,
    out: Path,
    config: DistilConfig,
    log: Callable[[str], None] = print,
) -> UNetCheckpoint:
    """Distils the checkpoint at `source` into one at `out`: guidance first, then the phases, each for as long."""
    torch.manual_seed(config.seed)
    shards, checkpoint = open_shards(data, LENGTH, 0.0), load_unet(source)
    states = torch.from_numpy(shards.empty.astype(np.float32))[None]
    distiller = Distiller(config, build_unet(checkpoint), Condition(states, torch.ones(states.shape[:2])))
    scale, rng, made = LatentStatistics.read(statistics), np.random.default_rng(config.seed), 0
    for steps in (None, *config.phases):
        clock = Clock(config.budget.part(1 + len(config.phases)))
        losses: list[float] = []
        while clock.done(len(losses)) < 1 or not losses:
            batch = shards.batch(rng, config.batch)
            made += 1
            losses.append(distiller.learn(distiller.loss(batch, scale.normalise(batch.latents), steps), made))
        log(
            f"{'guidance' if steps is None else f'{steps} steps'}: loss {np.mean(losses[-50:]):.4f} after {len(losses)}"
        )
        distiller.graduate()
    extra = {"steps": config.phases[-1], "guidance": config.guidance}
    ema = distiller.smoothed.net.state_dict()
    result = UNetCheckpoint(checkpoint.config, ema, checkpoint.step, checkpoint.seen, extra=extra)
    save_unet(result, out)
    return result
