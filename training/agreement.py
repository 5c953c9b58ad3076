"""How far two annotators agree: `agreement.py FIRST… --second FILE…` compares passages of one id, by what was marked.

Triggers: F1 of trigger words. Kind and assertion: share of the shared triggers, with Krippendorff's alpha for nominal values beside it. Roles: F1 of phrases by their last word, over
shared triggers. Tolls: F1 of (measure, last word). Happenings: share of pairs of shared triggers on which both say the same (one or two).
"""
import argparse
import collections
import itertools

import check


def alpha(pairs):
    """Krippendorff's alpha of two annotators, nominal values, no missing ones."""
    counts = collections.Counter(value for pair in pairs for value in pair)
    total = sum(counts.values())
    if total < 4:
        return 1.0
    observed = sum(a != b for a, b in pairs) / len(pairs)
    expected = 1 - sum(n * (n - 1) for n in counts.values()) / (total * (total - 1))
    return 1 - observed / expected if expected else 1.0


def f1(right, first, second):
    return 200 * right / max(1, first + second)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("first", nargs="+")
    options.add_argument("--second", nargs="+", required=True)
    options = options.parse_args()
    read = lambda paths: {p.id: p for path in paths for p in check.parse(path)[0]}
    first, second = read(options.first), read(options.second)
    both = sorted(first.keys() & second.keys())
    triggers, roles, tolls, says = [0, 0, 0], collections.defaultdict(lambda: [0, 0, 0]), [0, 0, 0], [0, 0, 0]
    kinds, moods, statuses, happenings = [], [], [], []

    def add(table, a, b):
        table[0] += len(a & b)
        table[1] += len(a)
        table[2] += len(b)

    for key in both:
        words = [{m["trigger"]: m for m in passage.mentions} for passage in (first[key], second[key])]
        # A word that one marks and the other joins with "+" to the same mention is no disagreement.
        extra = [{also for m in passage.mentions for also in m["also"]} for passage in (first[key], second[key])]
        a, b = set(words[0]) - (extra[1] - set(words[1])), set(words[1]) - (extra[0] - set(words[0]))
        add(triggers, a, b)
        shared = sorted(a & b)
        add(says, {s["cue"] for s in first[key].says}, {s["cue"] for s in second[key].says})
        for trigger in shared:
            one, other = words[0][trigger], words[1][trigger]
            kinds.append((one["kind"], other["kind"]))
            moods.append((one["assertion"], other["assertion"]))
            status = [next((role for role, *_ in m["args"] if role.startswith("doer")), None) for m in (one, other)]
            if all(status):
                statuses.append(tuple(status))
            phrases = [collections.defaultdict(set), collections.defaultdict(set)]
            for found, mention in zip(phrases, (one, other)):
                for role, _, _, end in mention["args"]:
                    found["toll" if role in check.MEASURES else role.rstrip("?!")].add((role.rstrip("?!"), end))
            for role in phrases[0].keys() | phrases[1].keys():
                add(tolls if role == "toll" else roles[role], phrases[0][role], phrases[1][role])
        for x, y in itertools.combinations(shared, 2):
            happenings.append((words[0][x]["happening"] == words[0][y]["happening"], words[1][x]["happening"] == words[1][y]["happening"]))
    share = lambda pairs: 100 * sum(x == y for x, y in pairs) / max(1, len(pairs))
    print(f"{len(both)} passages read by two")
    print(f"triggers            F1 {f1(*triggers):5.1f}   ({triggers[1]} and {triggers[2]})")
    print(f"attributions, cue   F1 {f1(*says):5.1f}   ({says[1]} and {says[2]})")
    for name, pairs in (("kind", kinds), ("assertion", moods), ("how firm the doer", statuses), ("one happening", happenings)):
        print(f"{name:<19} {share(pairs):5.1f} %   alpha {alpha(pairs):.2f}   ({len(pairs)})")
    for role in ("doer", "target", "place", "time", "means"):
        print(f"{role:<19} F1 {f1(*roles[role]):5.1f}   ({roles[role][1]} and {roles[role][2]})")
    print(f"tolls               F1 {f1(*tolls):5.1f}   ({tolls[1]} and {tolls[2]})")


if __name__ == "__main__":
    main()
