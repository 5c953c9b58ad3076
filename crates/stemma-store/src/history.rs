//! What happened to the stories when a new picture took the place of an old one.
//!
//! Comes in: the articles of both, each with its story. Goes out: which articles went from which story to which, and what that
//! makes of the stories (they began, grew, merged, were split …), so that an id once shown can be followed to where
//! its articles are now. A story *is* its id here: whether an id still means the same happening is not judged.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::filed::Filed;

/// One step in the life of stories: articles that went from one story to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of the documents of the picture that showed it first.
    pub revision: u64,
    pub kind: ChangeKind,
    /// `None`: they were in no picture before.
    pub from: Option<String>,
    /// `None`: they are in no story any more.
    pub to: Option<String>,
    /// Those that went, by id.
    pub documents: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A story of new articles alone.
    Began,
    /// New articles came to a story.
    Grew,
    /// A story has another id now: an article came that stands at its beginning.
    Renamed,
    /// A story went into another one as a whole.
    Merged,
    /// Part of a story became a story of its own, or, where the story ended, one of its parts.
    Split,
    /// Part of a story went into another one.
    Moved,
    /// Articles are in no story any more.
    Left,
    /// The id is gone and no single story has its articles.
    Ended,
}

impl ChangeKind {
    const NAMES: [(ChangeKind, &str); 8] = [
        (ChangeKind::Began, "began"),
        (ChangeKind::Grew, "grew"),
        (ChangeKind::Renamed, "renamed"),
        (ChangeKind::Merged, "merged"),
        (ChangeKind::Split, "split"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Left, "left"),
        (ChangeKind::Ended, "ended"),
    ];

    /// As it is kept.
    pub fn name(self) -> &'static str {
        ChangeKind::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<ChangeKind> {
        ChangeKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A document and the story that it is in.
pub(crate) type Member<'a> = (&'a str, &'a str);

/// What makes the stories after of those before. Stories that are the same in both may be left out on both sides, so the
/// cost is that of what changed. The result does not depend on the order of the members.
pub(crate) fn compare<'a>(
    revision: u64,
    before: impl Iterator<Item = Member<'a>>,
    after: impl Iterator<Item = Member<'a>>,
) -> Vec<Change> {
    let moves = Moves::of(before, after);
    let change = |kind, from: Option<&str>, to: Option<&str>, documents: &[&str]| Change {
        revision,
        kind,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        documents: documents.iter().map(|&document| document.to_owned()).collect(),
    };
    let mut changes: Vec<Change> = moves
        .parts
        .iter()
        .filter(|((from, to), _)| from != to)
        .map(|(&(from, to), documents)| change(moves.kind(from, to), from, to, documents))
        .collect();
    let ended = moves.old.iter().filter(|&&story| !moves.new.contains(story) && moves.heir(story).is_none());
    changes.extend(ended.map(|story| change(ChangeKind::Ended, Some(story), None, &[])));
    // What became of stories comes before what new articles did.
    let place = |change: &Change| (change.from.is_none(), change.from.clone(), change.kind, change.to.clone());
    changes.sort_by_cached_key(place);
    changes
}

/// Which articles went from where to where.
struct Moves<'a> {
    old: HashSet<&'a str>,
    new: HashSet<&'a str>,
    /// The articles, by id, of each pair of a story before and a story after; both are one where they stayed.
    parts: BTreeMap<(Option<&'a str>, Option<&'a str>), Vec<&'a str>>,
    /// Where the articles of a story went.
    targets: HashMap<&'a str, Vec<Option<&'a str>>>,
    /// The story before that most articles of a story after are from, of those that went into it as a whole.
    main: HashMap<&'a str, &'a str>,
    /// Stories after that have articles of stories before.
    descended: HashSet<&'a str>,
}

impl<'a> Moves<'a> {
    fn of(before: impl Iterator<Item = Member<'a>>, after: impl Iterator<Item = Member<'a>>) -> Moves<'a> {
        let mut home: HashMap<&str, &str> = before.collect();
        let old = home.values().copied().collect();
        let mut new = HashSet::new();
        let mut parts: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for (document, to) in after {
            new.insert(to);
            parts.entry((home.remove(document), Some(to))).or_default().push(document);
        }
        for (document, from) in home {
            parts.entry((Some(from), None)).or_default().push(document);
        }
        let mut targets: HashMap<&str, Vec<Option<&str>>> = HashMap::new();
        let mut descended = HashSet::new();
        for (&(from, to), documents) in &mut parts {
            documents.sort_unstable();
            if let Some(from) = from {
                targets.entry(from).or_default().push(to);
                descended.extend(to);
            }
        }
        let mut moves = Moves { old, new, parts, targets, main: HashMap::new(), descended };
        moves.main = moves.largest();
        moves
    }

    /// By story after, the largest story before that went into it as a whole; of two as large the one that sorts first.
    fn largest(&self) -> HashMap<&'a str, &'a str> {
        let mut largest: HashMap<&str, (usize, &str)> = HashMap::new();
        for (&(from, to), documents) in &self.parts {
            let (Some(from), Some(to)) = (from, to) else { continue };
            if self.heir(from) != Some(to) {
                continue;
            }
            let known = largest.entry(to).or_insert((0, from));
            if documents.len() > known.0 {
                *known = (documents.len(), from);
            }
        }
        largest.into_iter().map(|(to, (_, from))| (to, from)).collect()
    }

    /// The story that has all articles of one that is gone.
    fn heir(&self, story: &str) -> Option<&'a str> {
        match self.targets.get(story).map(Vec::as_slice) {
            Some(&[heir]) if !self.new.contains(story) => heir,
            _ => None,
        }
    }

    fn kind(&self, from: Option<&'a str>, to: Option<&'a str>) -> ChangeKind {
        let (Some(from), Some(to)) = (from, to) else {
            return match to {
                None => ChangeKind::Left,
                Some(to) if self.old.contains(to) || self.descended.contains(to) => ChangeKind::Grew,
                Some(_) => ChangeKind::Began,
            };
        };
        let was_there = self.old.contains(to);
        match self.heir(from) {
            Some(_) if !was_there && self.main.get(to) == Some(&from) => ChangeKind::Renamed,
            Some(_) => ChangeKind::Merged,
            None if was_there => ChangeKind::Moved,
            None => ChangeKind::Split,
        }
    }
}

/// The members of the stories of some chapters.
pub(crate) fn members(chapters: &[Filed]) -> impl Iterator<Item = Member<'_>> {
    chapters
        .iter()
        .flat_map(|Filed { story, .. }| story.documents.iter().map(|document| (document.as_str(), story.id.as_str())))
}

#[cfg(test)]
mod tests;
