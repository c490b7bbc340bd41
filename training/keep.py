"""The part of a checkpoint that is worth keeping, as float16: keep.py CKPT.pt OUT.pt. train_unet.py --resume and export.py take it as it is."""
import sys, torch
ck = torch.load(sys.argv[1], map_location='cpu', weights_only=False)
torch.save(dict(ema={k: v.half().contiguous() for k, v in ck['ema'].items()}, cfg=ck['cfg'], step=ck['step'], seen=ck['seen']), sys.argv[2]); print('step', ck['step'], 'seen', ck['seen'])
