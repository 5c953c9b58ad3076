"""Matches two coded tables as MELTT does, reimplemented from its description.

K. Donnay, E. Dunford, E. McGrath, D. Backer, D. Cunningham: "Integrating Conflict Event Data", Journal of Conflict Resolution 63 (5), 2019;
reference pages and read-me of the R package meltt 0.4.3 (CRAN); parameters from the authors' replication material of the article. No code of
theirs was used.

    python3 scripts/lib/meltt.py acled FILE ged FILE TAXONOMIES [--km N] [--days N] [--both-sides] [--flagged]

In: two tables (ACLED, UCDP GED or POLECAT) and a folder of taxonomies; out: pairs of ids, one a line, with their score.

How it goes: two rows may be one event if they are within `spatwindow` km and `twindow` days. Each of the taxonomies (kind, party, precision)
then says on which level the two rows agree: 0 on its finest, 1 on its broadest, evenly between. A pair that disagrees on every level of any
taxonomy is dropped (`partial` = 0, the default). The score is the mean over the taxonomies with equal weights (`weight` = NA, the default),
all levels used (`smartmatch` = TRUE, the default); the lowest score wins and each row is used once. A row of several days (an episode) is
matched with episodes only; against single days it is flagged for review by hand and is no match (`--flagged` takes it as one).

The windows have no defaults in the package. 3 km and 1 day are what the article's cases use (Nigeria, Libya, South Sudan), 50 km and 1 day its
second run for Libya and South Sudan. As there, the party is ACLED's `actor1` and GED's `side_a`. Ours: where scores are equal the nearer in
time, then in space wins, and then one drawn from a seed (the pages do not say); the levels of the taxonomies; `--both-sides`, which lets the better of either table's two
sides agree and so forgives that one table begins with the attacker and the other with the government.
"""
import csv
import datetime
import hashlib
import math
import pathlib
import sys

EARTH_KM = 6371.0
PAPER_KM, PAPER_DAYS = 3.0, 1
DIMENSIONS = ("event", "actor", "precision")
# Two victims agree in every second pair: they say nothing about which happening it was.
VICTIMS = "unarmed"


def distance_km(one, other):
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


class Row:
    """What the matcher sees of a row, whichever table it comes from."""

    def __init__(self, key, first, last, at, event, actors, precision):
        self.key, self.at, self.event, self.actors, self.precision = key, at, event, actors, precision
        self.first, self.last = datetime.date.fromisoformat(first[:10]), datetime.date.fromisoformat(last[:10])

    @property
    def is_episode(self):
        return self.first != self.last


def read(kind, path):
    with open(path, encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t" if kind == "polecat" else ","):
            if kind == "acled":
                yield Row(row["event_id_cnty"], row["event_date"], row["event_date"], (float(row["latitude"]), float(row["longitude"])), row["event_type"],
                          (row["actor1"], row["actor2"]), row["geo_precision"])
            elif kind == "ged":
                yield Row(row["id"], row["date_start"], row["date_end"], (float(row["latitude"]), float(row["longitude"])), row["type_of_violence"],
                          (row["side_a"], row["side_b"]), row["where_prec"])
            elif kind == "polecat":
                event = row["Event Type"] + ("/" + row["Event Mode"] if row["Event Mode"] else "")
                yield Row(row["Event ID"], row["Event Date"], row["Event Date"], (float(row["Latitude"]), float(row["Longitude"])), event,
                          (row["Actor Name"], row["Recipient Name"]), row["Feature Type"])
            else:
                raise SystemExit(f"meltt: no reader for a table of kind {kind}; there are acled, ged, polecat")


class Taxonomies:
    def __init__(self, folder):
        self.levels = {}
        for dimension in DIMENSIONS:
            path = pathlib.Path(folder) / f"{dimension}.tsv"
            lines = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if not line.startswith("#")]
            self.levels[dimension] = {(cells[0], cells[1]): cells[2:] for cells in lines[1:]}

    def score(self, dimension, one, other):
        """0 for agreement on the finest level, 1 on the broadest, nothing for none."""
        ours, theirs = self.levels[dimension].get(one), self.levels[dimension].get(other)
        if not ours or not theirs:
            return None
        agreed = [at for at, (a, b) in enumerate(zip(ours, theirs)) if a and a == b]
        return min(agreed) / max(1, len(ours) - 1) if agreed else None

    def actor_score(self, one, other, both_sides):
        pairs = [(a, b) for a in one[1] for b in other[1]] if both_sides else [(one[1][0], other[1][0])]
        scores = []
        for a, b in pairs:
            score = self.score("actor", (one[0], a), (other[0], b))
            if score is None or both_sides and self.levels["actor"][one[0], a][-1] == VICTIMS:
                continue
            scores.append(score)
        return min(scores) if scores else None


