//! By what words a fix finds its event again. Ids change when pages come or the program reads better; the words of a page stay.

use std::collections::HashMap;

use crate::model::Quote;

/// The words that tell an event, by their documents.
pub struct Told<'q>(HashMap<&'q str, Vec<&'q Quote>>);

impl<'q> Told<'q> {
    pub fn of(quotes: impl Iterator<Item = &'q Quote>) -> Told<'q> {
        let mut told: HashMap<&str, Vec<&Quote>> = HashMap::new();
        for quote in quotes {
            told.entry(&quote.doc).or_default().push(quote);
        }
        Told(told)
    }

    /// Whether words are among these.
    pub fn has(&self, quote: &Quote) -> bool {
        self.shared(quote) > 0
    }

    fn of_page(&self, quote: &Quote) -> &[&'q Quote] {
        self.0.get(quote.doc.as_str()).map_or(&[], Vec::as_slice)
    }

    /// How many bytes of a quote stand among those of the same page.
    fn shared(&self, quote: &Quote) -> usize {
        self.of_page(quote).iter().map(|other| in_common(quote, other)).max().unwrap_or(0)
    }
}

/// How much speaks for an event being the one that a fix speaks of; the greater the likelier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    thousandths: u32,
    /// Quotes that stand at the very same place: a page may tell two events in the same words.
    same_place: usize,
    /// Bytes in common.
    bytes: usize,
}

/// What it adds that the kind is the same, and that the id is: words may tell two events at once, and an id goes to the part that keeps
/// its first words.
const SAME_KIND: u32 = 600;
const SAME_ID: u32 = 200;
/// Less than this is another event.
const LEAST: u32 = 500;

impl Likeness {
    /// `None` where it is another event.
    pub fn of(words: &[Quote], told: &Told<'_>, same_kind: bool, same_id: bool) -> Option<Likeness> {
        let shared: Vec<usize> = words.iter().map(|quote| told.shared(quote)).filter(|bytes| *bytes > 0).collect();
        if shared.is_empty() {
            return None;
        }
        let is_there = |quote: &&Quote| told.of_page(quote).iter().any(|other| other.span == quote.span);
        let share = 1000 * shared.len() as u32 / words.len().max(1) as u32;
        let thousandths = share + u32::from(same_kind) * SAME_KIND + u32::from(same_id) * SAME_ID;
        let same_place = words.iter().filter(is_there).count();
        (thousandths >= LEAST).then(|| Likeness { thousandths, same_place, bytes: shared.iter().sum() })
    }
}

/// How many bytes two quotes of one page share: the same words elsewhere, or words that overlap at the same place, so that a page whose
/// text was changed since is not taken for the one that was judged.
fn in_common(quote: &Quote, other: &Quote) -> usize {
    if other.quote == quote.quote {
        return quote.quote.len();
    }
    let (start, end) = (quote.span.start.max(other.span.start), quote.span.end.min(other.span.end));
    if start >= end {
        return 0;
    }
    let cut =
        |of: &Quote| of.quote.get((start - of.span.start) as usize..(end - of.span.start) as usize).map(str::to_owned);
    let is_same = cut(quote).is_some() && cut(quote) == cut(other);
    let common = (end - start) as usize;
    let is_most = 2 * common >= quote.quote.len().min(other.quote.len());
    if is_same && is_most { common } else { 0 }
}
