"""The corpus and the public sets as examples: windows of words with labels, of which some may be unknown.

An example is a dict: `parts` [(text, is title)], `words` [(part, start, end)] in characters of their part, and labels by word index:
`trigger` {word: label}, `closed` whether words without label are no triggers, `events` [{word, assertion, status, roles {role: [(first, last)]},
known roles}], `counts` [(word, measure, scope)], `same` [(word, word, bool)], `names` [BIO by word] or None, `hard` kinds of difficulty.
"""
import gzip
import json
import random
import re
from pathlib import Path

import check
import standoff

HERE = Path(__file__).parent.parent
WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
TRIGGERS = ["none", "also", "no", "say", *check.KINDS]
ASSERTIONS = ["asserted", "background", "negated", "denied", "future", "ordered", "hypothetical"]
STATUSES = ["fact", "suspected", "claimed"]
ROLES = ["doer", "target", "place", "time", "means", "count", "source", "content"]
MEASURES = ["killed", "injured", "detained", "abducted", "missing", "displaced", "surrendered", "released", "destroyed", "crowd"]
SCOPES = ["event", "part", "period", "total"]
NAMES = ["PER", "ORG", "LOC"]
# Of a window; some 220 pieces.
LONGEST_WORDS = 165
AUXILIARIES = set("has have had been is are was were be being to will would not also as it ’s 's , “ \" that".split())
EVENT_ROLES = {"doer", "target", "place", "time", "means", "count"}


def part_of(path):
    """test, dev or train: by the number of the file, so that it is settled before anybody looks at it."""
    number = int(re.search(r"-(\d+)\.", path.name)[1])
    return {5: "test", 12: "test", 8: "dev"}.get(number, "train")


def files():
    return sorted((HERE / "passages").glob("*-*.txt"))


def own_texts():
    for path in files():
        if part_of(path) == "train":
            for passage in check.parse(path)[0]:
                yield from passage.parts.values()


class Window:
    """Words of a passage, and where a span in its text layer lies among them."""

    def __init__(self, parts):
        self.parts, self.words = parts, []
        for number, (text, _, _) in enumerate(parts):
            self.words += [(number, m.start(), m.end()) for m in WORD.finditer(text)]
        self.bases = [base for _, _, base in parts]

    def range(self, start, end):
        """The first and last word of a span in the text layer."""
        inside = [i for i, (part, a, b) in enumerate(self.words) if a + self.bases[part] < end and start < b + self.bases[part]]
        return (inside[0], inside[-1]) if inside else None


def of_passage(passage, source):
    """The windows of a passage, as the program reads a page: title, the sentence before, and new sentences."""
    where, title, sentences = passage.where, [], []
    if "0" in where:
        title.append((passage.parts["0"], True, where["0"][0]))
    for key in sorted((k for k in where if k not in ("0", "D")), key=int):
        # The dateline stands before the first sentence, as on a page.
        if not sentences and "D" in where:
            start = where["D"][0]
            sentences.append((passage.text[start:where[key][1]], False, start))
        else:
            sentences.append((passage.parts[key], False, where[key][0]))
    words = lambda parts: sum(len(text.split()) for text, _, _ in parts)
    begin = 0
    while begin < len(sentences):
        context = sentences[begin - 1:begin] if begin else []
        end = begin + 1
        while end < len(sentences) and words(title + context + sentences[begin:end + 1]) <= LONGEST_WORDS:
            end += 1
        yield of_window(passage, source, title + context + sentences[begin:end])
        begin = end


def of_window(passage, source, parts):
    """What of a passage these parts of it tell. What plays a part and stands elsewhere is not seen."""
    window = Window(parts)
    trigger, events, counts, heads = {}, [], [], {}
    for mention in passage.mentions:
        at = window.range(*mention["trigger"])
        if at is None:
            continue
        word = at[1] if mention["kind"] not in ("say",) else at[0]
        trigger[word] = mention["kind"]
        for also in mention["also"]:
            extra = window.range(*also)
            if extra:
                trigger.setdefault(extra[1], "also")
        roles, status = {role: [] for role in EVENT_ROLES}, None
        for role, scope, start, end in mention["args"]:
            span = window.range(start, end)
            if not span:
                continue
            if role.startswith("doer"):
                found = {"doer": "fact", "doer?": "suspected", "doer!": "claimed"}[role]
                status = found if status is None or found != "fact" else status
                roles["doer"].append(span)
            elif role in check.MEASURES:
                roles["count"].append(span)
                counts.append((span[0], role, scope or "event"))
            else:
                roles[role].append(span)
        events.append({"word": word, "kind": mention["kind"], "assertion": mention["assertion"], "status": status, "roles": roles})
        heads.setdefault(mention["happening"], []).append(word)
    for say in passage.says:
        at = window.range(*say["cue"])
        if at is None:
            continue
        roles = {"source": [r for s in say["source"] if (r := window.range(*s))], "content": [r for s in say["content"] if (r := window.range(*s))]}
        word = at[0]
        if word in trigger and trigger[word] not in ("say", "no", "also"):
            # A cue that is a happening too ("accused", "denied") keeps its kind; its roles of speech are learnt with it.
            event = next(e for e in events if e["word"] == word)
            event["roles"] |= roles
        else:
            trigger[word] = "say"
            events.append({"word": word, "kind": "say", "assertion": None, "status": None, "roles": roles})
    for no in passage.no:
        at = window.range(*no["trigger"])
        if at:
            trigger.setdefault(at[1], "no")
    words = [e["word"] for e in events if e["kind"] != "say"]
    letter = {w: l for l, group in heads.items() for w in group}
    same = [(a, b, letter[a] == letter[b]) for i, a in enumerate(words) for b in words[i + 1:]]
    names = [0] * len(window.words)
    for start, end, kind in passage.names:
        span = window.range(start, end)
        if span and not any(names[span[0]:span[1] + 1]):
            names[span[0]] = 1 + 2 * NAMES.index(kind)
            for i in range(span[0] + 1, span[1] + 1):
                names[i] = 2 + 2 * NAMES.index(kind)
    return {"id": passage.id, "source": source, "parts": [(t, title) for t, title, _ in parts], "words": window.words, "trigger": trigger, "closed": True,
            "events": events, "counts": counts, "same": same, "names": names if passage.names else None, "hard": passage.hard}


