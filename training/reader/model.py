"""The network: the first layers of a multilingual encoder, and heads on words and on pairs of words. What `stemma-reader` computes in int8.

A trigger and a word are scored as a pair (their sum, their product by parts, the distance), since a mark on the trigger alone is ignored
where sentences tell one event (../../DESIGN.md). Sizes: W width of the encoder, H of the pairs.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from . import corpus

HIDDEN = 192
HEADS = 12
EPSILON = 1e-12
HEAD_SIZES = {"trigger": len(corpus.TRIGGERS), "assertion": len(corpus.ASSERTIONS), "status": len(corpus.STATUSES), "measure": len(corpus.MEASURES),
              "scope": len(corpus.SCOPES), "name": 1 + 2 * len(corpus.NAMES)}


def bucket(distance):
    """Of a distance in words, behind or before: 0..11, and 12..22 for words before."""
    m = distance.abs()
    edges = torch.tensor([0, 1, 2, 3, 4, 6, 9, 14, 22, 35, 60], device=m.device)
    b = torch.bucketize(m, edges)
    return torch.where(distance < 0, 11 + b, b)


def rounded(values):
    """Rounded in the forward pass, untouched in the backward one."""
    return values + (values.round() - values).detach()


class Product(nn.Module):
    """A matrix product as the program does it: int8 weights by output, int8 activations by row. Learnt with the rounding once `exact` is set."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias, self.exact = nn.Parameter(weight.clone()), nn.Parameter(bias.clone()), False

    def scale(self):
        return (self.weight.detach().abs().amax(1, keepdim=True) / 127).clamp_min(1e-12)

    def forward(self, x):
        if not self.exact:
            return F.linear(x, self.weight, self.bias)
        scale = self.scale()
        weight = rounded(self.weight / scale) * scale
        row = (x.detach().abs().amax(-1, keepdim=True) / 127).clamp_min(1e-20)
        return F.linear(rounded(x / row) * row, weight, self.bias)


class Layer(nn.Module):
    def __init__(self, base, layer, dropout):
        super().__init__()
        part = lambda name: base[f"l{layer}.{name}"]
        self.qkv, self.out = Product(part("qkv.w"), part("qkv.b")), Product(part("out.w"), part("out.b"))
        self.up, self.down = Product(part("up.w"), part("up.b")), Product(part("down.w"), part("down.b"))
        width = self.out.bias.numel()
        self.norm1, self.norm2 = nn.LayerNorm(width, EPSILON), nn.LayerNorm(width, EPSILON)
        for norm, name in ((self.norm1, "norm1"), (self.norm2, "norm2")):
            norm.weight.data, norm.bias.data = part(name + ".g").clone(), part(name + ".b").clone()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    def __init__(self, base, layers=6, dropout=0.1):
        super().__init__()
        nibbles, scale = base["embed.nibbles"].to(torch.uint8), base["embed.scale"].float()
        rows, blocks = scale.shape
        weights = torch.cat([(nibbles & 15).float() - 8, (nibbles >> 4).float() - 8], -1) * scale[..., None]
        # Frozen, so that they can stay in four bits.
        self.register_buffer("embeddings", weights.view(rows, blocks * 32), persistent=False)
        width = blocks * 32
        self.positions = nn.Parameter(base["embed.pos"].clone())
        self.norm = nn.LayerNorm(width, EPSILON)
        self.norm.weight.data, self.norm.bias.data = base["embed.norm.g"].clone(), base["embed.norm.b"].clone()
        self.layers = nn.ModuleList([Layer(base, i, dropout) for i in range(layers)])
        # The last layer's states share a large mean; its norm begins anew, else the first epoch is lost.
        nn.init.ones_(self.layers[-1].norm2.weight)
        nn.init.zeros_(self.layers[-1].norm2.bias)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in HEAD_SIZES.items()})
        linear = lambda: nn.Linear(width, HIDDEN, bias=False)
        self.pair = nn.ModuleDict({"a": linear(), "b": linear(), "p": linear(), "q": linear(), "out": nn.Linear(HIDDEN, 3 * len(corpus.ROLES))})
        # Most words are nothing: to begin there saves the first hundreds of steps.
        self.heads["trigger"].bias.data[0], self.heads["name"].bias.data[0] = 3.0, 2.0
        self.pair["out"].bias.data.view(-1, 3)[:, 0] = 4.0
        self.pair_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.pair_distance, self.pair_part = nn.Parameter(torch.zeros(23, HIDDEN)), nn.Parameter(torch.zeros(4, HIDDEN))
        self.same = nn.ModuleDict({"a": linear(), "p": linear(), "q": linear(), "out": nn.Linear(HIDDEN, 1)})
        self.same_bias, self.same_distance = nn.Parameter(torch.zeros(HIDDEN)), nn.Parameter(torch.zeros(12, HIDDEN))

    def exact(self, on=True):
        for module in self.modules():
            if isinstance(module, Product):
                module.exact = on

    def encode(self, ids, mask, first):
        """ids (B, T), mask (B, T), first (B, N) piece of each word -> (B, N, W)."""
        x = self.dropout(self.norm(self.embeddings[ids] + self.positions[:ids.shape[1]]))
        attend = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        return self.dropout(x.gather(1, first[..., None].expand(-1, -1, x.shape[-1])))

    def pairs(self, words, triggers, parts):
        """words (N, W) of a window, triggers (K,), parts (N,) with the title as -1 -> (K, N, roles, 3)."""
        t = words[triggers]
        at = torch.arange(len(words))
        distance = bucket(at[None, :] - triggers[:, None])
        own, other = parts[triggers][:, None], parts[None, :]
        relation = torch.where(own == other, 0, torch.where(other < 0, 3, torch.where(other < own, 1, 2)))
        z = (self.pair["a"](t)[:, None] + self.pair["b"](words)[None] + self.pair["p"](t)[:, None] * self.pair["q"](words)[None]
             + self.pair_bias + self.pair_distance[distance] + self.pair_part[relation])
        return self.pair["out"](self.dropout(F.gelu(z))).view(len(triggers), len(words), -1, 3)

    def together(self, words, first, second):
        """words (N, W), indices of pairs of triggers (M,) -> logits (M,)."""
        s, t = words[first], words[second]
        a, p, q = self.same["a"], self.same["p"], self.same["q"]
        z = a(s) + a(t) + p(s) * q(t) + p(t) * q(s) + self.same_bias + self.same_distance[bucket((first - second).abs())]
        return self.same["out"](self.dropout(F.gelu(z))).squeeze(-1)


def opened(path, layers=6, dropout=0.1):
    from safetensors.torch import load_file
    return Reader(load_file(path), layers, dropout)
