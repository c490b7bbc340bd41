"""k-diffusion's samplers without the rest of the package, which wants a whole training environment."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType


def load() -> ModuleType:
    """The module `k_diffusion.sampling`; of `k_diffusion.utils` it needs one function."""
    found = importlib.util.find_spec("k_diffusion")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("k_diffusion")
    package = ModuleType("k_diffusion")
    package.__path__ = list(found.submodule_search_locations)
    utils = ModuleType("k_diffusion.utils")
    utils.append_dims = lambda x, dims: x[(...,) + (None,) * (dims - x.ndim)]  # type: ignore[attr-defined]
    sys.modules["k_diffusion"] = package
    sys.modules["k_diffusion.utils"] = utils
    package.utils = utils  # type: ignore[attr-defined]
    return importlib.import_module("k_diffusion.sampling")
