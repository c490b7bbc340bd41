"""A network's weights in files that are small enough to come back."""

from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from ..models.checkpoint import UNetCheckpoint, save_atomically, unet_config

PART_BYTES = 14_500_000


def write_parts(checkpoint: UNetCheckpoint, folder: Path, part_bytes: int = PART_BYTES) -> list[Path]:
    """The smoothed weights as float16: unet_0.pt, unet_1.pt, ... Each says how many there are and of which step."""
    parts: list[dict[str, Tensor]] = [{}]
    size = 0
    for name, value in checkpoint.ema.items():
        half = value.half().contiguous().cpu()
        if size and size + half.nbytes > part_bytes:
            parts.append({})
            size = 0
        parts[-1][name] = half
        size += half.nbytes
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"unet_{i}.pt" for i in range(len(parts))]
    about = {"parts": len(parts), "config": asdict(checkpoint.config), "step": checkpoint.step, "seen": checkpoint.seen}
    for path, part in zip(paths, parts, strict=True):
        save_atomically({"part": part} | about, path)
    return paths


def join_parts(folder: Path) -> UNetCheckpoint:
    """The checkpoint that write_parts() wrote. Raises ValueError where parts are missing or of different steps."""
    first = torch.load(folder / "unet_0.pt", map_location="cpu", weights_only=True)
    weights: dict[str, Tensor] = {}
    for i in range(first["parts"]):
        path = folder / f"unet_{i}.pt"
        if not path.exists():
            raise ValueError(f"{path} is missing")
        stored = torch.load(path, map_location="cpu", weights_only=True)
        if stored["step"] != first["step"]:
            raise ValueError(f"{path} is of step {stored['step']}, unet_0.pt of step {first['step']}")
        weights |= stored["part"]
    return UNetCheckpoint(unet_config(first["config"]), weights, first["step"], first["seen"])
