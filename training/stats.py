"""Counts of the corpus: `stats.py` prints passages, conflicts, kinds, forms, languages, difficulties, and how many passages tell several happenings."""
import collections
import re

import check
from reader.corpus import files, part_of


def main():
    passages = [(path, p) for path in files() for p in check.parse(path)[0]]
    conflicts = {re.sub(r"\s*\(.*|[\s,–-]*(late |early |mid-?)?\d{4}.*", "", p.conflict).strip().lower() for _, p in passages}
    kinds = collections.Counter(m["kind"] for _, p in passages for m in p.mentions)
    script = lambda text: "ar" if re.search("[\u0600-\u06ff]", text) else "ru/uk" if re.search("[\u0400-\u04ff]", text) else "latin"
    latin = collections.Counter(script(p.text) for _, p in passages)
    places = lambda p: len({p.text[a:b] for m in p.mentions for role, _, a, b in m["args"] if role in ("place", "doer")})
    several = sum(len({m["happening"] for m in p.mentions if m["kind"] not in ("accusation", "denial", "statement", "consultation")}) > 1 for _, p in passages)
    parted = sum(len({m["happening"] for m in p.mentions}) > 1 and places(p) > 2 for _, p in passages)
    hard = {"accusation", "denial", "claim", "debunked", "foiled", "exercise", "sport", "film", "history", "figurative", "labour", "threat", "hypothetical", "retraction", "correction"}
    print(f"{len(passages)} passages, {sum(len(p.mentions) for _, p in passages)} mentions, {sum(len(p.says) for _, p in passages)} attributions, {sum(len(p.no) for _, p in passages)} false friends, "
          f"{sum(len(p.names) for _, p in passages)} names")
    print(f"{len(conflicts)} conflicts; {len(kinds)} of {len(check.KINDS)} kinds, the rarest: {', '.join(f'{k} {n}' for k, n in kinds.most_common()[:-9:-1])}")
    print("scripts:", dict(latin), " parts:", dict(collections.Counter(part_of(path) for path, _ in passages)))
    print(f"tell two happenings or more: {several}; with different doers or places: {parted}; with a hard case on purpose: {sum(bool(hard & set(p.hard)) for _, p in passages)}; with a title: {sum('0' in p.parts for _, p in passages)}; with a dateline: {sum('D' in p.parts for _, p in passages)}")
    print("scopes:", dict(collections.Counter(scope or "event" for _, p in passages for m in p.mentions for role, scope, *_ in m["args"] if role in check.MEASURES)))
    print("assertions:", dict(collections.Counter(m["assertion"] for _, p in passages for m in p.mentions)))
    print("forms:", dict(collections.Counter(p.form for _, p in passages).most_common(14)))


if __name__ == "__main__":
    main()
