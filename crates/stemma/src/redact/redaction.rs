//! Every text without the names: in lists and records by a token, in text layers by letters that need the same room.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::left::{AllLeft, Left, Why};
use super::spans::Spans;
use super::survey::is_known_place;
use super::uses::{Signs, persons_of_one_word, plain_places};
use super::words::{Names, Word, humps, is_between, numbers, unbroken, words};
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
    /// Parts of names of other stories that tell of the same matter: they go out where they stand for a person.
    pub lone: Names,
    /// Words of the full names of those who stay: "Ms Yusuf" may be one of them.
    pub others: HashSet<u64>,
    /// Parts by which some page calls a person, without the rest of the name; and parts that plainly are a place in some page.
    pub persons: HashSet<u64>,
    pub places: HashSet<u64>,
    /// Names of places, bodies and public figures of its pages that share a word with a part.
    pub kept: Names,
}

impl Group {
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.parts.is_empty() && self.lone.is_empty()
    }

    /// Whether a part that is read as a place is one, where the words beside it do not tell: no page of the story calls a person by it, and
    /// some page plainly has the place, or this one does not name the person.
    fn is_place(&self, part: u64, named: &HashSet<u64>) -> bool {
        !self.persons.contains(&part) && (self.places.contains(&part) || !named.contains(&part))
    }
}

/// A page that is looked through.
struct Look<'l> {
    reading: &'l Reading,
    group: &'l Group,
    lexicon: &'l Lexicon,
    /// Where it has places that were found on the map, and where it plainly says so.
    places: Spans,
    plain: Spans,
    /// The words of full names that it has.
    named: HashSet<u64>,
}

/// What goes out in the text of one page.
#[derive(Debug)]
pub struct Place {
    page: String,
    story: String,
    hits: Vec<Hit>,
    /// Names of something else that share a word with one that goes out.
    kept: Vec<Vec<u64>>,
    /// Parts that went out here as those of people of another story.
    lone: Vec<(u64, u32)>,
    left: Vec<(String, Why, u32)>,
}

/// Where a name stands, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub whose: u32,
}

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// In addresses and paths, names have small letters.
    Address,
}

