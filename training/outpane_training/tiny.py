"""A model of the starter's very form with random weights, about 100 kB: what tests install in no time.

The weights come from a fixed seed. The last layers are scaled so that latents and pictures stay bounded and are of
visible colour.
"""

import json
from pathlib import Path

import torch
from torch import nn

from .export import Starter, Storage, export_starter
from .models.text import TextConfig, TextEncoder
from .models.unet import TIMESTEPS, UNet, UNetConfig
from .models.vae import Vae, VaeConfig
from .preview import fit_kernel, fit_matrix
from .statistics import LatentStatistics

SEED = 20261127
WIDTH = 32
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = """a an the of on in at with and under beside two three four red green blue yellow orange purple pink white
black
brown gray big small apple cat dog house tree car bird fish flower mountain sky sea grass sand snow road sun moon
star cloud boat
rocket robot castle cake pizza bear frog owl fox horse cow background cartoon flat glossy picture photo night sunset
cute
happy ball hat heart face ship train plane king lake river forest city beach desert space rain fire water ice ##s ##ing
##ed ##er ##ly ##es ##y"""
SYMBOLS = "abcdefghijklmnopqrstuvwxyz0123456789"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
STORAGE = Storage(rounded_from=256)
TEXT_STORAGE = Storage(part_bytes=16 << 10, rounded_from=256)
"""The text encoder's weights lie in two files beside its graph, as the starter's do."""


def vocabulary() -> list[str]:
    """Word pieces, their index being their number. Every Latin letter and digit is there, so such words never
    become [UNK].
    """
    pieces = [*SPECIAL, *PUNCTUATION, *SYMBOLS, *(f"##{symbol}" for symbol in SYMBOLS), *WORDS.split()]
    return list(dict.fromkeys(pieces))


def tokenizer() -> dict[str, object]:
    """The content of tokenizer.json: BERT's, lower case, with the small vocabulary."""
    pieces = vocabulary()
    number = {piece: i for i, piece in enumerate(pieces)}

    def special(name: str, kind: int = 0) -> dict[str, object]:
        return {"SpecialToken": {"id": name, "type_id": kind}}

    def sequence(name: str, kind: int = 0) -> dict[str, object]:
        return {"Sequence": {"id": name, "type_id": kind}}

    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    single = [special("[CLS]"), sequence("A"), special("[SEP]")]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": number[name], "content": name, **flags} for name in SPECIAL],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": single,
            "pair": [*single, sequence("B", 1), special("[SEP]", 1)],
            "special_tokens": {
                name: {"id": name, "ids": [number[name]], "tokens": [name]} for name in ("[CLS]", "[SEP]")
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": number,
        },
    }


TOKENIZER_CONFIG = {
    "do_lower_case": True,
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
    "tokenize_chinese_chars": True,
    "strip_accents": None,
    "tokenizer_class": "BertTokenizer",
    "model_max_length": 64,
}


def randomise(net: nn.Module) -> None:
    """Gives every convolution and linear map weights that keep a signal's size, also those that begin as nothing."""
    for layer in net.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(layer.weight, std=(2 / layer.weight[0].numel()) ** 0.5)
            if layer.bias is not None:
                nn.init.normal_(layer.bias, std=0.1)
        elif isinstance(layer, nn.Embedding):
            nn.init.normal_(layer.weight)


def rescale(layer: nn.Conv2d, output: torch.Tensor, deviation: float) -> None:
    """Changes a last layer so that `output` [B, C, ...], which it gives now, would have mean 0 and this deviation,
    channel by channel.
    """
    axes = (0, 2, 3)
    mean, spread = output.mean(axes), output.std(axes)
    factor = deviation / spread
    layer.weight.data *= factor[:, None, None, None]
    if layer.bias is not None:
        layer.bias.data = (layer.bias.data - mean) * factor


def tiny_text() -> TextEncoder:
    """A text encoder for the small vocabulary, its weights still PyTorch's own."""
    return TextEncoder(TextConfig(len(vocabulary()), WIDTH, heads=2, layers=1, inner=WIDTH, positions=64))


@torch.no_grad()
def tiny_starter() -> tuple[Starter, torch.Tensor]:
    """The networks, and normalised latents [N, Z, 16, 16] to fit previews on."""
    torch.manual_seed(SEED)
    text = tiny_text()
    unet = UNet(UNetConfig(channels=(8, 16), context=WIDTH, time=16, heads=(1, 2), middle=2))
    vae = Vae(VaeConfig(encoder=(8, 8, 16), encoder_blocks=(1, 1, 1), decoder=(16, 8, 8, 8), decoder_blocks=(1, 1, 1)))
    for net in (text, unet, vae):
        randomise(net)
        net.eval()
    latents = torch.randn(16, 16, 16, 16)
    settle_unet(unet, latents)
    settle_vae(vae, latents)
    statistics = LatentStatistics(torch.zeros(1, 16, 1, 1), torch.ones(1, 16, 1, 1))
    return Starter.of(text, unet, vae, statistics, STORAGE), latents


def settle_unet(unet: UNet, latents: torch.Tensor) -> None:
    """Velocities of deviation 1: twelve steps of them leave latents about as large as noise."""
    count = len(latents)
    x = torch.cat([latents, torch.ones_like(latents[:, :1]), torch.zeros_like(latents)], 1)
    context, mask = torch.randn(count, 8, WIDTH), torch.ones(count, 8)
    rescale(unet.leave, unet(x, torch.linspace(0, TIMESTEPS, count), context, mask), 1.0)


def smooth(layer: nn.Conv2d) -> None:
    """Makes the four pixels that a pixel shuffle spreads a layer's channels over alike: colour by area instead of a
    grid.
    """
    layer.weight.data = layer.weight.data[::4].repeat_interleave(4, 0)
    if layer.bias is not None:
        layer.bias.data = layer.bias.data[::4].repeat_interleave(4, 0)


def settle_vae(vae: Vae, latents: torch.Tensor) -> None:
    """The decoder's colours fill -1..1; the encoder's means have deviation 1 on such pictures."""
    smooth(vae.decoder.up3)
    smooth(vae.decoder.leave)
    subpixels = torch.nn.functional.pixel_unshuffle(vae.decode(latents), 2)
    rescale(vae.decoder.leave, subpixels, 0.45)
    smooth(vae.decoder.leave)  # the four were measured apart
    means, _ = vae.encoder(vae.decode(latents).clamp(-1, 1))
    rescale(vae.encoder.leave, torch.cat([means, means], 1), 1.0)


def write_tiny(folder: Path) -> None:
    """Writes the model's folder: graphs, tokenizer, preview.json, preview-kernel.json."""
    starter, latents = tiny_starter()
    storage = dict.fromkeys(("unet", "vae_decoder", "vae_encoder"), STORAGE) | {"text_encoder": TEXT_STORAGE}
    export_starter(starter, folder, storage)
    target = folder / "tokenizer"
    target.mkdir(parents=True, exist_ok=True)
    described = json.dumps(tokenizer(), ensure_ascii=False, separators=(",", ":"))
    (target / "tokenizer.json").write_text(described, "utf8")
    (target / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG), "utf8")
    fit_matrix(starter.decoder, latents).write(folder / "preview.json", indent=1)
    fit_kernel(starter.decoder, latents).write(folder / "preview-kernel.json")
