"""The encoder in torch, with our names of weights."""

import torch
from torch.nn import functional as f


def states(weights, given, pieces, shapes, dropout=0.0):
    """States of shape (passages, pieces, hidden)."""

    def linear(x, name):
        return f.linear(x, weights[f"encoder.{name}.weight"], weights[f"encoder.{name}.bias"])

    def norm(x, name):
        parts = [weights[f"encoder.{name}.{part}"] for part in ["weight", "bias"]]
        return f.layer_norm(x, x.shape[-1:], *parts, given.epsilon)

    def drop(x):
        return f.dropout(x, dropout) if dropout else x

    count, length = pieces.shape
    x = f.embedding(pieces, weights["pieces"]) + weights["encoder.positions"][:length]
    if given.knows_shapes:
        x = x + f.embedding(shapes, weights["encoder.shapes"])
    x = drop(norm(x, "norm"))
    for layer in range(given.layers):
        qkv = linear(x, f"{layer}.qkv").view(count, length, 3, given.heads, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = f.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(count, length, -1)
        x = norm(x + drop(linear(mixed, f"{layer}.out")), f"{layer}.attention_norm")
        x = norm(x + drop(linear(f.gelu(linear(x, f"{layer}.up")), f"{layer}.down")), f"{layer}.output_norm")
    return x
