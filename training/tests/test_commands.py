"""The commands as they are typed."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from outpane_training.__main__ import main, parser
from outpane_training.data.sprites import SpritePack
from outpane_training.models.checkpoint import load_unet


def run(monkeypatch: pytest.MonkeyPatch, state: Path, *words: str) -> None:
    monkeypatch.setenv("OUTPANE_TRAINING", str(state))
    monkeypatch.setattr(sys, "argv", ["outpane_training", *words])
    main()


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for command in ("from-graph", "latents", "train", "distil", "export", "evaluate", "gpu-train", "tiny-model"):
        assert command in shown


def test_from_a_bare_clone_to_a_sheet(pack: SpritePack, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.set_num_threads(1)
    for name in ("sprites.json", "sprites.pack"):
        shutil.copy(pack.path.parent / name, folder / name)
    run(monkeypatch, folder, "from-graph")
    assert load_unet(folder / "unet.pt").config.channels == (128, 256)
    run(monkeypatch, folder, "letters")
    run(monkeypatch, folder, "latents", "2001", "2002", "--count", "3")
    assert np.load(folder / "data" / "latents_2002.npy").shape == (3, 16, 16, 16)
    assert np.load(folder / "data" / "states_2001.npy").shape[1] == 384
    run(
        monkeypatch, folder, "train", "0.02", "--batch", "2", "--out", str(folder / "more.pt"), "--channels", "16", "32"
    )
    trained = load_unet(folder / "more.pt")
    assert trained.step > 0
    assert trained.config.channels == (16, 32)
    run(monkeypatch, folder, "keep", str(folder / "more.pt"), str(folder / "kept.pt"))
    assert load_unet(folder / "kept.pt").net is None
    run(monkeypatch, folder, "sample", str(folder / "sheet.png"), "--count", "2", "--steps", "1")
    assert Image.open(folder / "sheet.png").size == (8 * 256, 256)
