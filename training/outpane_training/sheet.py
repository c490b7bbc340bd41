"""Contact sheets: pictures in rows."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from .data.renderer import to_bytes

COLUMNS = 8


def sheet(pictures: NDArray[np.uint8], columns: int = COLUMNS) -> Image.Image:
    """uint8 [n, h, w, 3]; missing cells are white."""
    blank = [np.full_like(pictures[0], 255)] * (-len(pictures) % columns)
    cells = [*pictures, *blank]
    rows = [np.concatenate(cells[at : at + columns], 1) for at in range(0, len(cells), columns)]
    return Image.fromarray(np.concatenate(rows))


def write_sheet(pictures: Tensor, path: Path, columns: int = COLUMNS) -> None:
    """pictures [n, 3, h, w] in -1..1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet(to_bytes(pictures), columns).save(path)
