"""Checks annotated passages against SCHEME.md and turns them into spans.

`python3 training/check.py FILE…` prints one line for each fault, with file, line and the way out, then a count; exit status 1 if there is a fault.
`parse(path)` gives the passages with byte offsets into the text layer that `text_of` makes of a passage: title, dateline and
sentences, as a page would have them.
"""
import collections
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
ASSERTIONS = {"asserted", "negated", "denied", "future", "ordered", "hypothetical", "background"}
MEASURES = {"killed", "injured", "detained", "abducted", "missing", "displaced", "surrendered", "released", "destroyed", "crowd"}
SCOPES = {"", "part", "period", "total"}
ROLES = {"doer", "doer?", "doer!", "target", "place", "time", "means"}
NO_EVENT = {"sport", "film", "game", "exercise", "figurative", "name", "abstract", "labour", "purpose", "ability", "weapon"}
NAME_TYPES = {"PER", "ORG", "LOC"}
QUOTE = re.compile(r'(\d+|D)?"([^"]+)"(?:#(\d+))?')


def kinds():
    lines = (HERE / "KINDS.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines if line and not line.startswith("#")}


KINDS = kinds()


class Fault(Exception):
    pass


class Passage:
    """One passage: its parts, and after `resolve` its mentions, attributions, false friends and names as spans."""

    def __init__(self, head, line):
        cells = [cell.strip() for cell in head.split("|")]
        if len(cells) != 4:
            raise Fault("a head has four cells: ## id | conflict | form | hard cases (or -)")
        self.id, self.conflict, self.form, self.hard = cells[0], cells[1], cells[2], [h.strip() for h in cells[3].split(",") if h.strip() not in ("", "-")]
        self.line, self.published, self.parts, self.names_line, self.rows = line, None, {}, None, []

    def layout(self):
        """The text layer, and the span of each part in it (in characters)."""
        text, where = "", {}
        if "0" in self.parts:
            where["0"] = (0, len(self.parts["0"]))
            text = self.parts["0"] + "\n\n"
        if "D" in self.parts:
            where["D"] = (len(text), len(text) + len(self.parts["D"]))
            text += self.parts["D"] + " — "
        for key in sorted((k for k in self.parts if k not in ("0", "D")), key=int):
            where[key] = (len(text), len(text) + len(self.parts[key]))
            text += self.parts[key] + " "
        return text.rstrip() + "\n", where


def find(part, quote, number, what):
    """The span of a quote in a part, in characters of the part. Whole words only."""
    if "..." in quote and quote not in part:
        first, last = (side.strip() for side in quote.split("...", 1))
        start = find(part, first, None if part.count(first) < 2 else 1, what)[0]
        end = part.find(last, start)
        while 0 <= end < start + len(first) - len(last):
            end = part.find(last, end + 1)
        if end < 0:
            raise Fault(f'{what}: "{last}" does not follow "{first}" in its sentence')
        return start, end + len(last)
    hits = [m.start() for m in re.finditer(re.escape(quote), part)]
    whole = [h for h in hits if not (h and part[h - 1].isalnum() and quote[0].isalnum())
             and not (h + len(quote) < len(part) and part[h + len(quote)].isalnum() and quote[-1].isalnum())]
    hits = whole
    if not hits:
        raise Fault(f'{what}: "{quote}" is not in its sentence as whole words; name another with 2"…", 0"…" (title) or D"…" (dateline)')
    if number is None:
        if len(hits) > 1:
            raise Fault(f'{what}: "{quote}" stands {len(hits)} times in its sentence; say which with "{quote}"#1')
        return hits[0], hits[0] + len(quote)
    if not 1 <= number <= len(hits):
        raise Fault(f'{what}: there is no #{number} of "{quote}"')
    return hits[number - 1], hits[number - 1] + len(quote)


def resolve(passage, fault):
    text, where = passage.layout()

    def span(quote, default, what):
        part, words, number = quote
        key = part or default
        if key not in where:
            raise Fault(f"{what}: there is no part {key}")
        base = where[key][0]
        start, end = find(passage.parts[key], words, int(number) if number else None, what)
        return base + start, base + end

    def cells(rest, default, allowed, line):
        out = []
        for cell in rest:
            match = re.match(r"([a-z]+[?!]?)(?:\.([a-z]+))?\s+(.+)$", cell)
            if not match:
                raise Fault(f"cell not understood: {cell!r}")
            role, scope, quotes = match.groups()
            if not allowed(role, scope or ""):
                raise Fault(f"no such role: {role}{'.' + scope if scope else ''}")
            found = QUOTE.findall(quotes)
            if not found or re.sub(r"[\s,]", "", QUOTE.sub("", quotes)):
                raise Fault(f"quotes not understood: {quotes!r}")
            for quote in found:
                out.append((role, scope or "", *span(quote, default, role)))
        return out

    passage.text, passage.where = text, where
    passage.mentions, passage.says, passage.no = [], [], []
    for line, row in passage.rows:
        try:
            head, *rest = [cell.strip() for cell in re.split(r"\s\|\s|\s\|$", row)]
            match = re.match(r'(\S+)\s+(\d+|D)\s+("[^"]+"(?:#\d+)?(?:\+"[^"]+"(?:#\d+)?)*)\s*(.*)$', head)
            if not match:
                raise Fault(f"head not understood: {head!r}")
            letter, part, triggers, words = match.groups()
            found = [span((None, q, n), part, "trigger") for _, q, n in QUOTE.findall(triggers)]
            words = words.split()
            if letter == "no":
                if len(words) != 1 or words[0] not in NO_EVENT:
                    raise Fault(f"a reason is one of {' '.join(sorted(NO_EVENT))}")
                passage.no.append({"trigger": found[0], "reason": words[0]})
            elif letter == "say":
                got = cells(rest, part, lambda r, s: r in ("source", "content") and not s, line)
                if not any(role == "content" for role, *_ in got):
                    raise Fault("an attribution has content")
                passage.says.append({"cue": found[0], "source": [g[2:] for g in got if g[0] == "source"], "content": [g[2:] for g in got if g[0] == "content"]})
            else:
                if len(words) != 2 or words[0] not in KINDS or words[1] not in ASSERTIONS:
                    raise Fault(f"after the trigger stand kind and assertion, not {' '.join(words)!r}; kinds are in KINDS.tsv")
                got = cells(rest, part, lambda r, s: r in ROLES and not s or r in MEASURES and s in SCOPES, line)
                passage.mentions.append({"happening": letter, "part": part, "trigger": found[0], "also": found[1:], "kind": words[0], "assertion": words[1], "args": got})
        except Fault as what:
            fault(line, str(what))
    passage.names = []
    for group in (passage.names_line or "").split("|"):
        if not group.strip():
            continue
        kind, _, names = group.partition(":")
        kind = kind.strip()
        if kind not in NAME_TYPES:
            fault(passage.line, f"names are PER, ORG or LOC, not {kind!r}")
            continue
        for name in sorted({n.strip() for n in names.split(",") if n.strip()}, key=len, reverse=True):
            hits = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text)]
            if not hits:
                fault(passage.line, f'name "{name}" is not in the text')
            for start, end in hits:
                if not any(s < end and start < e for s, e, _ in passage.names):
                    passage.names.append((start, end, kind))
    triggers = collections.Counter(m["trigger"] for m in passage.mentions)
    for trigger, count in triggers.items():
        if count > 1:
            fault(passage.line, f"{passage.id}: one word is the trigger of {count} mentions: {text[trigger[0]:trigger[1]]!r}; make one mention, or choose two words")


