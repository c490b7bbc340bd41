"""Text- and mask-conditioned UNet over latents of a 16th of the picture's size.

Input channels: noisy latents, a mask (1 = repaint), and the kept latents (zero where repainted).
Linear maps over space are 1x1 convolutions: the same maths, and one layout for every backend.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NORM_GROUPS = 8
TIME_FREQUENCIES = 128
"""Sines and cosines that a time is described by."""
TIMESTEPS = 1000
"""The network's time runs from 0 (clean) to this (noise)."""


@dataclass(frozen=True)
class UNetConfig:
    """The network's shape. Two resolutions; the lower one has `middle` residual blocks with attention between them."""

    latent_channels: int = 16
    channels: tuple[int, int] = (128, 256)
    context: int = 384
    """Width of the text encoder's states."""
    time: int = 384
    """Width of the embedding of time and pooled text."""
    heads: tuple[int, int] = (4, 8)
    middle: int = 4
    self_attention: tuple[bool, bool] = (False, True)


def group_norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(NORM_GROUPS, channels)


def zero_(layer: nn.Conv2d) -> None:
    """Weights of nothing, so that a block begins as the identity."""
    nn.init.zeros_(layer.weight)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


class ResidualBlock(nn.Module):
    """Two convolutions; the embedding scales and shifts between them."""

    def __init__(self, channels_in: int, channels_out: int, embedding: int) -> None:
        super().__init__()
        self.norm1 = group_norm(channels_in)
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.modulation = nn.Linear(embedding, 2 * channels_out)
        self.norm2 = group_norm(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        same = channels_in == channels_out
        self.skip = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)
        zero_(self.conv2)

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        """x [B, C_in, H, W], embedding [B, E] -> [B, C_out, H, W]."""
        scale, shift = self.modulation(embedding)[:, :, None, None].chunk(2, 1)
        hidden = self.norm2(self.conv1(F.silu(self.norm1(x))))
        return self.skip(x) + self.conv2(F.silu(hidden * (1 + scale) + shift))


class AttentionBlock(nn.Module):
    """Self-attention (where asked for), cross-attention to the text, gated MLP."""

    def __init__(self, channels: int, context: int, heads: int, self_attention: bool) -> None:
        super().__init__()
        self.heads, self.self_attention = heads, self_attention
        if self_attention:
            self.self_norm = group_norm(channels)
            self.self_qkv = nn.Conv2d(channels, 3 * channels, 1)
            self.self_out = nn.Conv2d(channels, channels, 1)
            zero_(self.self_out)
        self.cross_norm = group_norm(channels)
        self.cross_query = nn.Conv2d(channels, channels, 1)
        self.cross_key_value = nn.Linear(context, 2 * channels)
        self.cross_out = nn.Conv2d(channels, channels, 1)
        self.mlp_norm = group_norm(channels)
        self.mlp_in = nn.Conv2d(channels, 4 * channels, 1)
        self.mlp_out = nn.Conv2d(2 * channels, channels, 1)
        zero_(self.cross_out)
        zero_(self.mlp_out)

    def split_heads(self, x: Tensor) -> Tensor:
        """[B, C, N] -> [B, heads, N, C / heads]."""
        return x.unflatten(1, (self.heads, -1)).transpose(2, 3)

    def attend(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None = None) -> Tensor:
        """query [B, C, N], key and value [B, C, M] -> [B, C, N]. Plain maths: flash attention trains slowly on a
        CPU.
        """
        query, key, value = self.split_heads(query), self.split_heads(key), self.split_heads(value)
        weights = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3)
        if bias is not None:
            weights = weights + bias
        return (weights.softmax(-1).to(value.dtype) @ value).transpose(2, 3).flatten(1, 2)

    def forward(self, x: Tensor, context: Tensor, bias: Tensor) -> Tensor:
        """x [B, C, H, W], context [B, L, D], bias [B, 1, 1, L] (0 or very low) -> [B, C, H, W]."""
        size = x.shape[-2:]
        if self.self_attention:
            query, key, value = self.self_qkv(self.self_norm(x)).flatten(2).chunk(3, 1)
            x = x + self.self_out(self.attend(query, key, value).unflatten(2, size))
        key, value = self.cross_key_value(context).transpose(1, 2).chunk(2, 1)
        query = self.cross_query(self.cross_norm(x)).flatten(2)
        x = x + self.cross_out(self.attend(query, key, value, bias).unflatten(2, size))
        content, gate = self.mlp_in(self.mlp_norm(x)).chunk(2, 1)
        return x + self.mlp_out(content * F.silu(gate))


