"""Figures of a trained reader on a part of the corpus: `evaluate.py BASE reader.pt [--part test|dev] [--public DIR] [--exact]`, by head and by kind of difficulty."""
import argparse
import collections
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
from reader import corpus, model, windows  # noqa: E402


def spans_of(tags):
    """Runs B I* of one role, as (first, last)."""
    found, start = [], None
    for i, tag in enumerate([*tags, 0]):
        if start is not None and tag != 2:
            found.append((start, i - 1))
            start = None
        if tag == 1 or tag == 2 and start is None and i < len(tags):
            start = i
    return found


class Count:
    def __init__(self):
        self.right = self.said = self.wanted = 0

    def add(self, said, wanted):
        said, wanted = set(said), set(wanted)
        self.right, self.said, self.wanted = self.right + len(said & wanted), self.said + len(said), self.wanted + len(wanted)

    def line(self):
        p, r = self.right / max(1, self.said), self.right / max(1, self.wanted)
        return f"P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {200 * p * r / max(1e-9, p + r):5.1f}  ({self.wanted})"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base", type=Path)
    options.add_argument("net", type=Path)
    options.add_argument("--part", default="dev")
    options.add_argument("--public", type=Path)
    options.add_argument("--exact", action="store_true")
    options = options.parse_args()
    saved = torch.load(options.net)
    net = model.opened(options.base / "base.safetensors", saved.get("layers", 6))
    net.load_state_dict(saved["net"], strict=False)
    net.eval()
    net.exact(options.exact)
    pieces = windows.opened(options.base)
    examples = windows.encoded(corpus.own(options.part, options.public), pieces)
    table = collections.defaultdict(Count)
    skip = {corpus.TRIGGERS.index(n) for n in ("none", "also", "no")}
    confusion = collections.Counter()
    with torch.no_grad():
        for example in examples:
            words = net.encode(*windows.collate([example]))[0]
            n = len(example["first"])
            words = words[:n]
            said = net.heads["trigger"](words).argmax(-1).tolist()
            got = {i: corpus.TRIGGERS[k] for i, k in enumerate(said) if k not in skip}
            want = {e["word"]: e["kind"] for e in example["events"] if e["word"] < n}
            for group in ("", example["source"] + " "):
                table[group + "trigger"].add(got, want)
                table[group + "trigger and kind"].add(got.items(), want.items())
            for i in want.keys() & got.keys():
                if got[i] != want[i]:
                    confusion[want[i], got[i]] += 1
            events = [e for e in example["events"] if e["word"] < n]
            if not events:
                continue
            at = torch.tensor([e["word"] for e in events])
            assertion = net.heads["assertion"](words[at]).argmax(-1).tolist()
            status = net.heads["status"](words[at]).argmax(-1).tolist()
            tags = net.pairs(words, at, example["part_of_word"][:n]).argmax(-1)
            several = len({p for e in events if e["kind"] != "say" for p in e["roles"].get("place", [])}) > 1
            doers = len({p for e in events if e["kind"] != "say" for p in e["roles"].get("doer", [])}) > 1
            for k, event in enumerate(events):
                if event["assertion"]:
                    table["assertion"].add([(0, corpus.ASSERTIONS[assertion[k]])], [(0, event["assertion"])])
                if event["status"]:
                    table["status"].add([(0, corpus.STATUSES[status[k]])], [(0, event["status"])])
                for role in event["roles"]:
                    wanted = [s for s in event["roles"][role] if s[0] < n]
                    found = spans_of(tags[k, :, corpus.ROLES.index(role)].tolist())
                    table[f"role {role}"].add(found, wanted)
                    # By the last word: the head of the phrase.
                    table[f"role {role}, head"].add([b for _, b in found], [b for _, b in wanted])
                    if role == "place" and several or role == "doer" and doers:
                        table[f"role {role}, head, where the passage has several"].add([b for _, b in found], [b for _, b in wanted])
                    for hard in set(example["hard"]):
                        if role in ("doer", "place", "target"):
                            table[f"~ {hard}: doer, target, place"].add([(role, b) for _, b in found], [(role, b) for _, b in wanted])
            counts = [c for c in example["counts"] if c[0] < n]
            if counts:
                at = torch.tensor([c[0] for c in counts])
                for name, labels, column in (("measure", corpus.MEASURES, 1), ("scope", corpus.SCOPES, 2)):
                    for got_label, c in zip(net.heads[name](words[at]).argmax(-1).tolist(), counts):
                        table[name].add([labels[got_label]], [c[column]])
            if example["names"]:
                got = net.heads["name"](words).argmax(-1).tolist()
                for kind in range(len(corpus.NAMES)):
                    as_tags = lambda names: [0 if v == 0 or (v - 1) // 2 != kind else 1 + (v - 1) % 2 for v in names]
                    table["names"].add([(kind, *s) for s in spans_of(as_tags(got))], [(kind, *s) for s in spans_of(as_tags(example["names"][:n]))])
            same = [s for s in example["same"] if s[0] < n and s[1] < n]
            if same:
                p = net.together(words, torch.tensor([s[0] for s in same]), torch.tensor([s[1] for s in same])).sigmoid().tolist()
                table["same happening"].add([i for i, x in enumerate(p) if x > 0.5], [i for i, s in enumerate(same) if s[2]])
    print(f"{len(examples)} windows of part {options.part}")
    for name in sorted(table):
        if table[name].wanted >= 20:
            print(f"{name:<58} {table[name].line()}")
    print("confused:", ", ".join(f"{a} as {b} {c}" for (a, b), c in confusion.most_common(16)))


if __name__ == "__main__":
    main()