/// Where parts of names stand for something else.
#[derive(Clone, Copy)]
enum Kept<'s> {
    /// In a text that was read: something else, and persons called by one word.
    At(&'s Spans, &'s Spans),
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
    /// Parts that go out in any story where they stand for a person, and where a form of address stands before them.
    pub(super) called: Names,
    pub(super) addressed: Names,
    /// Single words that people marked.
    pub(super) marked: HashSet<u64>,
    pub(super) signs: Signs,
    /// Those who hold a public office.
    pub(super) public: HashSet<String>,
    places: HashMap<String, Place>,
    /// Pages whose words are kept back, and their titles.
    withheld: HashSet<String>,
    titles: HashSet<String>,
    /// Ids of pages in which a name stands, with those in their place.
    renamed: HashMap<String, String>,
    left: AllLeft,
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
            called: Names::default(),
            addressed: Names::default(),
            marked: HashSet::new(),
            signs: Signs::default(),
            public: HashSet::new(),
            places: HashMap::new(),
            withheld: HashSet::new(),
            titles: HashSet::new(),
            renamed: HashMap::new(),
            left: AllLeft::default(),
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

    /// Whether somebody of this name goes out.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.by_name.contains_key(&fold::key(name))
    }

    /// Says that a name stays, and whose it is where that is known.
    pub(super) fn leave(&mut self, name: &str, why: Why, whose: Option<u32>) {
        let token = whose.map_or("", |whose| self.people[whose as usize].token());
        self.left.add(name, why, token, 0);
    }

    /// Names and parts of names that stay, with the reason.
    pub fn left(&self) -> impl Iterator<Item = &Left> {
        self.left.iter()
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
        let none = Group::default();
        let group = self.groups.get(story).unwrap_or(&none);
        let known = reading.annotations.places.iter().filter(|place| place.place.lat.is_some());
        let places: Spans = known.map(|place| place.span).collect();
        let look = Look {
            reading,
            group,
            lexicon,
            places,
            plain: plain_places(reading, &self.signs),
            named: self.named(text, group),
        };
        let why = |entity: &&Entity| Some((entity.span, self.kept(entity, &look)?));
        let kept: Vec<(Span, Why)> = reading.annotations.entities.iter().filter_map(|entity| why(&entity)).collect();
        let persons: Spans = persons_of_one_word(reading, lexicon).collect();
        let all_kept: Spans = kept.iter().map(|(span, _)| *span).collect();
        let hits = self.hits(text, Some(group), Kept::At(&all_kept, &persons), Kind::Text);
        let part = |number: &u64| group.parts.whose(*number).or_else(|| self.everywhere.whose(*number));
        let mut left = Vec::new();
        let gone: Spans = hits.iter().map(|hit| Span { start: hit.start as u32, end: hit.end as u32 }).collect();
        for (span, why) in kept.iter().filter(|(span, _)| !gone.overlap(*span)) {
            let name = span.of(text);
            left.extend(numbers(name).iter().find_map(part).map(|whose| (name.to_owned(), *why, whose)));
        }
        let of_text = if group.others.is_empty() { Vec::new() } else { words(text) };
        for at in 0..of_text.len() {
            let (span, is_other) = (of_text[at].span(), group.others.contains(&of_text[at].number));
            if is_other && !of_text[at].is_small && !gone.overlap(span) && !all_kept.overlap(span) {
                let lone = self.called(text, &of_text, at, Some(group), Kept::At(&all_kept, &persons));
                left.extend(lone.map(|whose| (span.of(text).to_owned(), Why::Other, whose)));
            }
        }
        let is_part = |number: &u64| part(number).is_some();
        let kept = kept.into_iter().map(|(span, _)| numbers(span.of(text))).filter(|name| name.iter().any(is_part));
        let kept: Vec<Vec<u64>> = kept.collect();
        let own = |hit: &Hit| match numbers(&text[hit.start..hit.end])[..] {
            [word] if group.parts.whose(word).is_none() && self.everywhere.whose(word).is_none() => {
                Some((word, hit.whose))
            }
            _ => None,
        };
        let lone = hits.iter().filter_map(own).collect();
        let place = Place { page: reading.id.clone(), story: story.to_owned(), hits, kept, lone, left };
        let is_of_note = !place.hits.is_empty() || !place.kept.is_empty() || !place.left.is_empty();
        is_of_note.then_some(place)
    }

    /// The words of full names that stand in a text.
    fn named(&self, text: &str, group: &Group) -> HashSet<u64> {
        let of_text = words(text);
        let full = (0..of_text.len()).filter_map(|at| {
            let everywhere = self.everywhere.at(text, &of_text, at);
            let names = [everywhere, group.full.at(text, &of_text, at)].into_iter().flatten();
            Some(at..at + names.filter(|name| name.is_full).map(|name| name.words).max()?)
        });
        full.flatten().map(|at| of_text[at].number).collect()
    }

    /// Takes over what was found in a page.
    pub fn put(&mut self, mut place: Place) {
        let mut seen = BTreeSet::new();
        for hit in &place.hits {
            let person = &mut self.people[hit.whose as usize];
            person.times += 1;
            person.pages += u64::from(seen.insert(hit.whose));
        }
        let mut left: BTreeMap<(String, Why, u32), u64> = BTreeMap::new();
        place.left.drain(..).for_each(|one| *left.entry(one).or_default() += 1);
        for ((name, why, whose), times) in left {
            self.left.add(&name, why, self.people[whose as usize].token(), times);
        }
        if !place.kept.is_empty() || !place.lone.is_empty() {
            let group = self.groups.entry(place.story.clone()).or_default();
            place.kept.drain(..).for_each(|name| group.kept.add(&name, 0));
            // Records of the story have the word of the page, and not what stands around it.
            place.lone.drain(..).for_each(|(word, whose)| group.parts.add(&[word], whose));
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

    /// Why a name stands for a place, a body or a public figure; nothing where it stands for the person. A single word of which the page
    /// does not tell goes out: a hidden town is a smaller fault than a victim who is told.
    fn kept(&self, entity: &Entity, look: &Look<'_>) -> Option<Why> {
        let Look { reading, group, lexicon, places, plain, named } = look;
        let is_place = places.overlap(entity.span);
        let what = if is_place { Why::Place } else { Why::Body };
        if entity.id.is_some() {
            return Some(if entity.kind == "PERSON" { Why::Other } else { what });
        }
        let name = entity.name.as_deref().unwrap_or(entity.span.of(&reading.text));
        let of_name = words(name);
        let is_marked = |word: &Word| self.marked.contains(&word.number);
        if self.is_known(name) || matches!(of_name[..], [only] if is_marked(&only)) {
            return None;
        }
        if entity.kind == "PERSON" {
            return self.public.contains(&fold::key(name)).then_some(Why::Other);
        }
        if let [only] = of_name[..] {
            // A name that only a hamlet has is rather the person's.
            let is_read = is_place && is_known_place(name, lexicon);
            let is_meant = plain.overlap(entity.span) || group.is_place(only.number, named);
            return (is_read && is_meant).then_some(what);
        }
        // "Ms Marchuk" and "Olena Marchuk's" are no bodies, whatever they were read as.
        let lists = &lexicon.name_words;
        let is_of_person = |word: &Word| {
            let key = fold::key(&name[word.start..word.end]);
            let is_particle = lists.particles.contains(&key) || lists.leading_particles.contains(&key);
            is_particle
                || lists.titles.contains(&key)
                || lists.professions.contains(&key)
                || group.parts.has(word.number)
                || is_marked(word)
        };
        (!of_name.iter().all(is_of_person)).then_some(what)
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

    /// The name of the place of an event or of a page. It stays where a page has a place of this name, though a victim is called so, too; where
    /// all pages that have it mean the person, it is the person's.
    pub fn place<'t>(&self, text: &'t str, story: Option<&str>) -> Cow<'t, str> {
        let Some(group) = story.and_then(|story| self.groups.get(story)) else { return self.text(text, None) };
        let of_text = words(text);
        let is_part = |word: &Word| group.parts.has(word.number);
        let is_kept = || (0..of_text.len()).any(|at| group.kept.at(text, &of_text, at).is_some());
        match !of_text.is_empty() && of_text.iter().all(is_part) && !is_kept() {
            true => self.text(text, story),
            false => self.text(text, None),
        }
    }

    /// What stands for a place that was read at these bytes of a page, where they are a name.
    pub(super) fn name_at(&self, page: &str, start: usize, end: usize) -> Option<String> {
        let hits = &self.places.get(page)?.hits;
        let hit = hits.get(hits.partition_point(|hit| hit.end <= start))?;
        (hit.start < end).then(|| format!("[name {}]", self.people[hit.whose as usize].token()))
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

    pub(super) fn of_kind<'t>(&self, text: &'t str, story: Option<&str>, kind: Kind) -> Cow<'t, str> {
        self.without(text, &self.hits_of_story(text, story, kind), kind)
    }

    /// Where names stand in a record of a story.
    pub(super) fn hits_of_story(&self, text: &str, story: Option<&str>, kind: Kind) -> Vec<Hit> {
        let group = story.and_then(|story| self.groups.get(story));
        self.hits(text, group, Kept::Somewhere, kind)
    }

    pub(super) fn without<'t>(&self, text: &'t str, hits: &[Hit], kind: Kind) -> Cow<'t, str> {
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

    /// Where names stand, from the left: as words, as words that a hyphen breaks at the end of a line, and run together with others.
    fn hits(&self, text: &str, group: Option<&Group>, kept: Kept<'_>, kind: Kind) -> Vec<Hit> {
        let of_text = words(text);
        let mut hits = self.hits_of(text, &of_text, group, kept, kind);
        let known = hits.len();
        for parted in [unbroken(text), humps(text, kind == Kind::Address)].into_iter().flatten() {
            hits.extend(self.hits_of(text, &parted, group, kept, kind));
        }
        let is_run = |word: &&Word| kind == Kind::Address || text[..word.start].ends_with(['#', '@']);
        for word in of_text.iter().filter(is_run) {
            for names in [Some(&self.everywhere), group.map(|group| &group.full)].into_iter().flatten() {
                let found = names.inside(text, *word).into_iter();
                hits.extend(found.map(|(start, end, whose)| Hit { start, end, whose }));
            }
        }
        if hits.len() > known {
            hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
            hits.dedup_by(|next, last| {
                let is_one = next.start < last.end;
                last.end = if is_one { last.end.max(next.end) } else { last.end };
                is_one
            });
        }
        hits
    }

    fn hits_of(&self, text: &str, found: &[Word], group: Option<&Group>, kept: Kept<'_>, kind: Kind) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let (mut at, mut kept_until) = (0, 0);
        while at < found.len() {
            let word = found[at];
            let everywhere = self.everywhere.at(text, found, at);
            let of_story = group.and_then(|group| group.full.at(text, found, at));
            let full = [everywhere, of_story].into_iter().flatten().filter(|name| name.is_full);
            if let Some(name) = full.max_by_key(|name| name.words) {
                self.hit(&mut hits, text, word.start, found[at + name.words - 1].end, name.whose);
                at += name.words;
                continue;
            }
            let something = group.and_then(|group| group.kept.at(text, found, at));
            kept_until = kept_until.max(something.map_or(0, |kept| at + kept.words));
            let is_written = !word.is_small || kind == Kind::Address;
            let of_group = group.and_then(|group| group.parts.whose(word.number));
            let part = of_group.or_else(|| everywhere.map(|name| name.whose)).filter(|_| is_written);
            let other = match kept {
                Kept::At(spans, _) => spans.overlap(word.span()),
                Kept::Somewhere => at < kept_until && self.is_other(text, found, at, group),
            };
            match part {
                Some(whose) if !other => self.hit(&mut hits, text, word.start, word.end, whose),
                Some(_) if matches!(kept, Kept::Somewhere) => self.unclear.store(true, Relaxed),
                Some(_) => {}
                None if is_written && !other => {
                    let lone = self.lone(text, found, at, group, kept);
                    lone.into_iter().for_each(|whose| self.hit(&mut hits, text, word.start, word.end, whose));
                }
                None => {}
            }
            at += 1;
        }
        hits
    }

    /// Whether a part that some page of the story has as something else means that in a record: the words around say so, or no page calls a
    /// person by it.
    fn is_other(&self, text: &str, found: &[Word], at: usize, group: Option<&Group>) -> bool {
        let word = found[at].number;
        let is_single = group.is_some_and(|group| group.kept.is_word(word));
        let is_person = group.is_some_and(|group| group.persons.contains(&word)) || self.marked.contains(&word);
        !is_single || !is_person || self.signs.is_place(text, found, at) && !self.marked.contains(&word)
    }

    /// Whose a word is that stands for a person who has no fuller name in this story, and for nobody else who has it in one.
    fn lone(&self, text: &str, found: &[Word], at: usize, group: Option<&Group>, kept: Kept<'_>) -> Option<u32> {
        let is_other = group.is_some_and(|group| group.others.contains(&found[at].number));
        if is_other { None } else { self.called(text, found, at, group, kept) }
    }

    /// Whose a word is by which a person is called.
    fn called(&self, text: &str, found: &[Word], at: usize, group: Option<&Group>, kept: Kept<'_>) -> Option<u32> {
        let word = found[at];
        let of_group = group.and_then(|group| group.lone.whose(word.number));
        let called = of_group.or_else(|| self.called.whose(word.number));
        let whose = called.or_else(|| self.addressed.whose(word.number))?;
        let is_person = matches!(kept, Kept::At(_, persons) if persons.overlap(word.span()));
        (called.is_some() && is_person || self.signs.is_addressed(text, found, at)).then_some(whose)
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
