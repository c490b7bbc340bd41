"""Trains the VAE on composed pictures, or its decoder alone with the encoder frozen, so that latents keep their
meaning.
"""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from .budget import Budget, Clock
from .data.composer import Composer
from .data.renderer import Renderer
from .losses import edge_strength, picture_loss, psnr
from .models.checkpoint import load_vae, save_vae
from .models.vae import Vae, VaeConfig
from .train import Smoothed

HELD_SEED = 20261


@dataclass(frozen=True)
class VaeTrainConfig:
    """`decoder_only`: the encoder stays as it is. `kl`: weight of the prior, which keeps latents from growing."""

    budget: Budget
    decoder_only: bool = False
    batch: int = 16
    learning_rate: float = 3e-4
    decoder_rate: float = 2e-4
    kl: float = 1e-4
    latent_noise: float = 0.12
    """Most of the noise that the decoder learns to bear, as a share of the latents' deviation."""
    noisy_share: float = 0.4
    held: int = 32
    seed: int = 0


class VaeTrainer:
    def __init__(self, config: VaeTrainConfig, vae: Vae, renderer: Renderer, composer: Composer) -> None:
        self.config, self.vae, self.renderer, self.composer = config, vae, renderer, composer
        torch.manual_seed(config.seed)
        vae.requires_grad_(True).train()
        if config.decoder_only:
            vae.encoder.requires_grad_(False)
            vae.scaler.eval()
        learned = vae.decoder if config.decoder_only else vae
        rate = config.decoder_rate if config.decoder_only else config.learning_rate
        self.optimizer = torch.optim.AdamW(learned.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.0)
        self.rate, self.steps = rate, 0
        self.smoothed = Smoothed(vae, 0.999)

    def pictures(self) -> Tensor:
        return self.renderer.pictures([self.composer.draw() for _ in range(self.config.batch)]).float()

    def loss(self, pictures: Tensor) -> Tensor:
        with torch.autocast(pictures.device.type, dtype=torch.bfloat16):
            mean, log_variance = self.vae.encoder(pictures)
        mean, log_variance = mean.float(), log_variance.float()
        sampled = mean if self.config.decoder_only else mean + torch.randn_like(mean) * (log_variance / 2).exp()
        latents = self.vae.scaler(sampled)
        strength = torch.rand(len(latents), 1, 1, 1) * self.config.latent_noise
        noisy = torch.rand(len(latents), 1, 1, 1) < self.config.noisy_share
        latents = latents + torch.randn_like(latents) * (strength * noisy).to(latents.device)
        with torch.autocast(pictures.device.type, dtype=torch.bfloat16):
            again = self.vae.decode(latents)
        loss = picture_loss(again.float(), pictures)
        if self.config.decoder_only:
            return loss
        prior = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).mean()
        return loss + self.config.kl * prior

    def learn(self, done: float) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * min(1.0, (self.steps + 1) / 100, max(0.02, (1 - done) / 0.3))
        loss = self.loss(self.pictures())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.vae.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        self.smoothed.follow(self.vae, self.steps)
        self.smoothed.net.scaler.load_state_dict(self.vae.scaler.state_dict())
        return loss.item()


def held_pictures(renderer: Renderer, composer: Composer, count: int) -> Tensor:
    return renderer.pictures([composer.draw() for _ in range(count)]).float()


@torch.no_grad()
def reconstruction(vae: Vae, pictures: Tensor) -> dict[str, float]:
    """Mean PSNR in dB, and how strong edges are compared with the originals'."""
    vae = copy.deepcopy(vae).eval()
    again = torch.cat([vae.decode(vae.encode(part)) for part in pictures.split(16)]).clamp(-1, 1)
    edges = edge_strength(again).mean() / edge_strength(pictures).mean()
    return {"psnr": float(psnr(again, pictures).mean()), "edges": float(edges)}


def train_vae(
    config: VaeTrainConfig,
    renderer: Renderer,
    composers: Callable[[int], Composer],
    out: Path,
    shape: VaeConfig | None = None,
    log: Callable[[str], None] = print,
) -> Vae:
    """Trains on from `out` where it exists, and keeps the smoothed weights there only if they are finite.

    `composers`: a composer of pictures for a seed.
    """
    vae = load_vae(out) if out.exists() else Vae(shape or VaeConfig())
    trainer = VaeTrainer(config, vae.to(renderer.device), renderer, composers(config.seed + 1))
    held = held_pictures(renderer, composers(HELD_SEED), config.held)
    log(f"before: {reconstruction(trainer.smoothed.net, held)}")
    clock, told = Clock(config.budget), time.time()
    while (done := clock.done(trainer.steps)) < 1:
        loss = trainer.learn(done)
        if time.time() - told > 60:
            log(f"step {trainer.steps}, loss {loss:.4f}, {reconstruction(trainer.smoothed.net, held)}")
            told = time.time()
    result = trainer.smoothed.net.eval()
    if not all(bool(torch.isfinite(value).all()) for value in result.state_dict().values()):
        raise FloatingPointError("the VAE has become infinite; nothing is kept of it")
    save_vae(result, out)
    log(f"after {trainer.steps} steps: {reconstruction(result, held)}")
    return result
