"""The starter's folder: four ONNX graphs, laid out as diffusers repositories have them, and the tokenizer.

float32 arithmetic; weights kept as int8 with a scale per output channel (Cast, Mul: folded when a session is made).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from .models.text import TextEncoder
from .models.unet import TIMESTEPS, UNet
from .models.vae import FACTOR, Vae
from .statistics import LatentStatistics

OPSET = 18
INLINE_BELOW = 1024
"""Bytes under which a weight stays in the graph though others go outside."""


@dataclass(frozen=True)
class Storage:
    """How weights are kept."""

    part_bytes: int = 15 << 20
    """Bytes of external data a file at most; a graph that is smaller than this has none."""
    rounded_from: int = 2048
    """Weights with fewer elements stay float32."""


class DecoderGraph(nn.Module):
    """Normalised latents [B, Z, h, w] -> pictures [B, 3, 16 h, 16 w]."""

    def __init__(self, vae: Vae, statistics: LatentStatistics) -> None:
        super().__init__()
        self.vae = vae
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", statistics.mean)
        self.register_buffer("deviation", statistics.deviation)

    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.vae.decode(latent_sample * self.deviation + self.mean)


class EncoderGraph(DecoderGraph):
    """Pictures [B, 3, 16 h, 16 w] in -1..1 -> normalised latents [B, Z, h, w]."""

    def forward(self, sample: Tensor) -> Tensor:
        return (self.vae.encode(sample) - self.mean) / self.deviation


@dataclass
class Starter:
    """The four networks as they are shipped."""

    text: TextEncoder
    unet: UNet
    decoder: DecoderGraph
    encoder: EncoderGraph

    @classmethod
    def of(
        cls,
        text: TextEncoder,
        unet: UNet,
        vae: Vae,
        statistics: LatentStatistics,
        storage: Storage = Storage(),
    ) -> "Starter":
        """The networks with their weights rounded in place to what is stored."""
        for net in (text, unet, vae):
            round_weights(net, storage)
        return cls(text, unet, DecoderGraph(vae, statistics), EncoderGraph(vae, statistics))


def quantised(weight: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """int8 values and float32 scales (of the weight's rank, one per index of `axis`), whose product is nearest to
    the weight.
    """
    others = tuple(i for i in range(weight.ndim) if i != axis)
    scale = np.abs(weight).max(others, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def round_weights(net: nn.Module, storage: Storage) -> nn.Module:
    """Replaces the weights by what they are after being stored: int8 times a scale. In place."""
    for layer in net.modules():
        if not isinstance(layer, (nn.Conv2d, nn.Linear, nn.Embedding)) or layer.weight.numel() < storage.rounded_from:
            continue
        values, scale = quantised(layer.weight.detach().float().numpy(), 0)
        layer.weight.data = torch.from_numpy(values * scale)
    return net.float().eval().requires_grad_(False)


def output_axis(node: onnx.NodeProto) -> int | None:
    """The axis of a weight that its output channels lie on, where the node takes rounded weights."""
    if node.op_type == "MatMul":
        return 1
    if node.op_type in ("Conv", "Gather"):
        return 0
    if node.op_type == "Gemm":
        return 0 if any(a.name == "transB" and a.i for a in node.attribute) else 1
    return None


def round_graph(model: onnx.ModelProto, rounded_from: int) -> None:
    """Turns large float32 weights into int8, a Cast and a Mul. In place."""
    graph = model.graph
    user = {name: node for node in reversed(graph.node) for name in node.input}
    unpacking = []
    for tensor in list(graph.initializer):
        weight = numpy_helper.to_array(tensor)
        if weight.dtype != np.float32 or weight.ndim < 2 or weight.size < rounded_from:
            continue
        axis = output_axis(user[tensor.name])
        if axis is None:
            continue
        values, scale = quantised(weight, axis)
        name = tensor.name
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values, f"{name}_q"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_s"))
        unpacking.append(helper.make_node("Cast", [f"{name}_q"], [f"{name}_f"], to=TensorProto.FLOAT))
        unpacking.append(helper.make_node("Mul", [f"{name}_f", f"{name}_s"], [name]))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(unpacking + nodes)


def strip(model: onnx.ModelProto) -> None:
    """Takes out what only a person who debugs the exporter wants. In place."""
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]


def set_external(tensor: onnx.TensorProto, location: str, offset: int, length: int) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": location, "offset": offset, "length": length}.items():
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)


def take_weights_out(model: onnx.ModelProto, path: Path, part_bytes: int) -> None:
    """Moves weights into files beside `path`, each of `part_bytes` at most (one larger weight has a file to itself)."""
    part, offset = 0, 0
    contents: list[bytearray] = [bytearray()]
    for tensor in model.graph.initializer:
        raw = tensor.raw_data
        if len(raw) < INLINE_BELOW:
            continue
        if offset and offset + len(raw) > part_bytes:
            part, offset = part + 1, 0
            contents.append(bytearray())
        padding = -offset % (4096 if len(raw) >= 1 << 20 else 64)
        contents[part] += b"\0" * padding + raw
        set_external(tensor, data_name(path, part), offset + padding, len(raw))
        offset += padding + len(raw)
    for i, content in enumerate(contents):
        (path.parent / data_name(path, i)).write_bytes(content)


def data_name(path: Path, part: int) -> str:
    return f"{path.name}_data" + (f"_{part}" if part else "")


def write_graph(model: onnx.ModelProto, path: Path, storage: Storage) -> None:
    """Rounds, checks and writes a graph; its weights lie beside it where it is larger than `part_bytes`."""
    round_graph(model, storage.rounded_from)
    strip(model)
    onnx.checker.check_model(model)
    if model.ByteSize() > storage.part_bytes:
        take_weights_out(model, path, storage.part_bytes)
    path.write_bytes(model.SerializeToString())


@dataclass(frozen=True)
class Graph:
    """What an exported component takes and gives. `dynamic` names the variable axes of each input."""

    name: str
    inputs: Sequence[str]
    output: str
    example: tuple[Tensor, ...]
    dynamic: tuple[dict[int, Any], ...]


def starter_graphs(starter: Starter) -> list[tuple[nn.Module, Graph]]:
    """The components with examples of their inputs, in which no two variable axes are equal."""
    batch, length, height, width = (torch.export.Dim(name) for name in ("batch", "length", "height", "width"))
    half_height, half_width = torch.export.Dim("h2"), torch.export.Dim("w2")
    config = starter.unet.config
    channels, context = config.latent_channels, config.context
    ids = torch.randint(0, starter.text.config.vocabulary, (2, 12))
    return [
        (
            starter.text,
            Graph(
                "text_encoder",
                ["input_ids", "attention_mask"],
                "last_hidden_state",
                (ids, torch.ones(2, 12, dtype=torch.int64)),
                ({0: batch, 1: length}, {0: batch, 1: length}),
            ),
        ),
        (
            starter.unet,
            Graph(
                "unet",
                ["sample", "timestep", "encoder_hidden_states", "encoder_attention_mask"],
                "out_sample",
                (
                    torch.randn(2, 2 * channels + 1, 12, 20),
                    torch.rand(2) * TIMESTEPS,
                    torch.randn(2, 32, context),
                    torch.ones(2, 32),
                ),
                (
                    {0: batch, 2: 2 * half_height, 3: 2 * half_width},
                    {0: batch},
                    {0: batch, 1: length},
                    {0: batch, 1: length},
                ),
            ),
        ),
        (
            starter.decoder,
            Graph(
                "vae_decoder",
                ["latent_sample"],
                "sample",
                (torch.randn(2, channels, 12, 20),),
                ({0: batch, 2: height, 3: width},),
            ),
        ),
        (
            starter.encoder,
            Graph(
                "vae_encoder",
                ["sample"],
                "latent_sample",
                (torch.rand(2, 3, 12 * FACTOR, 20 * FACTOR),),
                ({0: batch, 2: FACTOR * height, 3: FACTOR * width},),
            ),
        ),
    ]


def export_graph(net: nn.Module, graph: Graph, folder: Path, storage: Storage) -> None:
    """Writes `folder`/NAME/model.onnx."""
    path = folder / graph.name / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        net.eval(),
        graph.example,
        str(path),
        input_names=list(graph.inputs),
        output_names=[graph.output],
        dynamic_shapes=graph.dynamic,
        dynamo=True,
        opset_version=OPSET,
        external_data=False,
        optimize=True,
        verbose=False,
    )
    write_graph(onnx.load(path), path, storage)


def export_tokenizer(tokenizer: Path, config: Path, folder: Path) -> None:
    """Copies a tokenizer; cutting and padding are the app's business, so its own settings for them are taken out."""
    described = json.loads(tokenizer.read_text("utf8"))
    described["truncation"] = described["padding"] = None
    target = folder / "tokenizer"
    target.mkdir(parents=True, exist_ok=True)
    (target / "tokenizer.json").write_text(json.dumps(described, ensure_ascii=False, separators=(",", ":")), "utf8")
    (target / "tokenizer_config.json").write_bytes(config.read_bytes())


@torch.no_grad()
def export_starter(starter: Starter, folder: Path, storage: Mapping[str, Storage] | None = None) -> None:
    """Writes the four graphs into `folder`. `storage`: by component, where it is other than the starter's."""
    for net, graph in starter_graphs(starter):
        export_graph(net, graph, folder, (storage or {}).get(graph.name, Storage()))
