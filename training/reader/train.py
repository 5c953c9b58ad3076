"""Trains the reader: `train.py BASE OUT [--public DIR]`. Seeds are fixed; a run that was stopped goes on from its last checkpoint.

Every epoch reads all passages of the training part (../SCHEME.md) and, with `--public`, sentences of public sets that know one role only. What a set
does not know costs nothing: unknown triggers, roles and names are left out of the loss. The last epoch rounds as the program does (int8).
"""
import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parent.parent))
from reader import corpus, model, windows  # noqa: E402

BATCH_PIECES = 1500


def batches(examples, seed):
    """Windows of like length together, in an order of the seed."""
    order = random.Random(seed)
    keyed = sorted(examples, key=lambda e: (len(e["ids"]) + order.randint(0, 16), order.random()))
    groups, group = [], []
    for example in keyed:
        longest = max([len(example["ids"])] + [len(e["ids"]) for e in group])
        if group and longest * (len(group) + 1) > BATCH_PIECES:
            groups.append(group)
            group = []
        group.append(example)
    groups.append(group)
    order.shuffle(groups)
    return groups


WEIGHTS = {"trigger": 1.0, "assertion": 0.5, "status": 0.3, "roles": 1.0, "measure": 0.3, "scope": 0.3, "names": 0.5, "same": 0.5}


def losses(net, words, example):
    """The losses of one window by head; sums over what is known, with the count."""
    found = {}
    n = len(words)
    trigger = net.heads["trigger"](words)
    log = F.log_softmax(trigger, -1)
    none, say = corpus.TRIGGERS.index("none"), corpus.TRIGGERS.index("say")
    if example["closed"]:
        gold = torch.full((n,), none)
        for word, kind in example["trigger"].items():
            if word < n:
                gold[word] = corpus.TRIGGERS.index(kind)
        found["trigger"] = F.nll_loss(log, gold, reduction="sum"), max(1, len(example["trigger"]) + n / 12)
    elif example.get("says"):
        gold = torch.tensor([example["trigger"].get(i) == "say" for i in range(n)])
        p = log[:, say].exp().clamp(1e-6, 1 - 1e-6)
        found["trigger"] = F.binary_cross_entropy(p, gold.float(), reduction="sum"), max(1, int(gold.sum()) + n / 12)
    else:
        at = [e["word"] for e in example["events"] if e["word"] < n]
        if at:
            p = (1 - log[at][:, none].exp() - log[at][:, say].exp()).clamp_min(1e-4)
            found["trigger"] = -p.log().sum(), 4 * len(at)
    events = [e for e in example["events"] if e["word"] < n]
    told = [e for e in events if e["assertion"]]
    if told:
        at = torch.tensor([e["word"] for e in told])
        gold = torch.tensor([corpus.ASSERTIONS.index(e["assertion"]) for e in told])
        found["assertion"] = F.cross_entropy(net.heads["assertion"](words[at]), gold, reduction="sum"), len(told)
    stated = [e for e in events if e["status"]]
    if stated:
        at = torch.tensor([e["word"] for e in stated])
        gold = torch.tensor([corpus.STATUSES.index(e["status"]) for e in stated])
        found["status"] = F.cross_entropy(net.heads["status"](words[at]), gold, reduction="sum"), len(stated)
    if events:
        triggers = torch.tensor([e["word"] for e in events])
        log = F.log_softmax(net.pairs(words, triggers, example["part_of_word"][:n]), -1)
        gold = torch.zeros(len(events), n, len(corpus.ROLES), dtype=torch.long)
        known = torch.zeros(len(events), len(corpus.ROLES))
        for k, event in enumerate(events):
            for role, spans in event["roles"].items():
                r = corpus.ROLES.index(role)
                known[k, r] = 1
                for first, last in spans:
                    gold[k, first:min(last + 1, n), r] = 2
                    if first < n:
                        gold[k, first, r] = 1
        # Contents are long: a word of theirs counts less.
        weight = torch.ones(len(corpus.ROLES))
        weight[corpus.ROLES.index("content")] = 0.15
        loss = -log.gather(-1, gold[..., None]).squeeze(-1) * known[:, None] * weight
        found["roles"] = loss.sum(), 3 * len(events)
    counts = [c for c in example["counts"] if c[0] < n]
    if counts:
        at = torch.tensor([c[0] for c in counts])
        found["measure"] = F.cross_entropy(net.heads["measure"](words[at]), torch.tensor([corpus.MEASURES.index(c[1]) for c in counts]), reduction="sum"), len(counts)
        found["scope"] = F.cross_entropy(net.heads["scope"](words[at]), torch.tensor([corpus.SCOPES.index(c[2]) for c in counts]), reduction="sum"), len(counts)
    if example["names"]:
        found["names"] = F.cross_entropy(net.heads["name"](words), torch.tensor(example["names"][:n]), reduction="sum"), n / 6
    same = [s for s in example["same"] if s[0] < n and s[1] < n]
    if same:
        first, second = (torch.tensor([s[i] for s in same]) for i in (0, 1))
        gold = torch.tensor([float(s[2]) for s in same])
        found["same"] = F.binary_cross_entropy_with_logits(net.together(words, first, second), gold, reduction="sum"), len(same)
    return found


