"""Named arrays in one small file: weights as int8 with a scale per row, or float16 split into its two bytes, then
LZMA.
"""

import io
import lzma
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]

ROUNDED_FROM = 2048
"""Weights with fewer elements are kept as float16."""


def quantised(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """int8 values and one scale per first index."""
    flat = weight.astype(np.float32).reshape(len(weight), -1)
    scale = np.abs(flat).max(1) / 127
    scale[scale == 0] = 1
    return np.rint(flat / scale[:, None]).astype(np.int8).reshape(weight.shape), scale


def pack_weight(name: str, weight: NDArray[np.float32]) -> Arrays:
    """What is stored for a weight. float16's bytes lie apart: the high ones compress well, together neither half
    does.
    """
    if weight.ndim >= 2 and weight.size >= ROUNDED_FROM:
        values, scale = quantised(weight)
        return {f"{name}|q": values, f"{name}|s": scale}
    two = np.ascontiguousarray(weight.astype(np.float16)).view(np.uint8).reshape(-1, 2)
    shape = np.array(weight.shape, np.int64)
    return {f"{name}|lo": two[:, 0].copy(), f"{name}|hi": two[:, 1].copy(), f"{name}|shape": shape}


def write_archive(path: Path, weights: Mapping[str, NDArray[np.float32]], others: Arrays | None = None) -> int:
    """Writes weights, rounded, and other arrays as they are; gives the file's bytes."""
    arrays: Arrays = dict(others or {})
    for name, weight in weights.items():
        arrays |= pack_weight(name, weight)
    raw = io.BytesIO()
    np.savez(raw, allow_pickle=False, **arrays)
    packed = lzma.compress(raw.getvalue(), preset=9)
    path.write_bytes(packed)
    return len(packed)


def read_archive(path: Path) -> Arrays:
    """The arrays by name, weights put together again as float32."""
    stored = np.load(io.BytesIO(lzma.decompress(path.read_bytes())))
    arrays: Arrays = {}
    for key in stored.files:
        name, _, kind = key.rpartition("|")
        if not name:
            arrays[key] = stored[key]
        elif kind == "q":
            values = stored[key]
            scale = stored[f"{name}|s"].reshape(-1, *[1] * (values.ndim - 1))
            arrays[name] = (values * scale).astype(np.float32)
        elif kind == "hi":
            two = np.stack([stored[f"{name}|lo"], stored[key]], 1)
            arrays[name] = two.view(np.float16).reshape(stored[f"{name}|shape"]).astype(np.float32)
    return arrays
