//! Whether a page says that what it tells is not so: "falsely claimed that", "there is no evidence that", "reports of … are untrue".
//!
//! Looks at the words before the deed in its sentence, at those behind it, and at the beginning of the next sentence. Between the words
//! that say no and the deed must stand what joins a content to its report, and no word with which another clause begins.

use crate::annotate::Syntax;
use crate::lexicon::events::Debunking;
use crate::model::{Assertion, Span};

/// So many words before and behind a deed are looked at.
const REACH: usize = 60;
/// So many words may stand between a verb and the report that is its object, or between a report and what is said of it.
const NEAR: usize = 5;

/// What the words around a deed make of it, or `None` when they leave it as it is.
pub fn debunked(syntax: &Syntax, text: &str, words: &Debunking, trigger: usize) -> Option<Assertion> {
    let sentence = &syntax.sentences[syntax.tokens[trigger].sentence];
    let first = sentence.tokens.start.max(trigger.saturating_sub(REACH));
    let frame = Frame { syntax, text, words, trigger };
    let found = (first..trigger).rev().find_map(|at| frame.mood(at).filter(|_| frame.reaches(at)));
    found.or_else(|| frame.is_unmade()).or_else(|| {
        // "Reports that … are untrue"; "Posts say that …. This is not true."
        let report = (first..trigger).find(|&at| frame.is_report(at) && frame.joined(at) && frame.reaches(at))?;
        let rest = syntax.tokens[trigger].span.end as usize..sentence.span.end as usize;
        let behind = text.get(rest).unwrap_or("").to_lowercase();
        let next =
            syntax.sentences.get(syntax.tokens[trigger].sentence + 1).filter(|next| next.block == sentence.block);
        let next = next.map(|next| next.span.of(text).to_lowercase());
        let is_weak = words.weak.contains(&frame.lemma(report));
        let taken_back = frame.says_false(report, &behind)
            || is_weak
                && next.is_some_and(|next| words.next.iter().any(|opening| next.trim_start().starts_with(opening)));
        taken_back.then_some(Assertion::Denied)
    })
}

/// Whether the trigger of a mention is one of the words that say no.
pub fn says_no(syntax: &Syntax, text: &str, words: &Debunking, trigger: Span) -> bool {
    let lists = [&words.denying, &words.rejecting, &words.r#false, &words.not_so, &words.falsely, &words.reports];
    let is_one = |word: &str| lists.iter().any(|list| list.contains(word));
    syntax.tokens_in(trigger).any(|at| is_one(&syntax.tokens[at].lemma.to_lowercase()))
        || is_one(&trigger.of(text).to_lowercase())
}

/// Whether a word takes back a report: "has withdrawn its report" is no withdrawal of troops.
pub fn takes_back(syntax: &Syntax, words: &Debunking, trigger: usize) -> bool {
    let lemma = syntax.tokens[trigger].lemma.to_lowercase();
    (words.rejecting.contains(&lemma) || words.denying.contains(&lemma))
        && syntax
            .child(trigger, &["dobj", "nsubjpass"])
            .is_some_and(|object| words.reports.contains(&syntax.tokens[object].lemma.to_lowercase()))
}

struct Frame<'a> {
    syntax: &'a Syntax,
    text: &'a str,
    words: &'a Debunking,
    trigger: usize,
}

