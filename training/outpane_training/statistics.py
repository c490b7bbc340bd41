"""What the latents of training pictures are on average: the UNet sees them with mean 0 and deviation 1 in every
channel.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor


@dataclass(frozen=True)
class LatentStatistics:
    """mean and deviation: [1, Z, 1, 1]."""

    mean: Tensor
    deviation: Tensor

    @classmethod
    def read(cls, path: Path) -> "LatentStatistics":
        stored = json.loads(path.read_text())
        return cls(*(torch.tensor(stored[key])[None, :, None, None] for key in ("mean", "std")))

    @classmethod
    def of(cls, latents: Tensor) -> "LatentStatistics":
        """Of latents [N, Z, h, w]."""
        axes = (0, 2, 3)
        return cls(latents.mean(axes, keepdim=True), latents.std(axes, keepdim=True, correction=0))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({"mean": self.mean.flatten().tolist(), "std": self.deviation.flatten().tolist()}))

    def to(self, device: torch.device) -> "LatentStatistics":
        return LatentStatistics(self.mean.to(device), self.deviation.to(device))

    def normalise(self, latents: Tensor) -> Tensor:
        return (latents - self.mean) / self.deviation

    def restore(self, normalised: Tensor) -> Tensor:
        return normalised * self.deviation + self.mean
