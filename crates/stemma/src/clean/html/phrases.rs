//! The kind of a line in the main part of a page by the words it opens with or consists of: "Read more:", "Follow us on",
//! "Advertisement". Lines of running text that merely begin so keep their place.

use crate::clean::PageWords;
use crate::clean::flat::sight::{Sight, look};
use crate::clean::flat::vocabulary::Sign;
use crate::model::{BlockKind, Line};

/// Longer lines are not judged by their words.
const LONGEST: usize = 420;
/// A line up to this length that opens with words of the page is no sentence of an article.
const SHORT: usize = 90;

const KINDS: [(Sign, BlockKind); 8] = [
    (Sign::Comment, BlockKind::Comment),
    (Sign::Related, BlockKind::Related),
    (Sign::Share, BlockKind::Share),
    (Sign::Newsletter, BlockKind::Login),
    (Sign::Login, BlockKind::Login),
    (Sign::Ad, BlockKind::Ad),
    (Sign::Legal, BlockKind::Other),
    (Sign::Nav, BlockKind::Nav),
];

/// What the words of a line say; nothing for most lines of an article.
pub fn kind(text: &str, line: &Line, is_heading: bool, words: &PageWords) -> Option<BlockKind> {
    if line.span.len() > LONGEST {
        return None;
    }
    let sight = look(text, line.span, words);
    if let Some(sign) = sight.notice() {
        return KINDS.iter().find(|(of, _)| *of == sign).map(|(_, kind)| *kind);
    }
    if let Some((_, kind)) = KINDS.iter().find(|(sign, _)| sight.signs.whole(*sign)) {
        // A heading "Politics" or "Travel" parts a round-up; a heading "Comments" heads what is no article.
        return (!is_heading || !matches!(kind, BlockKind::Nav)).then_some(*kind);
    }
    if sight.is_date() && line.span.len() <= SHORT {
        return Some(BlockKind::Byline);
    }
    let opening = KINDS.iter().find(|(sign, _)| sight.signs.start(*sign)).filter(|_| gives_itself_away(&sight, line));
    if let Some((_, kind)) = opening {
        return Some(*kind);
    }
    let is_credit = sight.signs.start(Sign::Caption) && (line.span.len() <= 60 || has_part(&sight, Sign::Caption));
    if is_credit && line.span.len() <= 200 && sight.sentences <= 1 {
        return Some(BlockKind::Caption);
    }
    let is_byline = sight.signs.start(Sign::Byline) && sight.dated > 0 && line.span.len() <= 2 * SHORT;
    is_byline.then_some(BlockKind::Byline)
}

/// Whether a line of any length asks something of its reader: consent, a subscription.
pub fn is_notice(text: &str, line: &Line, words: &PageWords) -> bool {
    look(text, line.span, words).notice().is_some()
}

/// Short, or linked, or with a second phrase of the same kind.
fn gives_itself_away(sight: &Sight, line: &Line) -> bool {
    let length = line.span.len();
    let linked = line.linked as usize;
    let is_sentence = sight.words >= 12 && sight.function_share() >= 0.25 && linked * 5 < length;
    let has_second = KINDS.iter().any(|(sign, _)| has_part(sight, *sign));
    !is_sentence && length <= SHORT || linked * 10 >= length * 3 || has_second
}

fn has_part(sight: &Sight, sign: Sign) -> bool {
    sight.signs.bits()[2] & (1 << sign as u16) != 0
}
