"""Small convolutional VAE: RGB in -1..1, [B, 3, 16 h, 16 w] <-> latents [B, 16, h, w]."""

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn

FACTOR = 16
"""Picture pixels a latent cell, each way."""
SHUFFLE = 4
"""The encoder begins with blocks of 4 x 4 pixels as channels."""


@dataclass(frozen=True)
class VaeConfig:
    """Widths from the picture's side to the latents' (encoder) and back (decoder); blocks a stage, in the same
    order.
    """

    latent_channels: int = 16
    encoder: tuple[int, int, int] = (64, 128, 192)
    encoder_blocks: tuple[int, int, int] = (1, 2, 3)
    decoder: tuple[int, int, int, int] = (224, 128, 64, 24)
    decoder_blocks: tuple[int, int, int] = (3, 2, 2)


class ResidualBlock(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        if self.conv2.bias is not None:
            nn.init.zeros_(self.conv2.bias)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(F.relu(self.conv1(F.relu(x))))


def stage(channels: int, blocks: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks)))


def doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


class Encoder(nn.Module):
    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        first, second, third = config.encoder
        self.enter = nn.Conv2d(3 * SHUFFLE**2, first, 3, padding=1)
        self.stage1 = stage(first, config.encoder_blocks[0])
        self.down1 = nn.Conv2d(first, second, 3, stride=2, padding=1)
        self.stage2 = stage(second, config.encoder_blocks[1])
        self.down2 = nn.Conv2d(second, third, 3, stride=2, padding=1)
        self.stage3 = stage(third, config.encoder_blocks[2])
        self.leave = nn.Conv2d(third, 2 * config.latent_channels, 3, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """[B, 3, 16 h, 16 w] -> mean and logarithm of the variance, each [B, Z, h, w]."""
        hidden = self.down1(self.stage1(self.enter(F.pixel_unshuffle(x, SHUFFLE))))
        hidden = self.stage3(self.down2(self.stage2(hidden)))
        mean, log_variance = self.leave(F.relu(hidden)).chunk(2, 1)
        return mean, log_variance.clamp(-12, 4)


class Decoder(nn.Module):
    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        first, second, third, fourth = config.decoder
        self.enter = nn.Conv2d(config.latent_channels, first, 3, padding=1)
        self.stage1 = stage(first, config.decoder_blocks[0])
        self.up1 = nn.Conv2d(first, second, 3, padding=1)
        self.stage2 = stage(second, config.decoder_blocks[1])
        self.up2 = nn.Conv2d(second, third, 3, padding=1)
        self.stage3 = stage(third, config.decoder_blocks[2])
        self.up3 = nn.Conv2d(third, 4 * fourth, 3, padding=1)
        self.leave = nn.Conv2d(fourth, 12, 3, padding=1)

    def forward(self, latents: Tensor) -> Tensor:
        """[B, Z, h, w] -> [B, 3, 16 h, 16 w], about -1..1, not clamped."""
        hidden = self.stage1(self.enter(latents))
        hidden = self.stage2(self.up1(doubled(hidden)))
        hidden = self.stage3(self.up2(doubled(hidden)))
        hidden = F.pixel_shuffle(self.up3(F.relu(hidden)), 2)
        return F.pixel_shuffle(self.leave(F.relu(hidden)), 2)


class Vae(nn.Module):
    """Encoder, decoder, and the running statistics that bring the encoder's means to about one's deviation."""

    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder, self.decoder = Encoder(config), Decoder(config)
        self.scaler = nn.BatchNorm2d(config.latent_channels, affine=False, momentum=0.01)

    def encode(self, pictures: Tensor) -> Tensor:
        """[B, 3, 16 h, 16 w] in -1..1 -> latents [B, Z, h, w] as the decoder takes them."""
        return self.scaler(self.encoder(pictures)[0].float())

    def decode(self, latents: Tensor) -> Tensor:
        """[B, Z, h, w] -> [B, 3, 16 h, 16 w], about -1..1, not clamped."""
        return self.decoder(latents)