impl Frame<'_> {
    fn lemma(&self, at: usize) -> String {
        self.syntax.tokens[at].lemma.to_lowercase()
    }

    fn lower(&self, at: usize) -> String {
        self.syntax.tokens[at].span.of(self.text).to_lowercase()
    }

    /// The words between one and the deed.
    fn between(&self, at: usize) -> std::ops::Range<usize> {
        at + 1..self.trigger
    }

    fn near(&self, at: usize) -> std::ops::Range<usize> {
        at + 1..self.trigger.min(at + 1 + NEAR)
    }

    fn is_report(&self, at: usize) -> bool {
        // "called reports that": the plural is often taken for a verb.
        let behind_verb = at > 0 && self.syntax.tokens[at - 1].pos == "VERB";
        (self.syntax.tokens[at].pos != "VERB" || behind_verb) && self.words.reports.contains(&self.lemma(at))
    }

    fn report_in(&self, mut range: std::ops::Range<usize>) -> Option<usize> {
        range.find(|&at| self.is_report(at))
    }

    /// Whether a content begins behind a word and before the deed: "that", "of", "said", "showing".
    fn joined(&self, at: usize) -> bool {
        self.between(at).any(|at| {
            let token = &self.syntax.tokens[at];
            matches!(self.lemma(at).as_str(), "that" | "of" | "about" | "how" | "which" | "whether" | "if" | ":")
                || matches!(token.tag, "VBG" | "VBD" | "VBZ" | "VBP" | "VBN")
        })
    }

    /// No other clause begins between a word and the deed, and nobody is told to have said something else: "corrected the toll and said that".
    fn reaches(&self, at: usize) -> bool {
        !self.between(at).any(|at| {
            let lemma = self.lemma(at);
            let says_more = at > 0
                && self.syntax.tokens[at].pos == "VERB"
                && matches!(self.lemma(at - 1).as_str(), "and" | "but" | "then")
                && self.words.telling.contains(&lemma);
            self.words.breaks.contains(&lemma) || matches!(lemma.as_str(), ";" | "—") || says_more
        })
    }

    /// What a word before the deed says of it.
    fn mood(&self, at: usize) -> Option<Assertion> {
        let (words, lemma) = (self.words, self.lemma(at));
        let is_verb = self.syntax.tokens[at].pos == "VERB";
        let denied = Some(Assertion::Denied);
        let object = || self.report_in(self.near(at)).filter(|&report| self.joined(report));
        if is_verb && words.denying.contains(&lemma) {
            let clause = self.near(at).any(|at| {
                self.lemma(at) == "that" || self.syntax.tokens[at].tag == "VBG" && self.syntax.tokens[at].pos == "VERB"
            }) || self.syntax.tokens[self.trigger].tag == "VBG" && self.near(at).end == self.trigger;
            return denied.filter(|_| !self.is_negated(at) && (clause || object().is_some()));
        }
        if is_verb && words.rejecting.contains(&lemma) {
            if words.naming.contains(&lemma) {
                let sentence = &self.syntax.sentences[self.syntax.tokens[self.trigger].sentence];
                let false_behind = (self.trigger + 1..sentence.tokens.end).take(REACH).any(|at| self.is_false(at));
                let false_before = self.near(at).any(|at| self.is_false(at));
                return denied.filter(|_| object().is_some() && (false_behind || false_before));
            }
            let apology = lemma.starts_with("apolog")
                && self
                    .near(at)
                    .any(|at| matches!(self.lemma(at).as_str(), "write" | "report" | "say" | "publish" | "claim"));
            return denied.filter(|_| !self.is_negated(at) && (object().is_some() || apology));
        }
        if is_verb
            && self.near(at).take(2).any(|next| words.particles.contains(&format!("{lemma} {}", self.lower(next))))
        {
            return denied.filter(|_| object().is_some());
        }
        if words.falsely.contains(&lemma) && self.syntax.tokens[at].pos == "ADV" {
            let tells = self.near(at).take(3).any(|at| self.syntax.tokens[at].pos == "VERB");
            return denied.filter(|_| tells && self.joined(at) && self.content_begins(at));
        }
        if self.is_false(at)
            && self.report_in(self.near(at).start..self.near(at).start.saturating_add(2).min(self.trigger)).is_some()
        {
            return denied.filter(|_| object().is_some());
        }
        if matches!(lemma.as_str(), "hoax" | "myth" | "fabrication") {
            return denied.filter(|_| self.near(at).any(|at| self.lemma(at) == "that"));
        }
        if matches!(lemma.as_str(), "rumor" | "rumour") {
            return Some(Assertion::Hypothetical)
                .filter(|_| self.joined(at) && self.near(at).any(|at| matches!(self.lemma(at).as_str(), "that" | "of")))
                .filter(|_| !self.false_behind());
        }
        let none = self.syntax.children(at).any(|child| {
            matches!(self.lemma(child).as_str(), "no" | "little" | "any" | "zero" | "without") && child + 4 > at
        });
        if none && (words.evidence.contains(&lemma) || words.signs.contains(&lemma)) && self.joined(at) {
            return if words.evidence.contains(&lemma) { denied } else { Some(Assertion::Hypothetical) };
        }
        let that_next = || self.near(at).take(2).any(|at| self.lemma(at) == "that");
        if words.so.contains(&lemma) && that_next() {
            let head = self.syntax.tokens[at].head;
            return denied.filter(|_| self.is_negated(at) || self.is_negated(head));
        }
        if words.not_so.contains(&lemma) && that_next() {
            return denied;
        }
        if is_verb
            && words.confirming.contains(&lemma)
            && self
                .near(at)
                .any(|at| matches!(self.lemma(at).as_str(), "that" | "whether" | "if") || self.is_report(at))
        {
            let nobody = self.syntax.child(at, &["nsubj"]).is_some_and(|subject| {
                matches!(self.lemma(subject).as_str(), "nobody" | "none")
                    || self.lemma(subject) == "no one"
                    || self.syntax.children(subject).any(|child| self.lemma(child) == "no")
            });
            let unable = (at.saturating_sub(3)..at)
                .any(|before| matches!(self.lemma(before).as_str(), "unable" | "impossible" | "cannot" | "yet"));
            return Some(Assertion::Hypothetical).filter(|_| nobody || unable || self.is_negated(at));
        }
        if words.old.contains(&self.lower(at))
            && self.report_in(self.near(at).start..(at + 4).min(self.trigger)).is_some()
        {
            let said = self.between(at).any(|at| {
                matches!(
                    self.lemma(at).as_str(),
                    "say" | "state" | "report" | "claim" | "read" | "give" | "put" | "misstate" | "suggest"
                ) && self.syntax.tokens[at].pos == "VERB"
            });
            let own = self.between(at).any(|at| matches!(self.lemma(at).as_str(), "this" | "our" | "the"));
            return denied.filter(|_| said && own && self.is_of_page(at));
        }
        None
    }

    /// "The reported abduction was a hoax", "the bombing did not take place": the deed is what the sentence says no to.
    fn is_unmade(&self) -> Option<Assertion> {
        let token = &self.syntax.tokens[self.trigger];
        if !matches!(token.dep, "nsubj" | "nsubjpass") || token.pos == "VERB" {
            return None;
        }
        let verb = token.head;
        let sentence = &self.syntax.sentences[token.sentence];
        let behind = (verb..sentence.tokens.end).take(NEAR);
        let is_false = matches!(self.lemma(verb).as_str(), "be" | "prove" | "turn")
            && behind.clone().any(|at| self.is_false(at))
            || self.syntax.tokens[verb].tag == "VBN" && self.words.r#false.contains(&self.lower(verb));
        let is_negated =
            matches!(self.lemma(verb).as_str(), "happen" | "occur" | "take" | "exist") && self.is_negated(verb);
        (is_false || is_negated).then_some(Assertion::Denied)
    }

    /// A version, story or article is the page's own; an earlier statement is somebody's.
    fn is_of_page(&self, at: usize) -> bool {
        self.near(at).take(3).any(|at| {
            matches!(self.lemma(at).as_str(), "version" | "article" | "story" | "headline" | "post" | "caption")
        })
    }

    /// Behind an adverb the content begins with "that", a report, or the verb's own clause.
    fn content_begins(&self, at: usize) -> bool {
        self.near(at).any(|at| {
            matches!(self.lemma(at).as_str(), "that" | "of" | "as")
                || self.syntax.tokens[at].tag == "VBG"
                || self.is_report(at)
        }) || self.syntax.ancestors(self.trigger).take(3).any(|above| self.near(at).contains(&above))
    }

    fn is_false(&self, at: usize) -> bool {
        let token = &self.syntax.tokens[at];
        token.pos != "VERB" && self.words.r#false.contains(&self.lemma(at))
            || token.tag == "VBN" && self.words.r#false.contains(&self.lower(at))
    }

    fn false_behind(&self) -> bool {
        let sentence = &self.syntax.sentences[self.syntax.tokens[self.trigger].sentence];
        (self.trigger + 1..sentence.tokens.end).take(REACH).any(|at| self.is_false(at))
    }

    fn is_negated(&self, at: usize) -> bool {
        self.syntax.children(at).any(|child| {
            self.syntax.tokens[child].dep == "neg" || matches!(self.lemma(child).as_str(), "not" | "never" | "nor")
        })
    }

    /// Whether words behind the deed say of the report before it that it is not so: "… are untrue", "… has been debunked".
    fn says_false(&self, report: usize, behind: &str) -> bool {
        let copulas = ["is", "are", "was", "were", "be", "been", "as", "proved", "out", "proven", "being"];
        let words: Vec<&str> = behind
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '-' || letter == '\''))
            .filter(|word| !word.is_empty())
            .collect();
        let said = words.iter().enumerate().any(|(at, word)| {
            copulas.contains(word) && words[at + 1..].iter().take(3).any(|word| self.words.r#false.contains(*word))
        });
        let within = |phrases: &[String]| phrases.iter().any(|phrase| behind.contains(phrase.as_str()));
        said || within(&self.words.false_phrases)
            || self.words.pictures.contains(&self.lemma(report)) && within(&self.words.of_another)
    }
}
