//! Where the wordings of copies part from that of an older page, set out as an apparatus with parallel segments.
//!
//! Comes in: the base text, and of each witness the passages that it shares with it and the changes in them. Goes out: the base text cut into
//! pieces, each with what every witness has there. A witness that does not have a stretch is not among its readings; so all that a witness
//! shares can be put together again from the pieces that it is in.

use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch that a witness shares with the base text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub base: Range<usize>,
    /// In the order of the base text, not overlapping; each with the words of the witness.
    pub changes: Vec<(Range<usize>, String)>,
}

/// A piece of the base text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// All have these words.
    Common(String),
    /// The wordings, that of the base text first, each with those who have it; the base text is 0, the witnesses are numbered from 1.
    Parted(Vec<(String, Vec<usize>)>),
}

/// The pieces of a stretch of the base text. Of passages of one witness that overlap, the first counts.
pub fn pieces(text: &str, of: Range<usize>, witnesses: &[Vec<Shared>]) -> Vec<Piece> {
    let witnesses: Vec<Vec<&Shared>> = witnesses.iter().map(|shared| apart(shared, &of)).collect();
    let places = places(&witnesses);
    let is_inside = |at: usize| {
        let next = places.partition_point(|place| place.end <= at);
        places.get(next).is_some_and(|place| place.start < at)
    };
    let bounds = witnesses.iter().flatten().flat_map(|shared| [shared.base.start, shared.base.end]);
    let mut cuts: Vec<usize> = bounds.filter(|at| !is_inside(*at)).collect();
    cuts.extend(places.iter().flat_map(|place| [place.start, place.end]));
    cuts.extend([of.start, of.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut found: Vec<Piece> = Vec::new();
    let mut put = |place: &Range<usize>, is_changed: bool| {
        let piece = piece(text, place, is_changed, &witnesses);
        if let (Some(Piece::Common(before)), Piece::Common(words)) = (found.last_mut(), &piece) {
            before.push_str(words);
        } else {
            found.push(piece);
        }
    };
    let mut next = places.iter().peekable();
    for pair in cuts.windows(2) {
        while let Some(place) = next.next_if(|place| place.is_empty() && place.start <= pair[0]) {
            put(place, true);
        }
        let changed = next.next_if(|place| !place.is_empty() && place.start == pair[0]);
        put(&(pair[0]..pair[1]), changed.is_some());
    }
    next.for_each(|place| put(place, true));
    found
}

/// Passages within a stretch, by their place in it and apart from one another.
fn apart<'w>(shared: &'w [Shared], of: &Range<usize>) -> Vec<&'w Shared> {
    let mut shared: Vec<&Shared> =
        shared.iter().filter(|shared| of.start <= shared.base.start && shared.base.end <= of.end).collect();
    shared.sort_by_key(|shared| (shared.base.start, shared.base.end));
    let mut end = 0;
    shared.retain(|shared| {
        let is_apart = shared.base.start >= end;
        if is_apart {
            end = shared.base.end;
        }
        is_apart
    });
    shared
}

/// Where any wording parts from the base text: places that touch are one.
fn places(witnesses: &[Vec<&Shared>]) -> Vec<Range<usize>> {
    let changes = witnesses.iter().flatten().flat_map(|shared| &shared.changes);
    let mut changes: Vec<Range<usize>> = changes.map(|(base, _)| base.clone()).collect();
    changes.sort_by_key(|change| (change.start, change.end));
    let mut places: Vec<Range<usize>> = Vec::new();
    for change in changes {
        match places.last_mut() {
            Some(place) if change.start <= place.end => place.end = place.end.max(change.end),
            _ => places.push(change),
        }
    }
    places
}

fn piece(text: &str, place: &Range<usize>, is_changed: bool, witnesses: &[Vec<&Shared>]) -> Piece {
    let base = &text[place.clone()];
    let mut readings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut same = vec![0];
    for (at, shared) in witnesses.iter().enumerate() {
        match reading(text, place, is_changed, shared) {
            Some(words) if words == base => same.push(at + 1),
            Some(words) => readings.entry(words).or_default().push(at + 1),
            None => {}
        }
    }
    if same.len() == witnesses.len() + 1 {
        return Piece::Common(base.to_owned());
    }
    let mut readings: Vec<(String, Vec<usize>)> = readings.into_iter().collect();
    readings.sort_by(|a, b| a.1.cmp(&b.1));
    readings.insert(0, (base.to_owned(), same));
    Piece::Parted(readings)
}

/// What a witness has in a place; nothing where it does not have the place at all. Words that were added between two pieces are no part of
/// those that nobody changed.
fn reading(text: &str, place: &Range<usize>, is_changed: bool, shared: &[&Shared]) -> Option<String> {
    let mut words: Option<String> = None;
    let first = shared.partition_point(|shared| shared.base.end < place.start);
    for shared in shared[first..].iter().take_while(|shared| shared.base.start <= place.end) {
        let (from, to) = (shared.base.start.max(place.start), shared.base.end.min(place.end));
        let is_here = |change: &&(Range<usize>, String)| is_changed && from <= change.0.start && change.0.end <= to;
        let mut here = shared.changes.iter().filter(is_here).peekable();
        // One that only touches the place says nothing of it.
        let is_around = place.is_empty() && shared.base.start < place.start && place.end < shared.base.end;
        if from == to && !is_around && here.peek().is_none() {
            continue;
        }
        let words = words.get_or_insert_default();
        let mut at = from;
        for (base, own) in here {
            words.push_str(&text[at..base.start]);
            put(words, own, text, base);
            at = base.end;
        }
        words.push_str(&text[at..to]);
    }
    words
}

/// Puts words of a witness between those of the base text; what was added has no space of its own there.
fn put(words: &mut String, own: &str, text: &str, base: &Range<usize>) {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_added = base.is_empty() && !own.is_empty();
    if is_added && is_letter(text[..base.start].chars().next_back()) {
        words.push(' ');
    }
    words.push_str(own);
    if is_added && is_letter(text[base.end..].chars().next()) {
        words.push(' ');
    }
}
