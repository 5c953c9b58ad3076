//! Every text without the names: in lists and records by a token, in text layers by letters that need the same room.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::spans::Spans;
use super::survey::is_known_place;
use super::words::{Names, is_between, numbers, words};
use crate::lexicon::{Lexicon, fold};
use crate::model::{Entity, Reading, Span};
use crate::text::digest::keyed;

/// What stands for the words of a page that are kept back.
pub const WITHHELD: &str = "[withheld]";

/// Whose name goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    pub name: String,
    /// victims, witnesses or marked.
    pub rule: &'static str,
    /// What is made of the name and the key; its beginning is the token.
    pub hash: String,
    /// How often it stands in the texts of pages, and in how many of them.
    pub times: u64,
    pub pages: u64,
    /// It is a part of the names of several.
    pub is_shared: bool,
}

impl Redacted {
    pub fn token(&self) -> &str {
        &self.hash[..8]
    }
}

/// What goes out in the pages of one story alone.
#[derive(Debug, Default)]
pub struct Group {
    pub full: Names,
    pub parts: Names,
    /// Names of places, bodies and public figures of its pages that share a word with a part.
    pub kept: Names,
}

impl Group {
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.parts.is_empty()
    }
}

/// What goes out in the text of one page.
#[derive(Debug)]
pub struct Place {
    page: String,
    story: String,
    hits: Vec<Hit>,
    /// Names of something else that share a word with one that goes out.
    kept: Vec<Vec<u64>>,
}

/// Where a name stands, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    start: usize,
    end: usize,
    whose: u32,
}

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// In addresses and paths, names have small letters.
    Address,
}

/// Where parts of names stand for something else.
#[derive(Clone, Copy)]
enum Kept<'s> {
    /// In a text that was read.
    At(&'s Spans),
    /// In a record, of which only the names are known that its pages have.
    Somewhere,
}

#[derive(Debug)]
pub struct Redaction {
    key: [u8; 32],
    pub(super) people: Vec<Redacted>,
    by_name: HashMap<String, u32>,
    pub(super) everywhere: Names,
    pub(super) groups: HashMap<String, Group>,
    /// Those who hold a public office.
    pub(super) public: HashSet<String>,
    places: HashMap<String, Place>,
    /// Pages whose words are kept back, and their titles.
    withheld: HashSet<String>,
    titles: HashSet<String>,
    /// Ids of pages in which a name stands, with those in their place.
    renamed: HashMap<String, String>,
    pub(super) left: BTreeSet<String>,
    unclear: AtomicBool,
}

impl Redaction {
    pub(super) fn new(key: [u8; 32]) -> Redaction {
        Redaction {
            key,
            people: Vec::new(),
            by_name: HashMap::new(),
            everywhere: Names::default(),
            groups: HashMap::new(),
            public: HashSet::new(),
            places: HashMap::new(),
            withheld: HashSet::new(),
            titles: HashSet::new(),
            renamed: HashMap::new(),
            left: BTreeSet::new(),
            unclear: AtomicBool::new(false),
        }
    }

    /// The number of a person; of several rules, the first stands.
    pub(super) fn person(&mut self, name: &str, rule: &'static str) -> u32 {
        let folded = fold::key(name);
        if let Some(&known) = self.by_name.get(&folded) {
            return known;
        }
        let number = self.people.len() as u32;
        let hash = keyed(&self.key, &folded);
        self.people.push(Redacted { name: name.to_owned(), rule, hash, times: 0, pages: 0, is_shared: false });
        self.by_name.insert(folded, number);
        number
    }

