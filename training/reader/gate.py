"""The cheap first look: which sentences are worth reading, by a weight for each word piece (a logistic regression). `gate.py BASE` writes BASE/gate.json.

Trained on the sentences of the training part: one is worth reading when it tells a happening or reports words. The bias is set so that of the development part 98.5 of 100 such sentences pass.
"""
import json
import random
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
from reader import corpus, windows  # noqa: E402

RECALL = 0.985


def sentences(part, public, pieces):
    """(distinct pieces, whether it tells a happening or reports words) of every sentence."""
    found = []
    for example in corpus.own(part, public):
        telling = {example["words"][e["word"]][0] for e in example["events"]}
        for number, (text, title) in enumerate(example["parts"]):
            found.append((sorted({piece for piece, _, _ in pieces.of(text)}), number in telling))
    return found


def main():
    base, public = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    torch.manual_seed(1)
    pieces = windows.opened(base)
    train, dev = sentences("train", public, pieces), sentences("dev", public, pieces)
    weights = torch.nn.EmbeddingBag(len(pieces.vocabulary), 1, mode="sum")
    torch.nn.init.zeros_(weights.weight)
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.Adam([*weights.parameters(), bias], lr=0.01)

    def scores(batch):
        flat = torch.tensor([p for ids, _ in batch for p in ids])
        starts = torch.tensor([0] + [len(ids) for ids, _ in batch]).cumsum(0)[:-1]
        return weights(flat, starts).squeeze(-1) + bias

    order = random.Random(1)
    for _ in range(6):
        order.shuffle(train)
        for at in range(0, len(train), 64):
            batch = train[at:at + 64]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores(batch), torch.tensor([float(y) for _, y in batch]))
            loss = loss + 2e-5 * (weights.weight ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        got = scores(dev).tolist()
    telling = sorted(score for score, (_, y) in zip(got, dev) if y)
    edge = telling[int((1 - RECALL) * len(telling))]
    passing = sum(score >= edge for score, (_, y) in zip(got, dev) if not y)
    quiet = sum(not y for _, y in dev)
    print(f"{len(train)} sentences; of {len(telling)} that tell a happening {100 * RECALL:.1f} % pass, of {quiet} others {100 * passing / max(1, quiet):.0f} %")
    (base / "gate.json").write_text(json.dumps({"w": [round(x, 5) for x in weights.weight[:, 0].tolist()], "b": float(bias) - edge}))


if __name__ == "__main__":
    main()
