"""An exported starter, run by onnxruntime: what users have, so what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
import torch
from torch import Tensor

from .captions import load_tokenizer
from .flow import Condition, euler, seeded_noise
from .models.vae import FACTOR

CHANNELS = 16


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """On the processor, without spinning while it waits, so that others get on too."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@dataclass
class StarterGraphs:
    """The four graphs of a folder as functions of tensors."""

    folder: Path
    threads: int = 1

    def __post_init__(self) -> None:
        names = ("text_encoder", "unet", "vae_decoder", "vae_encoder")
        self.sessions = {name: session(self.folder / name / "model.onnx", self.threads) for name in names}
        self.tokenizer = load_tokenizer(self.folder / "tokenizer" / "tokenizer.json")

    def run(self, name: str, *inputs: Tensor) -> Tensor:
        """A graph's only output."""
        graph = self.sessions[name]
        values = {described.name: tensor.numpy() for described, tensor in zip(graph.get_inputs(), inputs, strict=True)}
        return torch.from_numpy(graph.run(None, values)[0])

    def states(self, prompts: Sequence[str]) -> Condition:
        encodings = self.tokenizer.encode_batch(list(prompts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        return Condition(self.run("text_encoder", ids, mask), mask.float())

    def velocity(self, x: Tensor, time: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        return self.run("unet", x.contiguous(), time, states, mask)

    def decode(self, latents: Tensor) -> Tensor:
        """Normalised latents -> pictures in -1..1."""
        return self.run("vae_decoder", latents.contiguous()).clamp(-1, 1)

    def encode(self, pictures: Tensor) -> Tensor:
        return self.run("vae_encoder", pictures.contiguous())

    def draw(
        self, prompts: Sequence[str], seeds: Sequence[int], steps: int = 12, guidance: float = 3.0, size: int = 256
    ) -> Tensor:
        """Pictures [n, 3, size, size] in -1..1, one a prompt and seed, noise as the app draws it."""
        side = size // FACTOR
        noise = torch.cat([seeded_noise(seed, (1, CHANNELS, side, side)) for seed in seeds])
        negative = self.states([""] * len(prompts)) if guidance != 1 else None
        latents = euler(self.velocity, noise, self.states(prompts), negative, steps, guidance)
        return self.decode(latents)