def own(part, public=None):
    """Passages of one part: ours, and the real ones where the folder of public sets is at hand."""
    examples = [window for path in files() if part_of(path) == part for passage in check.parse(path)[0] for window in of_passage(passage, "own")]
    if public:
        examples += [window for passage in standoff.load(HERE / "standoff.jsonl", public, part) for window in of_passage(passage, "real")]
    return examples


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def chars(text):
    """Characters by byte offset."""
    at, where = 0, {}
    for i, letter in enumerate(text):
        where[at] = i
        at += len(letter.encode())
    where[at] = len(text)
    return where


def event_location(folder, limit, seed=1):
    """Sentences with one verb and the place of its event (Halterman 2019); only the role of place is known."""
    docs = {d["id"]: d for d in rows(folder / "docs.jsonl.gz") if not d.get("in_bench") and d["source"] != "Masdar_RA"}
    examples = []
    for ann in rows(folder / "ann.jsonl.gz"):
        doc = docs.get(ann["id"])
        if doc is None:
            continue
        window, where = Window([(doc["text"], False, 0)]), chars(doc["text"])
        spans = {s["id"]: (where[s["start"]], where[s["end"]]) for s in ann["spans"]}
        events = []
        for span in ann["spans"]:
            if span["label"] != "event":
                continue
            at = window.range(*spans[span["id"]])
            places = [window.range(*spans[l["to"]]) for l in ann["links"] if l["from"] == span["id"]]
            if at:
                events.append({"word": at[0], "kind": None, "assertion": None, "status": None, "roles": {"place": [p for p in places if p]}})
        examples.append({"id": doc["id"], "source": "event-location", "parts": [(doc["text"], False)], "words": window.words, "trigger": {}, "closed": False,
                         "events": events, "counts": [], "same": [], "names": None, "hard": []})
    random.Random(seed).shuffle(examples)
    return examples[:limit]


def polnear(folder, limit, seed=1):
    """Windows of some sentences with all attributions in them; of triggers only "say" is known."""
    docs = {d["id"]: d for d in rows(folder / "docs.jsonl.gz") if not d.get("in_bench")}
    examples = []
    for ann in rows(folder / "ann.jsonl.gz"):
        doc = docs.get(ann["id"])
        if doc is None:
            continue
        text, where = doc["text"], chars(doc["text"])
        spans = {s["id"]: s for s in ann["spans"]}
        sides = {}
        for s in ann["spans"]:
            sides.setdefault(s["attr"], {"source": [], "cue": [], "content": []})[s["label"]].append((where[s["start"]], where[s["end"]]))
        ends = [0] + [m.end() for m in re.finditer(r"[.!?]['”\"]?\s+(?=[A-Z“\"])|\n+", text)] + [len(text)]
        at = 0
        while at < len(ends) - 1:
            last = at + 1
            while last < len(ends) - 1 and ends[last + 1] - ends[at] < 700:
                last += 1
            start, end = ends[at], ends[last]
            at = last
            if end - start > 1400 or not text[start:end].strip():
                continue
            window = Window([(text[start:end], False, start)])
            events = []
            whole = True
            for attribution in sides.values():
                flat = [s for group in attribution.values() for s in group]
                inside = [start <= a and b <= end for a, b in flat]
                if not any(inside):
                    continue
                if not all(inside) or not attribution["cue"]:
                    whole = whole and not any(start <= a < end for a, _ in attribution["cue"])
                    continue
                cue = window.range(*attribution["cue"][0])
                if cue is None:
                    continue
                roles = {side: [r for s in attribution[side] if (r := window.range(*s))] for side in ("source", "content")}
                # Our scheme puts the mark on the telling word: not on "has been" of "has been critical of".
                part, word = window.parts[0][0], cue[0]
                while word < cue[1] and part[window.words[word][1]:window.words[word][2]].lower() in AUXILIARIES:
                    word += 1
                events.append({"word": word, "kind": "say", "assertion": None, "status": None, "roles": roles})
            if whole:
                examples.append({"id": f"{doc['id']}:{start}", "source": "polnear", "parts": [(text[start:end], False)], "words": window.words,
                                 "trigger": {e["word"]: "say" for e in events}, "closed": False, "says": True, "events": events, "counts": [], "same": [], "names": None, "hard": []})
    random.Random(seed).shuffle(examples)
    return examples[:limit]