def parse(path):
    """The passages of a file, and its faults as (line, message)."""
    passages, faults = [], []
    current = None
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.rstrip()
        try:
            if not line or line.startswith("//"):
                continue
            if line.startswith("## "):
                current = None
                current = Passage(line[3:], number)
                passages.append(current)
            elif current is None:
                raise Fault("a passage begins with ##")
            elif line.startswith("> "):
                current.rows.append((number, line[2:]))
            elif line.startswith("P "):
                current.published = line[2:].strip()
                if not re.fullmatch(r"\d{4}-\d\d-\d\d", current.published):
                    raise Fault("a day of publication is YYYY-MM-DD")
            elif line.startswith("T "):
                current.parts["0"] = line[2:].strip()
            elif line.startswith("D "):
                current.parts["D"] = line[2:].strip()
            elif line.startswith("N ") or line == "N":
                current.names_line = line[2:]
            elif match := re.match(r"(\d+) (.+)$", line):
                if match[1] in current.parts:
                    raise Fault(f"sentence {match[1]} stands twice")
                current.parts[match[1]] = match[2].strip()
            else:
                raise Fault("a line begins with ##, P, T, D, a number, N or >")
        except Fault as what:
            faults.append((number, str(what)))
    for passage in passages:
        resolve(passage, lambda line, what: faults.append((line, what)))
        if not passage.names_line:
            faults.append((passage.line, f"{passage.id}: a line of names is missing (N PER: … | ORG: … | LOC: …)"))
    return passages, faults


def main(paths):
    total = wrong = mentions = 0
    for path in paths:
        passages, faults = parse(path)
        total, wrong, mentions = total + len(passages), wrong + len(faults), mentions + sum(len(p.mentions) for p in passages)
        for line, what in faults:
            print(f"{path}:{line}: {what}")
    print(f"{total} passages, {mentions} mentions, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