    /// Whether nothing goes out.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.withheld.is_empty()
    }

    /// Whether a word stayed in a record since it was not clear whether it is a name.
    pub fn is_unclear(&self) -> bool {
        self.unclear.load(Relaxed)
    }

    /// How many pages have their words kept back.
    pub fn withheld(&self) -> usize {
        self.withheld.len()
    }

    /// Keeps back the words of a page.
    pub fn withhold(&mut self, page: &str, title: Option<&str>) {
        self.withheld.insert(page.to_owned());
        self.titles.extend(title.map(str::to_owned));
    }

    /// Finds the names in the text of a page, once persons are decided on; nothing where there are none.
    pub fn find(&self, story: &str, reading: &Reading, lexicon: &Lexicon) -> Option<Place> {
        let text = reading.text.as_str();
        let group = self.groups.get(story);
        let places: Spans = reading
            .annotations
            .places
            .iter()
            .filter(|place| place.place.lat.is_some())
            .map(|place| place.span)
            .collect();
        let is_kept = |entity: &&Entity| self.is_kept(entity, reading, &places, lexicon);
        let kept: Vec<Span> = reading.annotations.entities.iter().filter(is_kept).map(|entity| entity.span).collect();
        let hits = self.hits(text, group, Kept::At(&kept.iter().copied().collect()), Kind::Text);
        let is_part =
            |number: &u64| self.everywhere.has(*number) || group.is_some_and(|group| group.parts.has(*number));
        let kept = kept.into_iter().map(|span| numbers(span.of(text))).filter(|name| name.iter().any(is_part));
        let place = Place { page: reading.id.clone(), story: story.to_owned(), hits, kept: kept.collect() };
        (!place.hits.is_empty() || !place.kept.is_empty()).then_some(place)
    }

    /// Takes over what was found in a page.
    pub fn put(&mut self, mut place: Place) {
        let mut seen = BTreeSet::new();
        for hit in &place.hits {
            let person = &mut self.people[hit.whose as usize];
            person.times += 1;
            person.pages += u64::from(seen.insert(hit.whose));
        }
        if !place.kept.is_empty() {
            let group = self.groups.entry(place.story.clone()).or_default();
            place.kept.drain(..).for_each(|name| group.kept.add(&name, 0));
        }
        if !place.hits.is_empty() {
            self.places.insert(place.page.clone(), place);
        }
    }

    /// Gives a page another id where a name stands in its own.
    pub fn rename(&mut self, id: &str, story: &str) {
        if matches!(self.address(id, Some(story)), Cow::Owned(_)) {
            self.renamed.insert(id.to_owned(), format!("page-{}", &keyed(&self.key, id)[..12]));
        }
    }

    /// Whether pages have other ids than in the store.
    pub fn renames(&self) -> bool {
        !self.renamed.is_empty()
    }

    /// The id of a page, as it is shown.
    pub fn id<'i>(&'i self, id: &'i str) -> &'i str {
        self.renamed.get(id).map_or(id, String::as_str)
    }

    /// Whether a name stands for a place, a body or a public figure. A single word does so only where it is surely known as one.
    fn is_kept(&self, entity: &Entity, reading: &Reading, places: &Spans, lexicon: &Lexicon) -> bool {
        if entity.id.is_some() {
            return true;
        }
        let name = entity.name.as_deref().unwrap_or(entity.span.of(&reading.text));
        if self.by_name.contains_key(&fold::key(name)) {
            return false;
        }
        match entity.kind.as_str() {
            "PERSON" => self.public.contains(&fold::key(name)),
            _ if numbers(name).len() > 1 => true,
            // A name that only a hamlet has is rather the person's.
            _ => places.overlap(entity.span) && is_known_place(name, lexicon),
        }
    }

    /// A text of a list: a title, a name, a byline.
    pub fn text<'t>(&self, text: &'t str, story: Option<&str>) -> Cow<'t, str> {
        self.of_kind(text, story, Kind::Text)
    }

    /// A title of a page or of its story.
    pub fn title<'t>(&self, text: &'t str, story: Option<&str>) -> Cow<'t, str> {
        if self.titles.contains(text) {
            return Cow::Borrowed(WITHHELD);
        }
        self.text(text, story)
    }

    /// An address or a path.
    pub fn address<'t>(&self, text: &'t str, story: Option<&str>) -> Cow<'t, str> {
        if text.contains('%') {
            let plain = unescaped(text);
            if let Cow::Owned(other) = self.of_kind(&plain, story, Kind::Address) {
                return Cow::Owned(other);
            }
        }
        self.of_kind(text, story, Kind::Address)
    }

    /// Words of a page that stand at these bytes of its text.
    pub fn quote<'t>(&self, quote: &'t str, page: &str, start: usize, end: usize, story: Option<&str>) -> Cow<'t, str> {
        if self.withheld.contains(page) {
            return Cow::Borrowed(WITHHELD);
        }
        let Some(place) = self.places.get(page) else { return self.text(quote, story) };
        let story = story.or(Some(place.story.as_str()));
        if quote.len() != end.saturating_sub(start) {
            return self.text(quote, story);
        }
        let from = place.hits.partition_point(|hit| hit.end <= start);
        let here = place.hits[from..].iter().take_while(|hit| hit.start < end);
        let hits: Vec<Hit> = here
            .map(|hit| Hit { start: hit.start.saturating_sub(start), end: hit.end.min(end) - start, ..*hit })
            .filter(|hit| quote.is_char_boundary(hit.start) && quote.is_char_boundary(hit.end))
            .collect();
        self.without(quote, &hits, Kind::Text)
    }

    /// The text layer of a page: as long as before in bytes, in characters and in words, so that every place in it stays true.
    pub fn layer<'t>(&self, text: &'t str, page: &str) -> Cow<'t, str> {
        if self.withheld.contains(page) {
            return Cow::Owned(
                text.chars().map(|letter| if letter.is_whitespace() { letter } else { mask(letter) }).collect(),
            );
        }
        let Some(place) = self.places.get(page) else { return Cow::Borrowed(text) };
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for hit in &place.hits {
            masked.push_str(&text[at..hit.start]);
            let name = text[hit.start..hit.end].chars();
            masked.extend(name.map(|letter| if letter.is_whitespace() { letter } else { mask(letter) }));
            at = hit.end;
        }
        masked.push_str(&text[at..]);
        Cow::Owned(masked)
    }

    /// Whether anything of a page is left out.
    pub fn is_changed(&self, page: &str) -> bool {
        self.withheld.contains(page) || self.places.contains_key(page)
    }

    /// Whether the words of a page are kept back.
    pub fn is_withheld(&self, page: &str) -> bool {
        self.withheld.contains(page)
    }

    /// The story of a page in which names stand.
    pub(super) fn story_of(&self, page: &str) -> Option<&str> {
        self.places.get(page).map(|place| place.story.as_str())
    }

    /// What tells the bytes of a page apart, made with the key: from the plain sum of a page and its words without a name, the name could
    /// be tried out.
    pub fn sum(&self, sha256: &str) -> String {
        keyed(&self.key, sha256)
    }

    fn of_kind<'t>(&self, text: &'t str, story: Option<&str>, kind: Kind) -> Cow<'t, str> {
        let group = story.and_then(|story| self.groups.get(story));
        self.without(text, &self.hits(text, group, Kept::Somewhere, kind), kind)
    }

    fn without<'t>(&self, text: &'t str, hits: &[Hit], kind: Kind) -> Cow<'t, str> {
        if hits.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8 * hits.len());
        let mut at = 0;
        for hit in hits {
            out.push_str(&text[at..hit.start]);
            let token = self.people[hit.whose as usize].token();
            match kind {
                Kind::Text => out.extend(["[name ", token, "]"]),
                Kind::Address => out.extend(["name-", token]),
            }
            at = hit.end;
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }

    /// Where names stand, from the left.
    fn hits(&self, text: &str, group: Option<&Group>, kept: Kept<'_>, kind: Kind) -> Vec<Hit> {
        let found = words(text);
        let mut hits: Vec<Hit> = Vec::new();
        let (mut at, mut kept_until) = (0, 0);
        while at < found.len() {
            let word = found[at];
            let everywhere = self.everywhere.at(text, &found, at);
            let of_story = group.and_then(|group| group.full.at(text, &found, at));
            let full = [everywhere, of_story].into_iter().flatten().filter(|name| name.is_full);
            if let Some(name) = full.max_by_key(|name| name.words) {
                self.hit(&mut hits, text, word.start, found[at + name.words - 1].end, name.whose);
                at += name.words;
                continue;
            }
            let something = group.and_then(|group| group.kept.at(text, &found, at));
            kept_until = kept_until.max(something.map_or(0, |kept| at + kept.words));
            let part = everywhere.or_else(|| group.and_then(|group| group.parts.at(text, &found, at)));
            if let Some(part) = part.filter(|_| !word.is_small || kind == Kind::Address) {
                let stands_for_other = match kept {
                    Kept::At(spans) => spans.overlap(word.span()),
                    Kept::Somewhere => at < kept_until,
                };
                match (stands_for_other, kept) {
                    (false, _) => self.hit(&mut hits, text, word.start, word.end, part.whose),
                    (true, Kept::Somewhere) => self.unclear.store(true, Relaxed),
                    (true, Kept::At(_)) => {}
                }
            }
            at += 1;
        }
        hits
    }

    /// Parts of one name that stand together are one.
    fn hit(&self, hits: &mut Vec<Hit>, text: &str, start: usize, end: usize, whose: u32) {
        match hits.last_mut() {
            Some(last) if last.whose == whose && is_between(&text[last.end..start], false) => last.end = end,
            _ => hits.push(Hit { start, end, whose }),
        }
    }
}

/// A letter of as many bytes, which says nothing.
fn mask(letter: char) -> char {
    match letter.len_utf8() {
        1 => 'x',
        2 => 'ˣ',
        3 => 'ẋ',
        _ => '𝐱',
    }
}

/// An address with the letters that its escapes stand for.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let digit = |at: usize| others.get(at).and_then(|digit| (*digit as char).to_digit(16));
        match (first, digit(0).zip(digit(1))) {
            (b'%', Some((high, low))) => {
                bytes.push((high * 16 + low) as u8);
                rest = &others[2..];
            }
            _ => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