class UNet(nn.Module):
    """Predicts the velocity from clean latents to noise."""

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        outer, inner = config.channels
        inputs = 2 * config.latent_channels + 1
        self.padding_channels = -inputs % 4
        """Zero channels: a multiple of 4 avoids a wrong Conv in onnxruntime-web's WebGPU (ORT#29651)."""
        self.time_embedding = nn.Sequential(
            nn.Linear(TIME_FREQUENCIES, config.time), nn.SiLU(), nn.Linear(config.time, config.time)
        )
        self.text_pool = nn.Linear(config.context, config.time)
        self.enter = nn.Conv2d(inputs + self.padding_channels, outer, 3, padding=1)
        self.down_blocks = nn.ModuleList(ResidualBlock(outer, outer, config.time) for _ in range(2))
        self.down_attention = AttentionBlock(outer, config.context, config.heads[0], config.self_attention[0])
        self.downsample = nn.Conv2d(outer, inner, 3, stride=2, padding=1)
        self.middle_blocks = nn.ModuleList(ResidualBlock(inner, inner, config.time) for _ in range(config.middle))
        self.middle_attentions = nn.ModuleList(
            AttentionBlock(inner, config.context, config.heads[1], config.self_attention[1])
            for _ in range(config.middle - 1)
        )
        self.upsample = nn.Conv2d(2 * inner, outer, 1)
        self.up_blocks = nn.ModuleList(ResidualBlock(2 * outer, outer, config.time) for _ in range(2))
        self.up_attention = AttentionBlock(outer, config.context, config.heads[0], config.self_attention[0])
        self.leave_norm = group_norm(outer)
        self.leave = nn.Conv2d(outer, config.latent_channels, 3, padding=1)
        zero_(self.leave)

    def embed(self, time: Tensor, context: Tensor, mask: Tensor) -> Tensor:
        """time [B] in 0..TIMESTEPS, context [B, L, D], mask [B, L] -> [B, config.time]."""
        half = TIME_FREQUENCIES // 2
        frequencies = torch.exp(-math.log(10000) * torch.arange(half, device=time.device) / half)
        angles = time[:, None] * frequencies[None]
        waves = torch.cat([angles.cos(), angles.sin()], 1)
        pooled = (context * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return F.silu(self.time_embedding(waves) + self.text_pool(pooled))

    def forward(self, x: Tensor, time: Tensor, context: Tensor, mask: Tensor) -> Tensor:
        """The velocity [B, Z, H, W].

        x [B, 2 Z + 1, H, W] (H and W even), time [B] in 0..TIMESTEPS, context [B, L, D],
        mask [B, L] (1 = token, 0 = padding).
        """
        bias = ((mask - 1) * 1e4)[:, None, None, :]
        embedding = self.embed(time, context, mask)
        entered = self.enter(F.pad(x, (0, 0, 0, 0, 0, self.padding_channels)))
        first = self.down_blocks[0](entered, embedding)
        second = self.down_attention(self.down_blocks[1](first, embedding), context, bias)
        low = middle = self.downsample(second)
        for i, block in enumerate(self.middle_blocks):
            middle = block(middle, embedding)
            if i < len(self.middle_attentions):
                middle = self.middle_attentions[i](middle, context, bias)
        up = F.interpolate(self.upsample(torch.cat([middle, low], 1)), scale_factor=2.0, mode="nearest")
        up = self.up_blocks[0](torch.cat([up, second], 1), embedding)
        up = self.up_attention(self.up_blocks[1](torch.cat([up, first], 1), embedding), context, bias)
        return self.leave(F.silu(self.leave_norm(up)))
