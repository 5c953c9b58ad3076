//! Counts of people and things in the words of a deed, with their bounds and their scope.

use std::ops::Range;

use super::Scene;
use crate::annotate::grammar::conjuncts;
use crate::model::{Scope, Span, Toll};
use crate::text::numbers::small_number;

/// Low, best and high of a count; `None` where the words leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
}

impl Count {
    pub fn exact(value: u32) -> Count {
        Count { low: Some(value), best: Some(value), high: Some(value) }
    }

    fn plus(self, other: Count) -> Count {
        let sum = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
        Count { low: sum(self.low, other.low), best: sum(self.best, other.best), high: sum(self.high, other.high) }
    }
}

impl Scene<'_> {
    /// The toll of a deed whose victims are the phrases of these heads, e.g. "his assistant and three other members".
    pub fn toll_of(&self, measure: &str, heads: &[usize], trigger: usize) -> Option<Toll> {
        let syntax = self.syntax();
        let mut all: Vec<usize> = heads.iter().flat_map(|&head| conjuncts(syntax, head)).collect();
        all.sort_unstable();
        all.dedup();
        let (mut total, mut span, mut group): (Option<Count>, Option<Span>, Option<String>) = (None, None, None);
        for head in all {
            let Some(count) = self.count_of(head) else { continue };
            total = Some(total.map_or(count, |sum| sum.plus(count)));
            let words = syntax
                .subtree(head)
                .into_iter()
                .filter(|&at| at <= head)
                .map(|at| syntax.tokens[at].span)
                .reduce(Span::cover);
            let words = words.unwrap_or(syntax.tokens[head].span);
            span = Some(span.map_or(words, |span| span.cover(words)));
            group.get_or_insert_with(|| self.group_of(head));
        }
        let (total, span) = (total?, span?);
        Some(Toll {
            span,
            measure: measure.to_string(),
            group: group.unwrap_or_default(),
            low: total.low,
            best: total.best,
            high: total.high,
            scope: self.scope_of(trigger),
        })
    }

    /// How many the words of a span count together: "a mother and her two sons" are three.
    pub fn total_of(&self, head: usize, span: Span) -> Option<Count> {
        let syntax = self.syntax();
        let mut heads: Vec<usize> =
            conjuncts(syntax, head).into_iter().filter(|&at| span.contains(syntax.tokens[at].span)).collect();
        heads.sort_unstable();
        heads.dedup();
        let counts = heads.into_iter().filter_map(|head| self.count_of(head)).reduce(Count::plus);
        counts.or_else(|| syntax.tokens_in(span).find_map(|at| self.count_of(at)))
    }

    /// Whether a word is of the name of a person.
    pub fn is_person(&self, at: usize) -> bool {
        self.entity_of[at].is_some_and(|entity| self.names.entities[entity].kind == "PERSON")
    }

    pub fn group_of(&self, head: usize) -> String {
        let syntax = self.syntax();
        let counted = self.measured(head).unwrap_or(head);
        // "Her husband Petro Marchuk" is named too; of "three people, Ali, Omar and Zaid" there is a count.
        let has_number = || syntax.children(counted).any(|child| syntax.tokens[child].tag == "CD");
        let is_named_behind =
            || syntax.child(counted, &["appos"]).is_some_and(|at| self.is_person(at)) && !has_number();
        if self.is_person(counted) || is_named_behind() {
            return Toll::NAMED.into();
        }
        if syntax.tokens[counted].tag == "CD" {
            "people".into()
        } else {
            syntax.tokens[counted].span.of(self.context.text).to_lowercase()
        }
    }

    /// How many a noun phrase speaks of: a named person or "a soldier" is one, "12 soldiers" twelve, bare plurals unknown.
    pub fn count_of(&self, head: usize) -> Option<Count> {
        let syntax = self.syntax();
        let token = &syntax.tokens[head];
        let text = |at: usize| syntax.tokens[at].span.of(self.context.text).to_lowercase();
        if token.tag == "CD" {
            return self.number_at(head);
        }
        if let Some(number) = syntax
            .children(head)
            .filter(|&child| syntax.tokens[child].dep == "nummod" || (syntax.tokens[child].tag == "CD" && child < head))
            .find(|&child| !self.counts_nobody(&self.number_run(child)))
        {
            return self.number_at(number);
        }
        for child in syntax.children(head).filter(|&child| child < head) {
            if let Some(count) = vague(&text(child)) {
                return Some(count);
            }
        }
        if let Some(count) = vague(&text(head)) {
            return Some(count);
        }
        // "A 16-year-old" is somebody; "16-year-old Amina" is Amina, who is counted by her name.
        let is_before_noun = syntax.tokens.get(head + 1).is_some_and(|next| next.tag.starts_with('N'));
        if text(head) == "old" && !is_before_noun {
            let age = syntax.subtree(head).into_iter().find(|&at| syntax.tokens[at].tag == "CD");
            return age.map(|_| Count::exact(1));
        }
        if matches!(token.tag, "NNP" | "NNPS") {
            return self.is_person(head).then(|| Count::exact(1));
        }
        let singular = token.tag == "NN"
            && self.context.lexicon.events.is(&token.lemma, "person")
            && !matches!(
                token.lemma.as_str(),
                "people" | "personnel" | "staff" | "crew" | "group" | "crowd" | "family" | "couple"
            );
        let determined = syntax.child(head, &["det", "poss", "amod", "compound"]).is_some();
        match token.lemma.as_str() {
            "couple" => Some(Count::exact(2)),
            _ => (singular && determined).then(|| Count::exact(1)),
        }
    }

    /// A number with its qualifiers: "at least 12", "more than 330,000", "one hundred and twenty", "3-5", "between 20 and 30".
    fn number_at(&self, at: usize) -> Option<Count> {
        let run = self.number_run(at);
        if self.counts_nobody(&run) {
            return None;
        }
        let before = self.context.text.get(..self.syntax().tokens[run.start].span.start as usize).unwrap_or("");
        let value = parse_number(&self.spoken(&run))?;
        if let Some((low, high)) = self.bounds_around(&run, value) {
            return Some(Count { low: Some(low), best: None, high: Some(high) });
        }
        Some(qualify(value, before))
    }

    /// The tokens of one number: "one hundred and twenty", "twenty-one", "1.5 million".
    fn number_run(&self, at: usize) -> Range<usize> {
        let tokens = &self.syntax().tokens;
        let sentence = &self.syntax().sentences[tokens[at].sentence].tokens;
        let is_number = |index: usize| sentence.contains(&index) && tokens[index].tag == "CD";
        let word = |index: usize| tokens[index].span.of(self.context.text).to_lowercase();
        // Between two parts: nothing, the hyphen of "twenty-one", or the "and" behind a hundred.
        let joins = |left: usize, right: usize| match right - left {
            1 => true,
            2 => match word(left + 1).as_str() {
                "and" => matches!(word(left).as_str(), "hundred" | "thousand" | "million"),
                "-" => small_number(&word(left)).is_some_and(|tens| tens >= 20) && small_number(&word(right)).is_some(),
                _ => false,
            },
            _ => false,
        };
        let (mut start, mut end) = (at, at + 1);
        while let Some(left) = [1, 2]
            .into_iter()
            .filter_map(|step| start.checked_sub(step))
            .find(|&left| is_number(left) && joins(left, start))
        {
            start = left;
        }
        while let Some(right) = [end, end + 1].into_iter().find(|&right| is_number(right) && joins(end - 1, right)) {
            end = right + 1;
        }
        start..end
    }

    fn spoken(&self, run: &Range<usize>) -> Vec<String> {
        self.syntax().tokens[run.clone()].iter().map(|token| token.span.of(self.context.text).to_lowercase()).collect()
    }

    /// The other end of "3-5", "20 to 30", "between 20 and 30", seen from either end.
    fn bounds_around(&self, run: &Range<usize>, value: u32) -> Option<(u32, u32)> {
        let tokens = &self.syntax().tokens;
        let sentence = &self.syntax().sentences[tokens[run.start].sentence].tokens;
        let word =
            |index: usize| sentence.contains(&index).then(|| tokens[index].span.of(self.context.text).to_lowercase());
        let number =
            |index: usize| (sentence.contains(&index) && tokens[index].tag == "CD").then(|| self.number_run(index));
        let is_range = |joint: &str, low: &Range<usize>| match joint {
            "-" | "–" | "to" => true,
            "and" => low.start.checked_sub(1).and_then(word).as_deref() == Some("between"),
            _ => false,
        };
        let left = run.start.checked_sub(2).and_then(|index| Some((number(index)?, word(run.start - 1)?)));
        if let Some((low, _)) = left.filter(|(low, joint)| is_range(joint, low)) {
            return parse_number(&self.spoken(&low)).filter(|low| *low < value).map(|low| (low, value));
        }
        let (high, joint) = (number(run.end + 1)?, word(run.end)?);
        let high = is_range(&joint, run).then(|| parse_number(&self.spoken(&high))).flatten()?;
        (value < high).then_some((value, high))
    }

    /// A count since some date or of a whole war is nobody's event; one of a week or month is a period's.
    fn scope_of(&self, trigger: usize) -> Scope {
        let syntax = self.syntax();
        let sentence = syntax.sentences[syntax.tokens[trigger].sentence].span;
        let perfect = syntax
            .children(trigger)
            .any(|child| syntax.tokens[child].lemma == "have" && syntax.tokens[child].dep == "aux");
        let words = sentence.of(self.context.text).to_lowercase();
        let since =
            self.times.iter().any(|time| sentence.contains(time.span) && time.modifier.as_deref() == Some("since"));
        if perfect
            && (since
                || words.contains(" since ")
                || words.contains("so far")
                || words.contains("to date")
                || words.contains("in total")
                || words.contains("-year"))
        {
            return Scope::Cumulative;
        }
        let long = self.times.iter().any(|time| {
            sentence.contains(time.span)
                && time.interval.is_some_and(|interval| interval.to.days_since(interval.from) >= 6)
                && crate::annotate::grammar::tree_distance(
                    syntax,
                    syntax.head_of(time.span).unwrap_or(trigger),
                    trigger,
                )
                .is_some_and(|distance| distance <= 6)
        });
        if long && perfect { Scope::Period } else { Scope::Event }
    }
}

