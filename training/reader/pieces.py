"""Word pieces: a text to the ids and byte ranges that `stemma-reader` gives it too.

The text is cut at white space; each chunk is put into NFKC with a map back to its characters, and read by the unigram model with the
word mark "▁" before it. Offsets here are characters of the text.
"""
import json
import unicodedata

from tokenizers import Tokenizer, models

MARK = "▁"
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
LONGEST_CHUNK = 200


def normalised(chunk):
    """The chunk in NFKC, and for each character of it the range of the original that it stands for."""
    out, where, at = [], [], 0
    while at < len(chunk):
        end = at + 1
        while end < len(chunk) and unicodedata.combining(chunk[end]):
            end += 1
        for letter in unicodedata.normalize("NFKC", chunk[at:end]):
            if unicodedata.category(letter) in ("Cc", "Cf") or letter.isspace():
                continue
            out.append(letter)
            where.append((at, end))
        at = end
    return "".join(out), where


class Pieces:
    def __init__(self, vocabulary):
        """`vocabulary`: a list of [piece, score], the first four special."""
        self.vocabulary = vocabulary
        # A literal "<s>" in a text must not become the special piece: the four have a name that no text has.
        named = [(f"\x00{i}", min(score for _, score in vocabulary[4:])) for i in range(4)] + [(piece, score) for piece, score in vocabulary[4:]]
        self.model = Tokenizer(models.Unigram(named, UNKNOWN, False))
        self.known = {}

    @classmethod
    def open(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file))

    def chunk(self, words):
        """Ids of a normalised chunk and where each begins and ends in it; a lone mark covers nothing."""
        if words not in self.known:
            encoding = self.model.encode(MARK + words, add_special_tokens=False)
            spans = [(max(a - 1, 0), max(b - 1, 0)) for a, b in encoding.offsets]
            if len(self.known) > 200_000:
                self.known.clear()
            self.known[words] = list(zip(encoding.ids, spans))
        return self.known[words]

    def of(self, text):
        """[(id, start, end)] of a text."""
        found, at = [], 0
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            end = at
            while end < len(text) and not text[end].isspace() and end - at < LONGEST_CHUNK:
                end += 1
            words, where = normalised(text[at:end])
            if words:
                for piece, (first, last) in self.chunk(words):
                    if first == last:
                        found.append((piece, at + where[first][0] if first < len(where) else end, at + where[first][0] if first < len(where) else end))
                    else:
                        found.append((piece, at + where[first][0], at + where[last - 1][1]))
            at = end
        return found
