"""Examples to what the network eats: ids of pieces, the piece of each word, the part of each word."""
from pathlib import Path

import torch

from .pieces import BEGIN, END, Pieces

LONGEST = 256


def opened(folder):
    return Pieces.open(Path(folder) / "pieces.json")


def encoded(examples, pieces):
    """Adds `ids`, `first` (the piece that holds the first letter of each word) and `part_of_word` (title -1). Words beyond the end are cut off."""
    for example in examples:
        ids, holders = [BEGIN], {}
        for number, (text, title) in enumerate(example["parts"]):
            for piece, start, end in pieces.of(text):
                for at in range(start, end):
                    holders[number, at] = len(ids)
                ids.append(piece)
            if title:
                ids.append(END)
        ids = ids[:LONGEST - 1] + [END]
        first = [holders.get((part, start), 0) for part, start, _ in example["words"]]
        keep = next((i for i, at in enumerate(first) if at >= LONGEST - 1), len(first))
        # A word of control characters alone has no piece; it is read at the beginning mark.
        example["ids"], example["first"] = ids, first[:keep]
        titles = {number for number, (_, title) in enumerate(example["parts"]) if title}
        example["part_of_word"] = torch.tensor([-1 if part in titles else part for part, _, _ in example["words"]])
    return [e for e in examples if e["first"]]


def collate(group):
    length, words = max(len(e["ids"]) for e in group), max(len(e["first"]) for e in group)
    ids, mask, first = torch.ones(len(group), length, dtype=torch.long), torch.zeros(len(group), length, dtype=torch.bool), torch.zeros(len(group), words, dtype=torch.long)
    for k, example in enumerate(group):
        ids[k, :len(example["ids"])] = torch.tensor(example["ids"])
        mask[k, :len(example["ids"])] = True
        first[k, :len(example["first"])] = torch.tensor(example["first"])
    return ids, mask, first
