//! Numbers that count nobody: ages, and what is measured in years, kilometres or money.
//!
//! The reader points at the numbers of a deed, and an age beside the name of a victim looks to it like a count of victims:
//! "the teacher, 43, was killed" must not become 43 killed.

use std::ops::Range;

use super::Scene;

/// Words between "aged" and the last of the ages it governs: "aged 5, 7 and 12".
const AGED_REACH: usize = 8;
/// Nobody is older.
const OLDEST: u32 = 120;

impl Scene<'_> {
    /// Whether the number that these tokens spell counts nobody.
    pub fn counts_nobody(&self, run: &Range<usize>) -> bool {
        self.is_measure(run) || !self.counts_a_noun(run) && (self.is_after_aged(run) || self.is_age_beside_name(run))
    }

    /// "two small children": the noun that it counts stands behind it, and nothing parts the two as in "40 and two children".
    fn counts_a_noun(&self, run: &Range<usize>) -> bool {
        let tokens = &self.syntax().tokens;
        let number = &tokens[run.end - 1];
        let parts = |at: usize| matches!(tokens[at].tag, "CC" | "CD" | "," | ":" | "IN");
        number.dep == "nummod"
            && number.head >= run.end
            && tokens[number.head].tag.starts_with('N')
            && !(run.end..number.head).any(parts)
    }

    /// The word of a token of the sentence of `run`, in small letters; `None` outside.
    fn word_near(&self, run: &Range<usize>, at: Option<usize>) -> Option<String> {
        let syntax = self.syntax();
        let sentence = &syntax.sentences[syntax.tokens[run.start].sentence].tokens;
        let at = at.filter(|at| sentence.contains(at))?;
        Some(syntax.tokens[at].span.of(self.context.text).to_lowercase())
    }

    /// "nine-year-old", "43 years", "8 km", "500-kilogram".
    fn is_measure(&self, run: &Range<usize>) -> bool {
        let is_hyphen = self.word_near(run, Some(run.end)).is_some_and(|word| matches!(word.as_str(), "-" | "–"));
        let next = run.end + usize::from(is_hyphen);
        let Some(word) = self.word_near(run, Some(next)) else { return false };
        let (events, tokens) = (&self.context.lexicon.events, &self.syntax().tokens);
        // In "20 foot soldiers" and "six day labourers" the number is that of the people.
        let is_measured = is_hyphen || run.clone().any(|at| tokens[at].head == next);
        is_measured && (events.is(&word, "measure") || events.is(&tokens[next].lemma, "measure"))
    }

    /// "aged 43", "ages 5 to 12", "aged 5, 7 and 12".
    fn is_after_aged(&self, run: &Range<usize>) -> bool {
        let (events, tokens) = (&self.context.lexicon.events, &self.syntax().tokens);
        let is_between = |at: usize, word: &str| {
            tokens[at].tag == "CD" || !word.contains(char::is_alphanumeric) || events.is(word, "between_ages")
        };
        let before = (run.start.saturating_sub(AGED_REACH)..run.start).rev();
        let mut words = before.map_while(|at| Some((at, self.word_near(run, Some(at))?)));
        let led = words.find(|(at, word)| !is_between(*at, word));
        led.is_some_and(|(_, word)| events.is(&word, "aged"))
    }

    /// "Amina Yusuf, 34, a nurse", "her son (7)", "Ali and Omar Hasan, 43 and 45,": a bare number that is set off behind one
    /// person, and the numbers that are strung to it.
    fn is_age_beside_name(&self, run: &Range<usize>) -> bool {
        let word = |at: usize| self.word_near(run, Some(at)).unwrap_or_default();
        let is_age = |at: usize| {
            let word = word(at);
            word.bytes().all(|byte| byte.is_ascii_digit()) && word.parse().is_ok_and(|age: u32| age <= OLDEST)
        };
        // What sets it off behind: a comma, a bracket, the end, or a further age.
        let closes = |at: usize| matches!(word(at).as_str(), "" | "," | ")" | "." | ";" | ":");
        let strung = |at: usize| word(at) == "and" && is_age(at + 1) && closes(at + 2);
        if run.len() != 1 || !is_age(run.start) || !(closes(run.end) || strung(run.end)) {
            return false;
        }
        let mut first = run.start;
        while first >= 2 && matches!(word(first - 1).as_str(), "and" | ",") && is_age(first - 2) {
            first -= 2;
        }
        first >= 2 && matches!(word(first - 1).as_str(), "," | "(") && self.is_one_person(first - 2)
    }

    /// Whether a token ends the name of a person or is a noun for one.
    fn is_one_person(&self, at: usize) -> bool {
        let token = &self.syntax().tokens[at];
        self.is_person(at) || token.tag == "NN" && self.context.lexicon.events.is(&token.lemma, "person")
    }
}
