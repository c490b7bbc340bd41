"""The text encoder: a BERT as all-MiniLM-L6-v2 has it, frozen, written with operators that every backend runs."""

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class TextConfig:
    vocabulary: int = 30522
    width: int = 384
    heads: int = 12
    layers: int = 6
    inner: int = 1536
    positions: int = 512


class TextLayer(nn.Module):
    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.attention_out, self.attention_norm = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.mlp_in, self.mlp_out = nn.Linear(width, config.inner), nn.Linear(config.inner, width)
        self.mlp_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x [B, L, D], bias [B, 1, 1, L] -> [B, L, D]."""
        batch, length, width = x.shape
        per_head = width // self.heads

        def split(states: Tensor) -> Tensor:
            return states.view(batch, length, self.heads, per_head).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        mixed = ((query @ key.transpose(2, 3)) * per_head**-0.5 + bias).softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.attention_norm(self.attention_out(mixed) + x)
        return self.mlp_norm(self.mlp_out(F.gelu(self.mlp_in(x))) + x)


class TextEncoder(nn.Module):
    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.config = config
        self.words = nn.Embedding(config.vocabulary, config.width)
        self.positions = nn.Embedding(config.positions, config.width)
        self.kind = nn.Embedding(2, config.width)
        self.norm = nn.LayerNorm(config.width, eps=1e-12)
        self.layers = nn.ModuleList(TextLayer(config) for _ in range(config.layers))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """input_ids and attention_mask [B, L] (integers; 1 = token) -> the last hidden states [B, L, D]."""
        bias = (1 - attention_mask.float())[:, None, None, :] * -1e4
        places = self.positions.weight[: input_ids.shape[1]][None]
        x = self.norm(self.words(input_ids) + self.kind.weight[0] + places)
        for layer in self.layers:
            x = layer(x, bias)
        return x