/// "dozens", "hundreds", "several": bounds that the words give.
fn vague(word: &str) -> Option<Count> {
    let open = |low| Some(Count { low: Some(low), best: None, high: None });
    match word {
        "dozens" => open(24),
        "scores" => open(40),
        "hundreds" => open(200),
        "thousands" => open(2000),
        "several" => open(3),
        "many" | "numerous" => open(4),
        "few" => Some(Count { low: Some(2), best: None, high: Some(6) }),
        "both" => Some(Count::exact(2)),
        _ => None,
    }
}

/// Bounds that the words before a number set.
fn qualify(value: u32, before: &str) -> Count {
    let tail: Vec<String> = before.split_whitespace().rev().take(3).map(str::to_lowercase).collect();
    let said = |phrase: &str| {
        phrase
            .split(' ')
            .rev()
            .zip(&tail)
            .filter(|(word, found)| *word == found.trim_matches(|c: char| !c.is_alphanumeric()))
            .count()
            == phrase.split(' ').count()
    };
    if ["at least", "no fewer than", "no less than"].iter().any(|phrase| said(phrase)) {
        Count { low: Some(value), best: Some(value), high: None }
    } else if ["more than", "over", "upwards of"].iter().any(|phrase| said(phrase)) {
        Count { low: Some(value.saturating_add(1)), best: None, high: None }
    } else if ["up to", "as many as", "at most", "fewer than", "less than", "under"].iter().any(|phrase| said(phrase)) {
        Count { low: None, best: None, high: Some(value) }
    } else if ["about", "around", "some", "nearly", "almost", "approximately", "roughly", "estimated"]
        .iter()
        .any(|phrase| said(phrase))
    {
        Count { low: Some(value - value / 10), best: Some(value), high: Some(value.saturating_add(value / 10)) }
    } else {
        Count::exact(value)
    }
}

