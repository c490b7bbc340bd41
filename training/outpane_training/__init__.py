"""How Outpane's starter is made: pictures composed of sprites, a VAE, a text-conditioned UNet, and their export to
ONNX.
"""
