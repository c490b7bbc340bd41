"""Where diffusers' schedulers put their steps, and where they end: python samplers.py OUT.json [--plain].

Made with torch 2.13 and diffusers 0.42; torchsde for the brownian tree. Each run goes from noise to the end with the model of model.py
and one generator for all noise. `src/diffusion/samplers/oracle.test.ts` walks the same ways."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import diffusers
import k_diffusion_sampling
import numpy as np
import torch
from model import MATRIX, SHAPE, SLOPE, packed, predict

k_diffusion = k_diffusion_sampling.load()

SEED = 4711
STEPS = (1, 2, 4, 8, 20, 50)
SPACED = {"karras": "use_karras_sigmas", "exponential": "use_exponential_sigmas", "beta": "use_beta_sigmas"}


@dataclass(frozen=True)
class Sampler:
    """A scheduler class and what it is made and stepped with."""

    scheduler: type
    schedules: tuple[str, ...] = ("default",)
    options: dict[str, Any] = field(default_factory=dict)
    step: dict[str, Any] = field(default_factory=dict)
    draws: bool = False
    flow: bool = False


ALL = ("default", "karras", "exponential", "beta")
SAMPLERS: dict[str, Sampler] = {
    "ddim": Sampler(diffusers.DDIMScheduler, draws=True),
    "ddim eta": Sampler(diffusers.DDIMScheduler, step={"eta": 0.6}, draws=True),
    "ddpm": Sampler(diffusers.DDPMScheduler, draws=True),
    "plms": Sampler(diffusers.PNDMScheduler, options={"skip_prk_steps": True}),
    "euler": Sampler(diffusers.EulerDiscreteScheduler, ALL),
    "euler-a": Sampler(diffusers.EulerAncestralDiscreteScheduler, draws=True),
    "heun": Sampler(diffusers.HeunDiscreteScheduler, ALL),
    "lms": Sampler(diffusers.LMSDiscreteScheduler, ALL),
    "dpm2": Sampler(diffusers.KDPM2DiscreteScheduler, ALL),
    "dpm2-a": Sampler(diffusers.KDPM2AncestralDiscreteScheduler, ALL, draws=True),
    "dpmpp-2m": Sampler(diffusers.DPMSolverMultistepScheduler, ALL, flow=True),
    "dpmpp-2m-sde": Sampler(
        diffusers.DPMSolverMultistepScheduler, ALL, {"algorithm_type": "sde-dpmsolver++"}, draws=True, flow=True
    ),
    "dpmpp-sde": Sampler(diffusers.DPMSolverSDEScheduler, ALL, {"noise_sampler_seed": SEED}),
    "dpmpp-2s": Sampler(diffusers.DPMSolverSinglestepScheduler, ALL, flow=True),
    "unipc": Sampler(diffusers.UniPCMultistepScheduler, ALL, flow=True),
    "deis": Sampler(diffusers.DEISMultistepScheduler, ALL),
    "lcm": Sampler(diffusers.LCMScheduler, draws=True),
    "tcd": Sampler(diffusers.TCDScheduler, step={"eta": 0.0}, draws=True),
    "tcd eta": Sampler(diffusers.TCDScheduler, step={"eta": 0.3}, draws=True),
}

_SD1 = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "clip_sample": False,
    "prediction_type": "epsilon",
}
CONFIGS: dict[str, dict[str, Any]] = {
    "sd1": _SD1,
    "sd1 v": {**_SD1, "prediction_type": "v_prediction"},
    "sd1 sample": {**_SD1, "prediction_type": "sample"},
    "leading": {**_SD1, "timestep_spacing": "leading"},
    "trailing": {**_SD1, "timestep_spacing": "trailing", "set_alpha_to_one": True},
    "linspace": {**_SD1, "timestep_spacing": "linspace"},
    "zero snr": {
        **_SD1,
        "timestep_spacing": "trailing",
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
    },
    "linear": {**_SD1, "beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
    "cosine": {**_SD1, "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction"},
}
FLOW_SHIFTS = (1.0, 3.0)


def make(sampler: Sampler, config: dict[str, Any], schedule: str) -> Any:
    """The scheduler as a pipeline would change to it."""
    chosen = {SPACED[schedule]: True} if schedule in SPACED else {}
    return sampler.scheduler.from_config(config, **sampler.options, **chosen)


@cache
def scheduler_of(name: str, config: str, schedule: str) -> Any:
    """One scheduler for all step counts: some take long to make."""
    return make(SAMPLERS[name], CONFIGS[config], schedule)


def walk(scheduler: Any, sampler: Sampler, x: torch.Tensor, timesteps: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """From x to the end."""
    extra = {**sampler.step, **({"generator": generator} if sampler.draws else {})}
    for t in timesteps:
        x = scheduler.step(predict(scheduler.scale_model_input(x, t), t), t, x, **extra).prev_sample
    return x


def begin(scheduler: Any, index: int) -> None:
    """Says where the way begins. Left to guess, a scheduler whose first two timesteps are equal begins at the second."""
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(index)


def run(sampler: Sampler, scheduler: Any, steps: int) -> dict[str, Any]:
    """Timesteps, noise levels where the scheduler keeps any, and the last x."""
    scheduler.set_timesteps(steps)
    begin(scheduler, 0)
    generator = torch.Generator().manual_seed(SEED)
    x = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    timesteps = scheduler.timesteps
    end = walk(scheduler, sampler, x, timesteps, generator)
    sigmas = scheduler.sigmas if hasattr(scheduler, "sigmas") else []
    return {"timesteps": timesteps, "sigmas": sigmas, "x": end}


def run_part(sampler: Sampler, scheduler: Any, steps: int, strength: float) -> torch.Tensor:
    """Image to image: the last part of the way, from a known picture."""
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(SEED)
    clean = torch.randn(SHAPE, generator=generator) * 0.5
    noise = torch.randn(SHAPE, generator=generator)
    first = (steps - int(steps * strength)) * scheduler.order
    timesteps = scheduler.timesteps[first:]
    begin(scheduler, first)
    x = scheduler.add_noise(clean, noise, timesteps[:1])
    return walk(scheduler, sampler, x, timesteps, generator)


def round_exactly() -> None:
    """Square roots, logarithms and exponentials rounded to the nearest, from here on. MKL's, which torch takes where it has it, are a last
    bit off in a fifth of the levels, and not the same everywhere; what that does is in docs/samplers.md."""
    power = torch.Tensor.__pow__

    def rounded(function: Any) -> Any:
        return lambda x: torch.from_numpy(np.array(function(x.double().numpy()))).to(x.dtype)

    def exact_power(base: torch.Tensor, exponent: Any) -> torch.Tensor:
        return base.sqrt() if isinstance(exponent, float) and exponent == 0.5 else power(base, exponent)

    torch.Tensor.__pow__ = exact_power  # type: ignore[method-assign]
    torch.Tensor.sqrt = rounded(np.sqrt)  # type: ignore[method-assign]
    torch.Tensor.log = rounded(np.log)  # type: ignore[method-assign]
    torch.Tensor.exp = rounded(np.exp)  # type: ignore[method-assign]


def is_finite(values: torch.Tensor) -> bool:
    return bool(torch.isfinite(values).all())


def discrete_runs() -> Iterator[dict[str, Any]]:
    """Every sampler x config x schedule x step count that diffusers can do."""
    for name, sampler in SAMPLERS.items():
        for config_name in CONFIGS:
            for schedule in sampler.schedules:
                for steps in STEPS:
                    try:
                        result = run(sampler, scheduler_of(name, config_name, schedule), steps)
                    except (NotImplementedError, ValueError, IndexError) as error:
                        print("skipped:", name, config_name, schedule, steps, error, file=sys.stderr)
                        continue
                    if not is_finite(result["x"]):
                        print("not finite:", name, config_name, schedule, steps, file=sys.stderr)
                        continue
                    # Levels don't depend on what the output means.
                    grid = config_name not in ("sd1 v", "sd1 sample") and " eta" not in name
                    yield {
                        "run": [name, config_name, schedule, steps],
                        "x": packed(result["x"].flatten()),
                        **({"t": packed(result["timesteps"])} if grid else {}),
                        **({"s": packed(result["sigmas"])} if grid and len(result["sigmas"]) else {}),
                    }


def partial_runs() -> Iterator[dict[str, Any]]:
    """Image to image."""
    for name, sampler in SAMPLERS.items():
        for steps, strength in ((4, 0.7), (10, 0.58), (20, 0.33)):
            x = run_part(sampler, scheduler_of(name, "sd1", "default"), steps, strength)
            yield {"run": [name, "sd1", "default", steps], "strength": strength, "x": packed(x.flatten())}


def flow_runs() -> Iterator[dict[str, Any]]:
    """Flow models: their own schedulers, and the solvers that can be told of a flow."""
    for shift in FLOW_SHIFTS:
        for steps in STEPS:
            for name, sampler in SAMPLERS.items():
                if not sampler.flow:
                    continue
                scheduler = sampler.scheduler(
                    use_flow_sigmas=True, flow_shift=shift, prediction_type="flow_prediction", **sampler.options
                )
                yield flow_run(name, sampler, scheduler, shift, steps, "default", None)
            for schedule in ALL:
                chosen = {SPACED[schedule]: True} if schedule in SPACED else {}
                euler = diffusers.FlowMatchEulerDiscreteScheduler(shift=shift, **chosen)
                sigmas = [1 - i / steps for i in range(steps)]
                yield flow_run("euler", SAMPLERS["euler"], euler, shift, steps, schedule, sigmas)
            heun = diffusers.FlowMatchHeunDiscreteScheduler(shift=shift)
            yield flow_run("heun", SAMPLERS["heun"], heun, shift, steps, "default", None)


def flow_run(
    name: str, sampler: Sampler, scheduler: Any, shift: float, steps: int, schedule: str, sigmas: list[float] | None
) -> dict[str, Any]:
    if sigmas is None:
        scheduler.set_timesteps(steps)
    else:
        scheduler.set_timesteps(sigmas=sigmas)
    begin(scheduler, 0)
    if not hasattr(scheduler, "scale_model_input"):
        scheduler.scale_model_input = lambda x, _timestep: x
    generator = torch.Generator().manual_seed(SEED)
    x = walk(scheduler, sampler, torch.randn(SHAPE, generator=generator), scheduler.timesteps, generator)
    return {
        "run": [name, f"flow {shift:g}", schedule, steps],
        "x": packed(x.flatten()),
        "t": packed(scheduler.timesteps),
        "s": packed(scheduler.sigmas),
    }


def aligned_runs() -> Iterator[dict[str, Any]]:
    """Ten steps of Align Your Steps, given as timesteps."""
    tables = {
        "sd1": diffusers.schedulers.scheduling_utils.AysSchedules["StableDiffusionTimesteps"],
        "leading": diffusers.schedulers.scheduling_utils.AysSchedules["StableDiffusionXLTimesteps"],
    }
    for name in ("euler", "heun", "dpmpp-2m", "dpmpp-2m-sde", "dpmpp-2s"):
        sampler = SAMPLERS[name]
        for config_name, timesteps in tables.items():
            scheduler = make(sampler, CONFIGS[config_name], "default")
            scheduler.set_timesteps(timesteps=timesteps)
            generator = torch.Generator().manual_seed(SEED)
            x = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
            end = walk(scheduler, sampler, x, scheduler.timesteps, generator)
            yield {
                "run": [name, config_name, "ays", 10],
                "x": packed(end.flatten()),
                "t": packed(scheduler.timesteps),
                "s": packed(scheduler.sigmas),
            }


def k_diffusion_runs() -> Iterator[dict[str, Any]]:
    """DPM++ 3M SDE and 2M SDE with the brownian tree, by k-diffusion, on the noise levels of DPM-Solver++'s scheduler."""
    walks = {"dpmpp-3m-sde": k_diffusion.sample_dpmpp_3m_sde, "dpmpp-2m-sde brownian": k_diffusion.sample_dpmpp_2m_sde}
    for name, walk_all in walks.items():
        for config_name in ("sd1", "sd1 v"):
            for schedule in ("default", "karras"):
                # One step is an error there: a variable is read before it is set.
                for steps in STEPS[1:]:
                    scheduler = make(SAMPLERS["dpmpp-2m"], CONFIGS[config_name], schedule)
                    scheduler.set_timesteps(steps)
                    yield {
                        "run": [name, config_name, schedule, steps],
                        "x": packed(k_diffusion_walk(walk_all, scheduler).flatten()),
                    }