def step(net, group):
    ids, mask, first = windows.collate(group)
    words = net.encode(ids, mask, first)
    sums, counts = {}, {}
    for k, example in enumerate(group):
        for name, (loss, count) in losses(net, words[k, :len(example["first"])], example).items():
            sums[name] = sums.get(name, 0) + loss
            counts[name] = counts.get(name, 0) + count
    return {name: sums[name] / counts[name] for name in sums}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--public", type=Path, help="the folder of public sets")
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--event-location", type=int, default=1500)
    options.add_argument("--polnear", type=int, default=600)
    options.add_argument("--rate", type=float, default=3e-4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--constant", action="store_true", help="keep the rate: a first stage, from which another starts")
    options.add_argument("--start", type=Path, help="weights to begin with instead of the base")
    options = options.parse_args()
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    net = model.opened(options.base / "base.safetensors", options.layers)
    if options.start:
        net.load_state_dict(torch.load(options.start)["net"], strict=False)
    pieces = windows.opened(options.base)
    own = windows.encoded(corpus.own("train", options.public), pieces)
    public = lambda epoch: []
    if options.public:
        located = windows.encoded(corpus.event_location(options.public / "event-location", None), pieces)
        spoken = windows.encoded(corpus.polnear(options.public / "polnear", None), pieces)
        def public(epoch):
            draw = random.Random(options.seed * 100 + epoch)
            return draw.sample(located, min(options.event_location, len(located))) + draw.sample(spoken, min(options.polnear, len(spoken)))
    size = sum(len(e["ids"]) for e in own + public(0))
    print(f"{len(own)} own windows, {size} pieces an epoch", flush=True)
    encoder = [p for n, p in net.named_parameters() if n.startswith(("layers", "norm", "positions"))]
    head = [p for n, p in net.named_parameters() if not n.startswith(("layers", "norm", "positions"))]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": options.rate}, {"params": head, "lr": 1e-3}], weight_decay=0.01)
    steps = options.epochs * len(batches(own + public(0), 0))
    shape = lambda step: min(1.0, (step + 1) / (0.05 * steps)) * (1.0 if options.constant else max(0.02, 1 - step / steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape)
    checkpoint, begin = options.out / "checkpoint.pt", 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        net.load_state_dict(saved["net"], strict=False)
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        begin = saved["epoch"]
    for epoch in range(begin, options.epochs):
        net.train()
        net.exact(epoch == options.epochs - 1 and not options.constant)
        torch.manual_seed(options.seed * 1000 + epoch)
        seen, started, sums = 0, time.time(), {}
        for number, group in enumerate(batches(own + public(epoch), options.seed * 100 + epoch)):
            found = step(net, group)
            loss = sum(WEIGHTS[name] * value for name, value in found.items())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            seen += sum(len(e["ids"]) for e in group)
            for name, value in found.items():
                sums[name] = 0.95 * sums.get(name, value.item()) + 0.05 * value.item()
            if number % 100 == 0:
                print(f"epoch {epoch} batch {number} {seen / (time.time() - started):.0f} pieces/s  " + "  ".join(f"{n} {v:.3f}" for n, v in sorted(sums.items())), flush=True)
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}, checkpoint)
        torch.save({"net": net.state_dict(), "layers": options.layers}, options.out / "reader.pt")
    print(json.dumps({"done": str(options.out)}))


if __name__ == "__main__":
    main()
