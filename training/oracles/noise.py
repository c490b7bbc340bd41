"""Noise as torch, numpy and torchsde draw it: python noise.py OUT.json."""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np
import torch
import torchsde
from model import packed

SEEDS = (0, 1, 4711, 2**32 - 1, 2**32 + 5, 2**53 - 1)
#: Draws from one generator, one after the other: short ones (a value at a time, in pairs) and long ones (16 at once, the rest anew).
DRAWS = (3, 3, 18, 1, 16, 2, 1, 15, 4096, 17, 5, 33, 7)


def streams() -> list[dict[str, object]]:
    """All draws of each seed: the first values, and a hash of everything."""
    result = []
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        values = [torch.randn(size, generator=generator).numpy() for size in DRAWS]
        digest = hashlib.sha256(b"".join(value.tobytes() for value in values)).hexdigest()
        result.append({"seed": seed, "first": packed(values[0]), "sha256": digest})
    return result


def seed_sequences() -> list[dict[str, object]]:
    """Words of numpy's SeedSequence with the pool that torchsde asks for."""
    keys: list[tuple[int, ...]] = [(), (0, 1), (5, 3), (2**33 + 7, 34)]
    return [
        {
            "entropy": seed,
            "key": list(key),
            "words": np.random.SeedSequence(seed, spawn_key=key, pool_size=24).generate_state(4).tolist(),
        }
        for seed in SEEDS
        for key in keys
    ]


def brownian() -> list[dict[str, object]]:
    """Increments of one motion, in the order and between levels as a sampler asks, and out of order."""
    low, high = 0.0291675, 14.6146
    queries = [(6.5, high), (3.9, 6.5), (2.0, 3.9), (2.0, high), (low, 2.0), (0.5, 0.500001), (1.0, 9.25)]
    result = []
    for seed in (0, 4711, 2**40 + 1):
        tree = torchsde.BrownianTree(t0=low, w0=torch.zeros(20), t1=high, entropy=seed)
        result.append(
            {
                "seed": seed,
                "low": low,
                "high": high,
                "queries": [{"from": a, "to": b, "w": packed(tree(a, b))} for a, b in queries],
            }
        )
    return result


def main() -> None:
    oracle = {"draws": DRAWS, "streams": streams(), "seedSequences": seed_sequences(), "brownian": brownian()}
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(oracle, file, separators=(",", ":"))


if __name__ == "__main__":
    main()
