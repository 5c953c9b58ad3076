"""Annotations of real passages without their texts: `standoff.jsonl` holds offsets and hashes; who has the public sets of SOURCES.md can join both.

A record: `part` (train, dev, test), `set`, `doc`, `field` (text or cased), `sha256` of that field, `title` (whether the first sentence is one), `sentences` and everything else as half-open ranges of UTF-8 bytes in
that field. `load(path, folder)` gives passages like those of `check.parse`; a document that is not there, or has another hash, is left out with a line on standard error.

`standoff.py PUBLIC FILE…` adds annotated passages to `standoff.jsonl`: files in the notation of SCHEME.md whose passages have the id SET/DOCUMENT/NUMBER and whose sentences are those of the document, with
curly quotation marks. The part of a document is the one it has already, else settled by its name: 5 of 100 test, 4 dev.
"""
import gzip
import hashlib
import json
import sys
from pathlib import Path

import check


def spans_to(places, found):
    """All spans of a passage's findings, each put through `places`."""
    ranges = lambda all: [places(*s) for s in all]
    return {
        "names": [[*places(a, b), kind] for a, b, kind in found.names],
        "mentions": [{"happening": m["happening"], "part": m["part"], "trigger": places(*m["trigger"]), "also": ranges(m["also"]), "kind": m["kind"], "assertion": m["assertion"],
                      "args": [[role, scope, *places(a, b)] for role, scope, a, b in m["args"]]} for m in found.mentions],
        "says": [{"cue": places(*s["cue"]), "source": ranges(s["source"]), "content": ranges(s["content"])} for s in found.says],
        "no": [{"trigger": places(*n["trigger"]), "reason": n["reason"]} for n in found.no],
    }


def documents(folder, name):
    with gzip.open(Path(folder) / name / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {doc["id"]: doc for doc in map(json.loads, lines)}


def record(passage, name, doc, field, sentences):
    """The record of an annotated passage whose sentences stand at these character ranges of the document."""
    text = doc[field]
    title = "0" in passage.parts
    keys = [str(i if title else i + 1) for i in range(len(sentences))]
    byte = lambda at: len(text[:at].encode())

    def places(start, end):
        for key, (first, _) in zip(keys, sentences):
            a, b = passage.where[key]
            if a <= start and end <= b:
                return [byte(first + start - a), byte(first + end - a)]
        raise ValueError(f"{passage.id}: a span crosses sentences")

    return {"set": name, "doc": doc["id"], "field": field, "sha256": hashlib.sha256(text.encode()).hexdigest(), "title": title,
            "sentences": [[byte(a), byte(b)] for a, b in sentences], **spans_to(places, passage)}


def passage_of(record, text):
    """The passage of a record, with its text."""
    data = text.encode()
    passage = check.Passage(f"{record['set']}/{record['doc']} | - | real | -", 0)
    keys = [str(i if record["title"] else i + 1) for i in range(len(record["sentences"]))]
    for key, (start, end) in zip(keys, record["sentences"]):
        passage.parts[key] = data[start:end].decode()
    passage.text, passage.where = passage.layout()

    def places(start, end):
        for key, (first, last) in zip(keys, record["sentences"]):
            if first <= start and end <= last:
                base = passage.where[key][0]
                return base + len(data[first:start].decode()), base + len(data[first:end].decode())
        raise ValueError("a span outside of the sentences")

    ranges = lambda all: [places(*s) for s in all]
    passage.names = [(*places(a, b), kind) for a, b, kind in record["names"]]
    passage.mentions = [m | {"trigger": places(*m["trigger"]), "also": ranges(m["also"]), "args": [(role, scope, *places(a, b)) for role, scope, a, b in m["args"]]} for m in record["mentions"]]
    passage.says = [{"cue": places(*s["cue"]), "source": ranges(s["source"]), "content": ranges(s["content"])} for s in record["says"]]
    passage.no = [n | {"trigger": places(*n["trigger"])} for n in record["no"]]
    return passage


def load(path, folder, part=None):
    """The passages of a part (train, dev, test), or all."""
    known, missing = {}, 0
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if part and entry["part"] != part:
            continue
        if entry["set"] not in known:
            try:
                known[entry["set"]] = documents(folder, entry["set"])
            except OSError:
                known[entry["set"]] = {}
        text = known[entry["set"]].get(entry["doc"], {}).get(entry["field"])
        if text is None or hashlib.sha256(text.encode()).hexdigest() != entry["sha256"]:
            missing += 1
            continue
        yield passage_of(entry, text)
    if missing:
        print(f"{path}: {missing} passages are left out, since their document is not in {folder} or has another text", file=sys.stderr)


PLAIN = str.maketrans("“”", '""')


def sentences_of(passage, text):
    """Where the sentences of a passage stand in a document, in characters."""
    plain, at, found = text.translate(PLAIN), 0, []
    for key in sorted((k for k in passage.parts if k != "D"), key=int):
        sentence = passage.parts[key].translate(PLAIN)
        at = plain.find(sentence, at)
        if at < 0:
            raise ValueError(f"{passage.id}: sentence {key} does not stand in its document")
        found.append((at, at + len(sentence)))
        at += len(sentence)
    return found


def part_of(document):
    number = int(hashlib.sha256(document.encode()).hexdigest(), 16) % 100
    return "test" if number < 5 else "dev" if number < 9 else "train"


def main(public, *files):
    path = Path(__file__).parent / "standoff.jsonl"
    known = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    part = {entry["doc"]: entry["part"] for entry in reversed(known)}
    have = {(entry["doc"], str(entry["sentences"])) for entry in known}
    sets, added = {}, 0
    with path.open("a", encoding="utf-8") as out:
        for file in files:
            passages, faults = check.parse(file)
            for fault in faults:
                print(f"{file}: {fault}", file=sys.stderr)
            for passage in passages:
                name, document, _ = passage.id.split("/")
                if name not in sets:
                    sets[name] = documents(public, name)
                doc = sets[name][document]
                if doc.get("in_bench"):
                    sys.exit(f"{file}: {passage.id} is in a benchmark and may not be trained on")
                field = "cased" if doc.get("cased") else "text"
                entry = record(passage, name, doc, field, sentences_of(passage, doc[field]))
                entry["part"] = part.setdefault(document, part_of(document))
                if (document, str(entry["sentences"])) not in have:
                    have.add((document, str(entry["sentences"])))
                    out.write(json.dumps(entry, separators=(",", ":")) + "\n")
                    added += 1
    print(f"{added} passages added to {path.name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
