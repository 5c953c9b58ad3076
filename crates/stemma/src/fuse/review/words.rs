//! By what words a fix finds its event again. Ids change when pages come or the program reads better; the words of a page stay.

use crate::model::Quote;

/// How much speaks for an event being the one that a fix speaks of; the greater the likelier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    thousandths: u32,
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
    pub fn of(words: &[Quote], told: &[&Quote], same_kind: bool, same_id: bool) -> Option<Likeness> {
        let shared: Vec<usize> = words.iter().map(|quote| shared(quote, told)).filter(|bytes| *bytes > 0).collect();
        if shared.is_empty() {
            return None;
        }
        let share = 1000 * shared.len() as u32 / words.len().max(1) as u32;
        let thousandths = share + u32::from(same_kind) * SAME_KIND + u32::from(same_id) * SAME_ID;
        (thousandths >= LEAST).then(|| Likeness { thousandths, bytes: shared.iter().sum() })
    }
}

/// Whether words are among those that tell an event.
pub fn is_told(quote: &Quote, told: &[&Quote]) -> bool {
    shared(quote, told) > 0
}

/// How many bytes of a quote stand among others of the same page: the same words elsewhere, or words that overlap at the same place, so
/// that a page whose text was changed since is not taken for the one that was judged.
fn shared(quote: &Quote, told: &[&Quote]) -> usize {
    let one = |other: &&&Quote| {
        if other.doc != quote.doc {
            return 0;
        }
        if other.quote == quote.quote {
            return quote.quote.len();
        }
        let (start, end) = (quote.span.start.max(other.span.start), quote.span.end.min(other.span.end));
        let cut = |of: &Quote| {
            of.quote.get((start - of.span.start) as usize..(end - of.span.start) as usize).map(str::to_owned)
        };
        let is_same = start < end && cut(quote).is_some() && cut(quote) == cut(other);
        let common = (end.saturating_sub(start)) as usize;
        let is_most = 2 * common >= quote.quote.len().min(other.quote.len());
        if is_same && is_most { common } else { 0 }
    };
    told.iter().map(|other| one(&other)).max().unwrap_or(0)
}