/// "12", "330,000", "twenty", "two hundred", "1.5 million".
pub fn parse_number(words: &[String]) -> Option<u32> {
    let (mut total, mut part, mut seen) = (0f64, 0f64, false);
    for word in words.iter().filter(|word| !matches!(word.as_str(), "-" | "–")).flat_map(|word| word.split('-')) {
        if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            part += digits(word)?;
        } else if let Some(value) = small_number(word) {
            part += f64::from(value);
        } else {
            match word {
                "dozen" => part = part.max(1.0) * 12.0,
                "hundred" => part = part.max(1.0) * 100.0,
                "thousand" | "million" | "billion" => {
                    let scale = match word {
                        "thousand" => 1e3,
                        "million" => 1e6,
                        _ => 1e9,
                    };
                    total += part.max(1.0) * scale;
                    part = 0.0;
                }
                "and" | "a" => continue,
                _ => return None,
            }
        }
        seen = true;
    }
    let value = total + part;
    (seen && (0.0..4e9).contains(&value)).then_some(value as u32)
}

/// "12", "330,000", "1.5"; groups of three are grouped, "1,5" is refused as neither.
fn digits(word: &str) -> Option<f64> {
    let mut groups = word.split([',', '.']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty() && first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    if grouped {
        return word.replace([',', '.'], "").parse().ok();
    }
    (!word.contains(',')).then(|| word.parse().ok()).flatten()
}
