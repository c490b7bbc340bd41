"""How latents become small pictures without the decoder: a matrix a cell, and a better kernel of 3 x 3 cells.

Both are fitted by least squares to what the decoder makes of real latents, so they belong to the VAE, not to the UNet.
With a single cell rms is about 0.39 of -1..1, with its neighbours and 4 x 4 pixels a cell 0.15.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .export import DecoderGraph
from .models.vae import FACTOR

KERNEL_SIDE = 3
UPSCALE = 4
"""Preview pixels a latent cell, each way."""
RIDGE = 1e-4
HELD_OUT = 8
"""Every eighth picture measures and is not fitted."""


@dataclass(frozen=True)
class Fit:
    """A preview's JSON and its root mean square error, of colours in -1..1."""

    described: dict[str, object]
    rms: float

    def write(self, path: Path, indent: int | None = None) -> None:
        path.write_text(json.dumps(self.described, indent=indent))


@torch.no_grad()
def decoded(decoder: DecoderGraph, latents: Tensor, scale: int) -> Tensor:
    """Normalised latents [N, Z, h, w] -> pictures made smaller by `scale`, in -1..1."""
    return torch.cat([F.avg_pool2d(decoder(part).clamp(-1, 1), scale) for part in latents.split(32)])


def fit_matrix(decoder: DecoderGraph, latents: Tensor) -> Fit:
    """[Z, 3] and a bias: one colour a cell."""
    channels = latents.shape[1]
    colours = decoded(decoder, latents, FACTOR).permute(0, 2, 3, 1).reshape(-1, 3)
    cells = latents.permute(0, 2, 3, 1).reshape(-1, channels)
    features = torch.cat([cells, torch.ones(len(cells), 1)], 1)
    solution = torch.linalg.lstsq(features, colours).solution
    rms = float((features @ solution - colours).pow(2).mean().sqrt())
    rounded = [[round(float(value), 5) for value in row] for row in solution]
    return Fit({"matrix": rounded[:-1], "bias": rounded[-1], "range": [-1, 1], "rms": round(rms, 4)}, rms)


def neighbourhoods(latents: Tensor) -> Tensor:
    """[N, Z, h, w] -> [N, h w, Z * 9 + 1]: every cell with its neighbours, and a one."""
    padded = F.pad(latents, [KERNEL_SIDE // 2] * 4, mode="replicate")
    features = F.unfold(padded, KERNEL_SIDE).permute(0, 2, 1)
    return torch.cat([features, torch.ones(*features.shape[:2], 1)], 2)


def fit_kernel(decoder: DecoderGraph, latents: Tensor) -> Fit:
    """A linear 3 x 3 convolution to 4 x 4 pixels a cell, its weights as int8 (base64) with a scale per output."""
    pictures = decoded(decoder, latents, FACTOR // UPSCALE)
    targets = F.pixel_unshuffle(pictures, UPSCALE).flatten(2).permute(0, 2, 1)
    features = neighbourhoods(latents)
    held = torch.arange(len(latents)) % HELD_OUT == HELD_OUT // 2
    x, y = features[~held].flatten(0, 1), targets[~held].flatten(0, 1)
    gram = x.T @ x
    ridge = RIDGE * gram.diagonal().mean() * torch.eye(len(gram))
    solution = torch.linalg.solve(gram + ridge, x.T @ y)
    scale = (solution[:-1].abs().amax(0) / 127).clamp(min=1e-12)
    values = (solution[:-1] / scale).round().clamp(-127, 127)
    stored = torch.cat([values * scale, solution[-1:]])
    rms = float(((features[held] @ stored).clamp(-1, 1) - targets[held]).pow(2).mean().sqrt())
    described: dict[str, object] = {
        "size": KERNEL_SIDE,
        "upscale": UPSCALE,
        "weights": base64.b64encode(values.T.contiguous().to(torch.int8).numpy().tobytes()).decode(),
        "scale": [float(f"{value:.5g}") for value in scale],
        "bias": [round(float(value), 5) for value in solution[-1]],
    }
    return Fit(described, rms)
