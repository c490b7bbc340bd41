"""The networks' weights out of an exported starter: what a clone trains on from, since the graphs hold all that
checkpoints hold.

They are what is shipped: rounded to int8 with a scale per output channel. The text encoder comes from its own package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from .models.checkpoint import UNetCheckpoint, unet_name, vae_name
from .models.unet import UNet, UNetConfig
from .models.vae import Vae, VaeConfig


def named_tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """Every float weight of a graph by its name in the network; rounded ones are put together again.

    The exporter turns linear maps over [B, L, C] into MatMul with the weight transposed and named anew; the bias
    that is added
    to the product tells whose it is.
    """
    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    values = {name: value for name, value in stored.items() if value.dtype == np.float32}
    for name, value in stored.items():
        if value.dtype == np.int8 and name.endswith("_q"):
            base = name.removesuffix("_q")
            values[base] = value.astype(np.float32) * stored[f"{base}_s"]
    products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
    for node in graph.node:
        if node.op_type != "Add":
            continue
        weights = [products[name] for name in node.input if name in products]
        biases = [name for name in node.input if name.endswith(".bias")]
        if weights and biases and weights[0] in values:
            values[biases[0].removesuffix("bias") + "weight"] = np.ascontiguousarray(values.pop(weights[0]).T)
    return values


def norms_in_order(net: UNet) -> list[str]:
    """Names of the group norms in the order in which a forward pass comes to them."""
    order: list[str] = []
    names = {module: name for name, module in net.named_modules() if isinstance(module, nn.GroupNorm)}
    hooks = [norm.register_forward_hook(lambda module, *_: order.append(names[module])) for norm in names]
    config = net.config
    sample = torch.zeros(1, 2 * config.latent_channels + 1, 4, 4)
    with torch.no_grad():
        net(sample, torch.zeros(1), torch.zeros(1, 1, config.context), torch.ones(1, 1))
    for hook in hooks:
        hook.remove()
    return order


def group_norms(path: Path, net: UNet) -> dict[str, NDArray[np.float32]]:
    """Weights and biases of a UNet graph's group norms, which have lost their names: a normalisation, a Mul, an Add."""
    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    user = {name: node for node in reversed(graph.node) for name in node.input}
    found: dict[str, NDArray[np.float32]] = {}
    norms = [node for node in graph.node if node.op_type == "InstanceNormalization"]
    for name, node in zip(norms_in_order(net), norms, strict=True):
        scaled = user[user[node.output[0]].output[0]]
        shifted = user[scaled.output[0]]
        for kind, step in (("weight", scaled), ("bias", shifted)):
            [value] = [stored[source] for source in step.input if source in stored]
            found[f"{name}.{kind}"] = value.reshape(-1)
    return found


def chosen(values: Mapping[str, NDArray[np.float32]], wanted: Mapping[str, Tensor], source: Path) -> dict[str, Tensor]:
    """The weights that a network wants. Raises ValueError where one is missing or of another shape."""
    found: dict[str, Tensor] = {}
    for name, like in wanted.items():
        if name.endswith("num_batches_tracked"):
            found[name] = torch.zeros_like(like)
            continue
        value = values.get(name)
        if value is None or value.shape != tuple(like.shape):
            raise ValueError(f"{source} holds no weight {name} of shape {tuple(like.shape)}")
        found[name] = torch.from_numpy(np.array(value))
    return found


@dataclass(frozen=True)
class Shapes:
    """The networks' configurations; the starter's where nothing is said."""

    unet: UNetConfig = field(default_factory=UNetConfig)
    vae: VaeConfig = field(default_factory=VaeConfig)


def unet_of(folder: Path, shapes: Shapes = Shapes()) -> UNetCheckpoint:
    """The UNet of an exported starter as a checkpoint; how far it was trained is not in the graph."""
    path = folder / "unet" / "model.onnx"
    net = UNet(shapes.unet)
    values = {unet_name(name): value for name, value in named_tensors(path).items()} | group_norms(path, net)
    return UNetCheckpoint(shapes.unet, chosen(values, net.state_dict(), path))


def vae_of(folder: Path, shapes: Shapes = Shapes()) -> Vae:
    """The VAE of an exported starter, encoder and decoder."""
    values: dict[str, NDArray[np.float32]] = {}
    for name in ("vae_encoder", "vae_decoder"):
        found = named_tensors(folder / name / "model.onnx")
        values |= {vae_name(weight.removeprefix("v.").removeprefix("vae.")): value for weight, value in found.items()}
    vae = Vae(shapes.vae)
    vae.load_state_dict(chosen(values, vae.state_dict(), folder))
    return vae.eval().requires_grad_(False)
