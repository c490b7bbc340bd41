"""How far a decoded picture is from the original, for training the VAE, and how sharp its edges are."""

import torch
import torch.nn.functional as F
from torch import Tensor


def differences(x: Tensor) -> tuple[Tensor, Tensor]:
    """[B, C, H, W] -> what neighbouring rows and columns differ by."""
    return x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1]


def gradient_loss(y: Tensor, x: Tensor) -> Tensor:
    down, across = ((a - b).abs().mean() for a, b in zip(differences(y), differences(x), strict=True))
    return down + across


def pyramid_loss(y: Tensor, x: Tensor, levels: int = 4) -> Tensor:
    """Laplacian pyramid, L1: what each halving loses, the fine bands counting most."""
    difference, total = y - x, torch.zeros((), device=x.device)
    for _ in range(levels):
        small = F.avg_pool2d(difference, 2)
        back = F.interpolate(small, scale_factor=2.0, mode="bilinear", align_corners=False)
        total = total + (difference - back).abs().mean()
        difference = small
    return total + difference.abs().mean()


def picture_loss(y: Tensor, x: Tensor) -> Tensor:
    """Pixels, their differences, and a pyramid: what keeps outlines crisp without a discriminator."""
    return (y - x).abs().mean() + gradient_loss(y, x) + 0.7 * pyramid_loss(y, x) + 2 * F.mse_loss(y, x)


def psnr(y: Tensor, x: Tensor) -> Tensor:
    """[B] in dB, of colours in -1..1."""
    return 10 * torch.log10(4 / ((y - x) ** 2).flatten(1).mean(1).clamp(min=1e-8))


def edge_strength(x: Tensor) -> Tensor:
    """[B]: mean of what neighbouring pixels differ by. Compared with the original's, it says how soft outlines have
    become.
    """
    return torch.cat([part.flatten(1) for part in differences(x)], 1).abs().mean(1)


def ssim(y: Tensor, x: Tensor) -> Tensor:
    """[B]: structural similarity of colours in -1..1, windows of 11 pixels with a Gaussian of 1.5, mean over
    channels.
    """
    places = torch.arange(11, device=x.device) - 5
    line = torch.exp(-(places**2) / (2 * 1.5**2))
    line = line / line.sum()
    channels = x.shape[1]
    window = (line[:, None] * line[None]).expand(channels, 1, 11, 11)

    def mean(values: Tensor) -> Tensor:
        return F.conv2d(values, window, groups=channels)

    mean_x, mean_y = mean(x), mean(y)
    variance_x, variance_y = mean(x * x) - mean_x**2, mean(y * y) - mean_y**2
    covariance = mean(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 2) ** 2, (0.03 * 2) ** 2
    likeness = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return (likeness / ((mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2))).flatten(1).mean(1)
