"""Weights on disk, and the names that older files use for them.

A checkpoint of the UNet is a dict: `config` (fields of UNetConfig), `ema` (the smoothed weights, which are
shipped), `step`, `seen`
(pictures trained on), and, to go on training, `net` and `optimizer`. The VAE's file is a dict with `vae` and
perhaps `config`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .unet import UNet, UNetConfig
from .vae import Vae, VaeConfig

Weights = Mapping[str, Tensor]

UNET_PARTS = {
    "te": "time_embedding",
    "pool": "text_pool",
    "inp": "enter",
    "d": "down_blocks",
    "da": "down_attention",
    "down": "downsample",
    "m": "middle_blocks",
    "ma": "middle_attentions",
    "up": "upsample",
    "u": "up_blocks",
    "ua": "up_attention",
    "on": "leave_norm",
    "out": "leave",
}
RESIDUAL_LAYERS = {"n1": "norm1", "c1": "conv1", "t": "modulation", "n2": "norm2", "c2": "conv2", "skip": "skip"}
ATTENTION_LAYERS = {
    "n1": "self_norm",
    "qkv": "self_qkv",
    "o1": "self_out",
    "n2": "cross_norm",
    "q": "cross_query",
    "kv": "cross_key_value",
    "o2": "cross_out",
    "n3": "mlp_norm",
    "f1": "mlp_in",
    "f2": "mlp_out",
}
VAE_LAYERS = {
    "inp": "enter",
    "r1": "stage1",
    "r2": "stage2",
    "r3": "stage3",
    "d1": "down1",
    "d2": "down2",
    "u1": "up1",
    "u2": "up2",
    "u3": "up3",
    "out": "leave",
    "c1": "conv1",
    "c2": "conv2",
}


def unet_name(name: str) -> str:
    """The present name of a UNet's weight, whichever form `name` has."""
    first, *rest = name.split(".")
    if first not in UNET_PARTS:
        return name
    layers = ATTENTION_LAYERS if first in ("da", "ma", "ua") else RESIDUAL_LAYERS if first in ("d", "m", "u") else {}
    return ".".join([UNET_PARTS[first], *(layers.get(part, part) for part in rest)])


def vae_name(name: str) -> str:
    """The present name of a VAE's weight, whichever form `name` has."""
    first, *rest = name.split(".")
    if first == "bn":
        return ".".join(["scaler", *rest])
    if first not in ("enc", "dec"):
        return name
    renamed = ".".join([{"enc": "encoder", "dec": "decoder"}[first], *(VAE_LAYERS.get(part, part) for part in rest)])
    return re.sub(r"^encoder\.stage1\.conv", "encoder.stage1.0.conv", renamed)


@dataclass
class UNetCheckpoint:
    config: UNetConfig
    ema: dict[str, Tensor]
    step: int = 0
    seen: int = 0
    net: dict[str, Tensor] | None = None
    optimizer: dict[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """What a variant adds, as its distillation's guidance."""


def unet_config(stored: Mapping[str, Any]) -> UNetConfig:
    """The shape that a checkpoint names: fields of UNetConfig, or `ch`, `ctx` and `mid` of older files."""
    older = {"ch": "channels", "ctx": "context", "mid": "middle"}
    fields: dict[str, Any] = {
        older.get(key, key): tuple(value) if isinstance(value, list) else value for key, value in stored.items()
    }
    return UNetConfig(**fields)


def load_unet(path: Path) -> UNetCheckpoint:
    """Reads a checkpoint of either form. Weights keep their stored dtype."""
    stored = torch.load(path, map_location="cpu", weights_only=False)

    def renamed(weights: Weights | None) -> dict[str, Tensor] | None:
        return None if weights is None else {unet_name(name): value for name, value in weights.items()}

    return UNetCheckpoint(
        config=unet_config(stored.get("config") or stored["cfg"]),
        ema=renamed(stored["ema"]) or {},
        step=stored["step"],
        seen=stored["seen"],
        net=renamed(stored.get("net")),
        optimizer=stored.get("optimizer", stored.get("opt")),
        extra=stored.get("extra", {}),
    )


def save_atomically(contents: object, path: Path) -> None:
    """Writes aside and renames: whoever is stopped in between leaves the old file whole."""
    part = path.with_name(path.name + ".part")
    torch.save(contents, part)
    os.replace(part, path)


def save_unet(checkpoint: UNetCheckpoint, path: Path) -> None:
    stored: dict[str, Any] = {
        "config": asdict(checkpoint.config),
        "ema": checkpoint.ema,
        "step": checkpoint.step,
        "seen": checkpoint.seen,
        "extra": checkpoint.extra,
    }
    if checkpoint.net is not None:
        stored |= {"net": checkpoint.net, "optimizer": checkpoint.optimizer}
    save_atomically(stored, path)


def keep_unet(checkpoint: UNetCheckpoint, path: Path) -> None:
    """Saves only what is worth keeping, as float16: the smoothed weights and how far they have come."""
    half = {name: value.half().contiguous() for name, value in checkpoint.ema.items()}
    save_unet(UNetCheckpoint(checkpoint.config, half, checkpoint.step, checkpoint.seen, extra=checkpoint.extra), path)


def build_unet(checkpoint: UNetCheckpoint) -> UNet:
    """The network with the smoothed weights, float32, not learning."""
    net = UNet(checkpoint.config)
    net.load_state_dict(checkpoint.ema)
    return net.float().eval().requires_grad_(False)


def load_vae(path: Path) -> Vae:
    """The VAE of a file of either form, float32, not learning."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    shape: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in stored.get("config", {}).items()}
    vae = Vae(VaeConfig(**shape))
    weights = {vae_name(name): value.float() for name, value in stored["vae"].items()}
    vae.load_state_dict(weights, strict=False)
    missing = set(vae.state_dict()) - set(weights) - {"scaler.num_batches_tracked"}
    if missing:
        raise ValueError(f"{path} lacks weights of the VAE: {', '.join(sorted(missing))}")
    return vae.eval().requires_grad_(False)


def save_vae(vae: Vae, path: Path, dtype: torch.dtype = torch.float16) -> None:
    """float16 is enough for weights in training: they are rounded to int8 when they are shipped."""
    kept = {
        name: value.to(dtype).contiguous()
        for name, value in vae.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    save_atomically({"vae": kept, "config": asdict(vae.config)}, path)
