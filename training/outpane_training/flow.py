"""Rectified flow: straight ways from clean latents (time 0) to noise (time 1), and Euler's steps back."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .models.unet import TIMESTEPS

Velocity = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
"""The network: x [B, 2 Z + 1, h, w], time [B] in 0..TIMESTEPS, states [B, L, D], mask [B, L] -> velocity [B, Z, h,
w].
"""
Observer = Callable[[int, Tensor, Tensor], None]
"""Is told a step's number, the latents after it, and its estimate of the clean latents."""


def network_input(noisy: Tensor, repaint: Tensor, kept: Tensor) -> Tensor:
    """[B, 2 Z + 1, h, w] of noisy latents, mask (1 = repaint) and kept latents, which are hidden where repainted."""
    return torch.cat([noisy, repaint, kept * (1 - repaint)], 1).contiguous(memory_format=torch.channels_last)


def noised(clean: Tensor, noise: Tensor, time: Tensor) -> Tensor:
    """The point of the way at time [B] in 0..1."""
    time = time[:, None, None, None]
    return (1 - time) * clean + time * noise


def flow_loss(
    net: Velocity,
    clean: Tensor,
    states: Tensor,
    mask: Tensor,
    repaint: Tensor,
    time: Tensor,
    noise: Tensor,
) -> Tensor:
    """Mean square error of the velocity. clean, noise [B, Z, h, w]; time [B] in 0..1; bfloat16 where that is faster."""
    with torch.autocast(clean.device.type, dtype=torch.bfloat16):
        velocity = net(network_input(noised(clean, noise, time), repaint, clean), time * TIMESTEPS, states, mask)
    return F.mse_loss(velocity.float(), noise - clean)


def logit_normal_times(count: int, device: torch.device | None = None) -> Tensor:
    """[count] in 0..1, the middle likelier than the ends."""
    return torch.sigmoid(torch.randn(count, device=device))


@dataclass(frozen=True)
class Condition:
    """A prompt's states [B, L, D] and mask [B, L]."""

    states: Tensor
    mask: Tensor


@torch.no_grad()
def euler(
    net: Velocity,
    noise: Tensor,
    prompt: Condition,
    negative: Condition | None,
    steps: int,
    guidance: float,
    kept: Tensor | None = None,
    repaint: Tensor | None = None,
    observe: Observer | None = None,
) -> Tensor:
    """Noise [B, Z, h, w] to clean latents in `steps` of equal length, with classifier-free guidance unless it is 1."""
    repaint = torch.ones_like(noise[:, :1]) if repaint is None else repaint
    kept = torch.zeros_like(noise) if kept is None else kept
    x = noise
    for step in range(steps):
        now, after = 1 - step / steps, 1 - (step + 1) / steps
        time = torch.full((len(x),), now * TIMESTEPS, device=x.device)
        seen = network_input(x, repaint, kept)
        velocity = net(seen, time, prompt.states, prompt.mask)
        if guidance != 1 and negative is not None:
            away = net(seen, time, negative.states, negative.mask)
            velocity = away + guidance * (velocity - away)
        estimate = x - now * velocity
        x = x + (after - now) * velocity
        if observe:
            observe(step, x, estimate)
    return x


def seeded_noise(seed: int, shape: tuple[int, ...]) -> Tensor:
    """Noise as the app draws it for a seed."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))
