"""Ways through latent space as diffusers' schedulers go them: sampler_oracle.py OUT.json. Made with torch 2.13 and diffusers 0.42.

The "model" is a formula, velocity = sin(3 x) + sigma x - 0.3, so that a test can follow without a network."""
import json, sys
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, FlowMatchHeunDiscreteScheduler

START = torch.tensor([-1.5, -0.4, 0.0, 0.7, 2.1], dtype=torch.float64)


def walk(scheduler, levels):
    """x after every model call; `levels` are the noise levels the calls are made at."""
    x, way = START.clone(), []
    for t, sigma in zip(scheduler.timesteps, levels, strict=True):
        x = scheduler.step(torch.sin(3 * x) + sigma * x - 0.3, t, x).prev_sample.double()
        way.append(x.tolist())
    return way


runs = []
for steps in (1, 4, 12):
    for shift in (1.0, 3.0):
        euler = FlowMatchEulerDiscreteScheduler(shift=shift)
        euler.set_timesteps(sigmas=[1 - i / steps for i in range(steps)])
        sigmas = euler.sigmas.tolist()
        runs.append(dict(sampler='flow-euler', steps=steps, shift=shift, sigmas=sigmas, x=walk(euler, sigmas[:-1])))
        # Heun takes no noise levels from outside: 1 down to 1/1000, then 0. Its list has every inner one twice, for the two calls.
        heun = FlowMatchHeunDiscreteScheduler(shift=shift)
        heun.set_timesteps(steps)
        twice = heun.sigmas.tolist()
        runs.append(dict(sampler='flow-heun', steps=steps, shift=shift, sigmas=[twice[0], *twice[1::2]], x=walk(heun, twice[:-1])))
json.dump(dict(start=START.tolist(), runs=runs), open(sys.argv[1], 'w'), indent=1)