def gap_days(one, other):
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def candidates(ours, theirs, taxonomies, km=PAPER_KM, days=PAPER_DAYS, both_sides=False, flagged=False):
    """(kind, rows) twice; gives (score, days, km, id, id) of every pair that may be one event."""
    (kind, left), (other_kind, right) = ours, theirs
    left, right = list(left), list(right)
    right.sort(key=lambda row: row.first)
    found = []
    for one in left:
        for other in right:
            if (other.first - one.last).days > days:
                break
            if one.is_episode != other.is_episode and not flagged:
                continue
            gap = gap_days(one, other)
            if one.is_episode and other.is_episode:
                gap = max(abs((one.first - other.first).days), abs((one.last - other.last).days))
            if gap > days:
                continue
            far = distance_km(one.at, other.at)
            if far > km:
                continue
            scores = [taxonomies.score("event", (kind, one.event), (other_kind, other.event)),
                      taxonomies.actor_score((kind, one.actors), (other_kind, other.actors), both_sides),
                      taxonomies.score("precision", (kind, one.precision), (other_kind, other.precision))]
            if None in scores:
                continue
            found.append((sum(scores) / len(scores), gap, far, one.key, other.key))
    return found


def once(found, draw=0):
    """(id, id, score): the lowest first, every row once. What is equal in all is drawn."""
    order = sorted(found, key=lambda pair: (*pair[:3], hashlib.sha256(f"{draw}|{pair[3]}|{pair[4]}".encode()).digest()))
    taken, pairs = set(), []
    for score, _, _, one, other in order:
        if ("ours", one) not in taken and ("theirs", other) not in taken:
            taken |= {("ours", one), ("theirs", other)}
            pairs.append((one, other, score))
    return pairs


def nearest(ours, theirs, km=10.0):
    """The candidates of the naive way: the same day and less than 10 km, whatever happened and whoever did it."""
    right = list(theirs[1])
    found = [(0.0, gap_days(one, other), distance_km(one.at, other.at), one.key, other.key) for one in ours[1] for other in right
             if other.first <= one.first <= other.last]
    return [pair for pair in found if pair[2] < km]


def main(words):
    flags = {word for word in words if word.startswith("--")} - {"--km", "--days"}
    numbers = {"--km": PAPER_KM, "--days": PAPER_DAYS}
    plain = []
    words = iter(words)
    for word in words:
        if word in numbers:
            numbers[word] = float(next(words))
        elif not word.startswith("--"):
            plain.append(word)
    if len(plain) != 5 or flags - {"--both-sides", "--flagged"}:
        raise SystemExit(__doc__)
    kind, path, other_kind, other, folder = plain
    pairs = once(candidates((kind, read(kind, path)), (other_kind, read(other_kind, other)), Taxonomies(folder), numbers["--km"], numbers["--days"],
                  "--both-sides" in flags, "--flagged" in flags))
    print("id_a", "id_b", "score", sep="\t")
    for one, other, score in pairs:
        print(one, other, f"{score:.3f}", sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
