//! Pages by their words, each with the sentence that tells most of these words.

use serde::Serialize;
use stemma::model::{Reading, Span};
use stemma_store::{Asked, Dataset, Documents, Found, PageRow};
use unicode_normalization::UnicodeNormalization;

use crate::Error;

/// A page in which the words stand.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    pub page: PageRow,
    /// `None` where the words stand in its title alone.
    pub passage: Option<Passage>,
}

/// A sentence of a page, with the words in it that were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    #[serde(flatten)]
    pub span: Span,
    pub text: String,
    /// Bytes of `text`.
    pub words: Vec<Span>,
}

/// The pages that tell most with the words.
pub fn search(store: &(impl Dataset + Documents), asked: &Asked) -> Result<Found<Hit>, Error> {
    let Found { rows, total } = store.search(asked)?;
    let terms = terms(asked.filter.words.as_deref().unwrap_or_default());
    let ids: Vec<&str> = rows.iter().map(|page| page.id.as_str()).collect();
    let readings = store.readings_of(&ids)?;
    let hit = |page: PageRow| {
        let reading = readings.binary_search_by(|reading| reading.id.cmp(&page.id)).ok().map(|at| &readings[at]);
        Hit { passage: reading.and_then(|reading| passage(reading, &terms)), page }
    };
    Ok(Found { rows: rows.into_iter().map(hit).collect(), total })
}

/// A word that is asked for, in any of its forms, each with whether words that only begin so are meant, too.
type Term = Vec<(String, bool)>;

fn terms(words: &str) -> Vec<Term> {
    let begins = |word: &str| word.ends_with('*');
    let parts = |word: &str| tokens(word).map(|span| folded(span.of(word))).collect::<Vec<_>>();
    let mut terms: Vec<Term> = Vec::new();
    for word in words.split_whitespace() {
        match word.split_once('|') {
            Some(_) => terms.push(word.split('|').map(|form| (folded(form), begins(form))).collect()),
            None => terms.extend(parts(word).into_iter().map(|part| vec![(part, begins(word))])),
        }
    }
    terms
}

/// The first of the sentences of an article that hold most of the words.
fn passage(reading: &Reading, terms: &[Term]) -> Option<Passage> {
    let is_told = |span: &Span| {
        let mut blocks = reading.article.blocks.iter().filter(|block| block.kind.is_of_article());
        blocks.any(|block| block.span.overlaps(*span))
    };
    let sentences = reading.annotations.sentences.iter().copied().filter(is_told);
    let best = sentences
        .map(|span| (found(span.of(&reading.text), terms), span))
        .filter(|((different, _), _)| *different > 0)
        .max_by(|((a, _), x), ((b, _), y)| a.cmp(b).then(y.start.cmp(&x.start)));
    best.map(|((_, words), span)| Passage { span, text: span.of(&reading.text).to_owned(), words })
}

/// How many of the words stand in a text, and where.
fn found(text: &str, terms: &[Term]) -> (usize, Vec<Span>) {
    let mut is_found = vec![false; terms.len()];
    let mut spans = Vec::new();
    for span in tokens(text) {
        let word = folded(span.of(text));
        let is_form = |(form, begins): &(String, bool)| if *begins { word.starts_with(form) } else { word == *form };
        let is_meant = |term: &Term| term.iter().any(is_form);
        let mut is_any = false;
        for (found, _) in is_found.iter_mut().zip(terms).filter(|(_, term)| is_meant(term)) {
            (*found, is_any) = (true, true);
        }
        if is_any {
            spans.push(span);
        }
    }
    (is_found.iter().filter(|found| **found).count(), spans)
}

/// The words of a text, as the index cuts them: letters and digits, with the marks that belong to them.
fn tokens(text: &str) -> impl Iterator<Item = Span> {
    let is_part = |letter: char| letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter);
    let mut begun = None;
    text.char_indices().chain([(text.len(), ' ')]).filter_map(move |(at, letter)| match (is_part(letter), begun) {
        (true, None) => {
            begun = Some(at);
            None
        }
        (false, Some(start)) => {
            begun = None;
            Some(Span::new(start, at))
        }
        _ => None,
    })
}

/// In small letters, without accents.
fn folded(word: &str) -> String {
    word.nfd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{found, terms};

    fn check(words: &str, text: &str, expected: &[&str]) {
        let (_, spans) = found(text, &terms(words));
        assert_eq!(spans.iter().map(|span| span.of(text)).collect::<Vec<_>>(), expected, "{words}");
    }

    #[test]
    fn words_are_found_without_their_accents_and_by_their_beginning() {
        check("n'djamena cafe", "The café in N’Djamena closed.", &["café", "N", "Djamena"]);
        check("shell*", "Shells fell; shelling went on, a shell said.", &["Shells", "shelling", "shell"]);
        check("shell", "Shells fell; shelling went on, a shell said.", &["shell"]);
        check("shell|shells", "Shells fell; shelling went on, a shell said.", &["Shells", "shell"]);
    }
}
