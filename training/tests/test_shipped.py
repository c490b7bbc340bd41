"""The shipped starter: its weights read out of its graphs draw the very pictures that the app's tests compare with."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from outpane_training.captions import load_minilm, load_tokenizer, minilm_folder
from outpane_training.export import Starter
from outpane_training.graph_weights import unet_of, vae_of
from outpane_training.models.checkpoint import build_unet
from outpane_training.oracles import PICTURES, OracleWriter, noise_values
from outpane_training.statistics import LatentStatistics

HERE = Path(__file__).resolve().parents[1]
STARTER = HERE.parent / "public" / "models" / "starter"
ORACLE = HERE / "oracle"


@pytest.fixture(scope="module")
def starter() -> Starter:
    unet, statistics = build_unet(unet_of(STARTER)), LatentStatistics.read(HERE / "latent_stats.json")
    return Starter.of(load_minilm(minilm_folder()), unet, vae_of(STARTER), statistics)


def test_the_weights_draw_the_oracles_picture(starter: Starter, folder: Path) -> None:
    words = load_tokenizer(minilm_folder() / "tokenizer.json")
    with torch.no_grad():
        OracleWriter(starter, words, folder).picture("plain", PICTURES["plain"])
    for part in ("latents", "denoised"):
        ours, kept = (np.load(where / f"plain_{part}.npy") for where in (folder, ORACLE))
        assert np.abs(ours - kept).max() < 1e-3


def test_noise_is_what_the_oracle_says() -> None:
    kept = json.loads((ORACLE / "oracle.json").read_text("utf8"))["randn"]
    assert [entry["sha256"] for entry in noise_values()] == [entry["sha256"] for entry in kept]