def k_diffusion_walk(walk_all: Any, scheduler: Any) -> torch.Tensor:
    sigmas = scheduler.sigmas
    told = dict(zip(sigmas.tolist(), scheduler.timesteps.tolist(), strict=False))

    def denoised(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        level = sigma[0]
        norm = (level**2 + 1) ** 0.5
        out = predict(x / norm, told[float(level)])
        if scheduler.config.prediction_type == "epsilon":
            return x - level * out
        return x / norm**2 - level / norm * out

    generator = torch.Generator().manual_seed(SEED)
    x = torch.randn(SHAPE, generator=generator) * (sigmas[0] ** 2 + 1) ** 0.5
    sampler = k_diffusion.BrownianTreeNoiseSampler(x, sigmas[sigmas > 0].min(), sigmas.max(), seed=SEED)
    return walk_all(denoised, x, sigmas, noise_sampler=sampler, disable=True)


def main() -> None:
    warnings.filterwarnings("ignore")
    diffusers.utils.logging.set_verbosity_error()
    if "--plain" not in sys.argv:
        round_exactly()
    runs = [
        *k_diffusion_runs(),
        *aligned_runs(),
        *flow_runs(),
        *partial_runs(),
        *discrete_runs(),
    ]
    oracle = {
        "seed": SEED,
        "matrix": packed(MATRIX.flatten()),
        "slope": packed(SLOPE),
        "configs": CONFIGS,
        "runs": runs,
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(oracle, file, separators=(",", ":"))


if __name__ == "__main__":
    main()
