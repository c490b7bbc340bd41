"""Fits the preview kernel: latents -> a picture of a quarter of the decoder's size, by one linear 3x3 convolution.

preview_kernel.py DATA_DIR STARTER_DIR: reads DATA_DIR/latents_*.npy, vae.pt and latent_stats.json, writes STARTER_DIR/preview-kernel.json.
A single cell says little about its colour (rms 0.39 of -1..1 with the best matrix); with its neighbours it says most (rms 0.15 at 4 x 4
pixels a cell). It belongs to the VAE, so it stays as it is while only the UNet learns."""
import base64, glob, json, sys
import numpy as np, torch
import torch.nn.functional as F
from vae import VAE

SIZE, UPSCALE, EACH = 3, 4, 200
data, out = sys.argv[1:3]; torch.set_grad_enabled(False)
vae = VAE(); vae.load_state_dict(torch.load(f'{data}/vae.pt', map_location='cpu')['vae']); vae.eval()
st = json.load(open(f'{data}/latent_stats.json')); mean, std = (torch.tensor(st[k])[None, :, None, None] for k in ('mean', 'std'))
latents = torch.cat([torch.from_numpy(np.load(f, mmap_mode='r')[:EACH].astype(np.float32)) for f in sorted(glob.glob(f'{data}/latents_*.npy'))])
pictures = torch.cat([F.avg_pool2d(vae.dec(b).clamp(-1, 1), 16 // UPSCALE) for b in latents.split(32)]); z = (latents - mean) / std

def features(z): x = F.unfold(F.pad(z, [SIZE // 2] * 4, mode='replicate'), SIZE).permute(0, 2, 1); return torch.cat([x, torch.ones(*x.shape[:2], 1)], 2)
def targets(y): return F.pixel_unshuffle(y, UPSCALE).flatten(2).permute(0, 2, 1)
def rms(w, m): return float(((features(z[m]) @ w).clamp(-1, 1) - targets(pictures[m])).pow(2).mean().sqrt())

test = torch.arange(len(z)) % 8 == 3
X, Y = features(z[~test]).flatten(0, 1), targets(pictures[~test]).flatten(0, 1); G = X.T @ X
w = torch.linalg.solve(G + 1e-4 * G.diagonal().mean() * torch.eye(len(G)), X.T @ Y)  # [16 * 9 + 1, 3 * 16]
scale = w[:-1].abs().amax(0) / 127; q = (w[:-1] / scale).round().clamp(-127, 127); back = torch.cat([q * scale, w[-1:]])
json.dump(dict(size=SIZE, upscale=UPSCALE, weights=base64.b64encode(q.T.contiguous().to(torch.int8).numpy().tobytes()).decode(),
    scale=[float(f'{v:.5g}') for v in scale], bias=[round(float(v), 5) for v in w[-1]]), open(f'{out}/preview-kernel.json', 'w'))
print(len(z), 'pictures, rms', round(rms(w, test), 4), 'rounded', round(rms(back, test), 4))
