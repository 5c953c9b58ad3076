"""Writes the model file that `stemma-reader` opens: `export.py BASE reader.pt OUT.bin [--oracle FILE]`. The sections are those that `stemma-reader` asks for by name."""
import argparse
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
from reader import corpus, model, windows  # noqa: E402

MAGIC, VERSION = b"STEMMARD", 1

ORACLE = [
    (None, ["Two soldiers were killed on Tuesday when gunmen fired on a checkpoint near Gao, the army said."]),
    ("Drone hits fuel depot", ["PORT SUDAN — A drone struck a fuel depot in Kosti, wounding five guards.", "Hours later shells fell on al-Obeid; nobody was hurt."]),
    (None, ["Trois soldats ont été tués à Djibo, selon l’armée.", "В Херсоне ранены двое мирных жителей.", "قتل ثلاثة مدنيين في غارة على مدينة إدلب.", "2½ km ﬁre é́ 👍🏽 naïve\u200b"]),
]


def written(path, sections):
    """A directory of named sections, each aligned to 64 bytes."""
    head = 16 + 48 * len(sections)
    at, directory, body = head, b"", []
    for name, data in sections.items():
        at = (at + 63) // 64 * 64
        directory += struct.pack("<32sQQ", name.encode(), at, len(data))
        body.append((at, data))
        at += len(data)
    out = bytearray(at)
    out[:16] = MAGIC + struct.pack("<II", VERSION, len(sections))
    out[16:head] = directory
    for at, data in body:
        out[at:at + len(data)] = data
    Path(path).write_bytes(out)
    return len(out)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base", type=Path)
    options.add_argument("net", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--oracle", type=Path)
    options = options.parse_args()
    from safetensors.torch import load_file
    base = load_file(options.base / "base.safetensors")
    saved = torch.load(options.net)
    net = model.opened(options.base / "base.safetensors", saved.get("layers", 6))
    net.load_state_dict(saved["net"], strict=False)
    net.eval()
    net.exact()
    pieces = windows.opened(options.base)
    f32 = lambda tensor: tensor.detach().float().contiguous().numpy().astype("<f4").tobytes()
    lines = lambda names: "\n".join(names).encode()
    nibbles, scale = base["embed.nibbles"].numpy().astype("u1"), base["embed.scale"].numpy().astype("<f2")
    blocks = np.concatenate([scale[..., None].view("u1"), nibbles], -1)
    width = blocks.shape[1] * 32
    config = {"layers": len(net.layers), "width": width, "heads": model.HEADS, "inner": net.layers[0].up.bias.numel(), "pieces": len(pieces.vocabulary),
              "positions": net.positions.shape[0], "hidden": model.HIDDEN}
    sections = {
        "config": lines(f"{k}={v}" for k, v in config.items()),
        "pieces": lines(piece for piece, _ in pieces.vocabulary),
        "scores": np.array([score for _, score in pieces.vocabulary], "<f4").tobytes(),
        "embed.q4": blocks.tobytes(), "embed.pos": f32(net.positions), "embed.norm.g": f32(net.norm.weight), "embed.norm.b": f32(net.norm.bias),
    }
    for i, layer in enumerate(net.layers):
        for name in ("qkv", "out", "up", "down"):
            product = getattr(layer, name)
            weight = product.weight.detach()
            scale = product.scale()
            sections |= {f"l{i}.{name}.w": (weight / scale).round().clamp(-127, 127).to(torch.int8).numpy().tobytes(), f"l{i}.{name}.s": f32(scale), f"l{i}.{name}.b": f32(product.bias)}
        for name in ("norm1", "norm2"):
            sections |= {f"l{i}.{name}.g": f32(getattr(layer, name).weight), f"l{i}.{name}.b": f32(getattr(layer, name).bias)}
    sections |= {"labels.triggers": lines(corpus.TRIGGERS), "labels.assertions": lines(corpus.ASSERTIONS), "labels.statuses": lines(corpus.STATUSES), "labels.roles": lines(corpus.ROLES),
                 "labels.measures": lines(corpus.MEASURES), "labels.scopes": lines(corpus.SCOPES), "labels.names": lines(corpus.NAMES)}
    for name, head in net.heads.items():
        sections |= {f"head.{name}.w": f32(head.weight), f"head.{name}.b": f32(head.bias)}
    sections |= {f"pair.{n}": f32(net.pair[n].weight) for n in "abpq"}
    sections |= {"pair.bias": f32(net.pair_bias), "pair.distance": f32(net.pair_distance), "pair.part": f32(net.pair_part), "pair.out.w": f32(net.pair["out"].weight), "pair.out.b": f32(net.pair["out"].bias)}
    sections |= {f"same.{n}": f32(net.same[n].weight) for n in "apq"}
    sections |= {"same.bias": f32(net.same_bias), "same.distance": f32(net.same_distance), "same.out.w": f32(net.same["out"].weight), "same.out.b": f32(net.same["out"].bias)}
    size = written(options.out, sections)
    print(f"{options.out}: {size / 1e6:.1f} MB")
    if options.oracle:
        cases = []
        for title, sentences in ORACLE:
            parts = ([(title, True)] if title else []) + [(s, False) for s in sentences]
            words = [(i, m.start(), m.end()) for i, (text, _) in enumerate(parts) for m in corpus.WORD.finditer(text)]
            example = windows.encoded([{"parts": parts, "words": words}], pieces)[0]
            with torch.no_grad():
                rows = net.encode(*windows.collate([example]))[0][:len(example["first"])]
                trigger = net.heads["trigger"](rows).softmax(-1)
                best = int(trigger[:, 3:].sum(-1).argmax())
                pairs = net.pairs(rows, torch.tensor([best]), example["part_of_word"][:len(rows)]).softmax(-1)[0]
                same = float(net.together(rows, torch.tensor([best]), torch.tensor([len(rows) - 2])).sigmoid())
            byte = lambda text, at: len(text[:at].encode())
            cases.append({
                "parts": [{"text": text, "is_title": title, "words": [[byte(text, a), byte(text, b)] for p, a, b in words if p == i],
                           "pieces": [[piece, byte(text, a), byte(text, b)] for piece, a, b in pieces.of(text)]} for i, (text, title) in enumerate(parts)],
                "trigger": [[round(x, 5) for x in row] for row in trigger.tolist()], "asked": best,
                "pair": [[[round(x, 5) for x in role] for role in word] for word in pairs.tolist()], "other": len(rows) - 2, "same": round(same, 5)})
        options.oracle.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
