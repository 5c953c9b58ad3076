//! Lemmas by rule: exceptions first, then endings replaced by rule and checked against the list of known base forms. A form, its part of
//! speech and its morphology come in, the lemma goes out.

use std::borrow::Cow;

use crate::Error;
use crate::characters::is_letter;
use crate::sections::{Sections, Table};

#[derive(Default)]
struct Class {
    pos: &'static str,
    index: Table,
    exceptions: Table,
    rules: Vec<(&'static str, &'static str)>,
}

pub(crate) struct Lemmatizer {
    classes: Vec<Class>,
}

impl Lemmatizer {
    pub(crate) fn open(sections: &Sections) -> Result<Lemmatizer, Error> {
        let mut classes = Vec::new();
        for (pos, name) in [("ADJ", "adj"), ("ADV", "adv"), ("NOUN", "noun"), ("VERB", "verb"), ("PUNCT", "punct")] {
            let optional = |kind: &str| match sections.table(&format!("lemma.{kind}.{name}")) {
                Err(Error::Missing(_)) => Ok(Table::default()),
                other => other,
            };
            let rules = match sections.lines(&format!("lemma.rules.{name}")) {
                Err(Error::Missing(_)) => Vec::new(),
                lines => lines?.into_iter().filter_map(|line| line.split_once('\t')).collect(),
            };
            classes.push(Class { pos, index: optional("index")?, exceptions: optional("exceptions")?, rules });
        }
        Ok(Lemmatizer { classes })
    }

    pub(crate) fn lemma<'w>(&self, form: &'w str, lower: &'w str, pos: &str, morphology: &str) -> Cow<'w, str> {
        if matches!(pos, "" | "EOL" | "SPACE") || is_base_form(pos, morphology) {
            return Cow::Borrowed(lower);
        }
        let Some(class) = self.classes.iter().find(|class| class.pos == pos) else {
            return Cow::Borrowed(if pos == "PROPN" { form } else { lower });
        };
        if let Some(lemmas) = class.exceptions.text(lower.as_bytes()) {
            return class.with_exceptions(lower, lemmas);
        }
        class.by_rule(lower).map_or(Cow::Borrowed(form), Cow::Owned)
    }
}

impl Lemmatizer {
    /// Whether the tables know the form, in small letters, as a noun, verb, adjective or adverb, in any inflection.
    pub(crate) fn knows(&self, lower: &str) -> bool {
        let known = |class: &Class| {
            class.index.get(lower.as_bytes()).is_some()
                || class.exceptions.text(lower.as_bytes()).is_some()
                || class.applied(lower).any(|form| class.index.get(form.as_bytes()).is_some())
        };
        self.classes.iter().any(known)
    }
}

impl Lemmatizer {
    /// The forms of the nouns and verbs of which this is one, in small letters, without it; none of a word that the tables do not
    /// know, as most names are. Rules of spelling make some that are none, and nobody writes these.
    pub(crate) fn forms(&self, lower: &str) -> Vec<String> {
        let mut forms = Vec::new();
        for class in self.classes.iter().filter(|class| matches!(class.pos, "NOUN" | "VERB")) {
            for base in class.bases(lower) {
                let ends: &[&str] = if class.pos == "VERB" { &["s", "ed", "ing"] } else { &["s"] };
                forms.extend(ends.iter().flat_map(|end| inflected(&base, end)));
                let is_of = |lemmas: &str| lemmas.split('\u{1f}').any(|lemma| lemma == base);
                forms.extend(class.exceptions.texts().filter(|(_, lemmas)| is_of(lemmas)).map(|(form, _)| form.into()));
                forms.push(base);
            }
        }
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|form| form != lower);
        forms
    }
}

/// A base form with an ending, as it is spelt.
fn inflected(base: &str, end: &str) -> Vec<String> {
    let is_vowel = |letter: char| "aeiou".contains(letter);
    let last: Vec<char> = base.chars().rev().take(3).collect();
    let &[z, y, ..] = &last[..] else { return Vec::new() };
    let hisses = matches!(z, 's' | 'x' | 'z') || matches!((y, z), ('c' | 's', 'h'));
    let stem = &base[..base.len() - z.len_utf8()];
    match end {
        "s" if z == 'y' && !is_vowel(y) => vec![format!("{stem}ies")],
        "s" if hisses => vec![format!("{base}es")],
        "s" => vec![format!("{base}s")],
        "ed" if z == 'e' => vec![format!("{base}d")],
        "ed" if z == 'y' && !is_vowel(y) => vec![format!("{stem}ied")],
        "ing" if z == 'e' && y != 'e' => vec![format!("{stem}ing")],
        // "shelled", "stopped": where the stress lies no table says.
        _ if last.len() == 3 && !is_vowel(z) && is_vowel(y) && !is_vowel(last[2]) => {
            vec![format!("{base}{end}"), format!("{base}{z}{end}")]
        }
        _ => vec![format!("{base}{end}")],
    }
}

impl Class {
    /// What a form may be a form of: itself, where it is a base form.
    fn bases(&self, lower: &str) -> Vec<String> {
        if self.index.get(lower.as_bytes()).is_some() {
            return vec![lower.to_owned()];
        }
        let mut bases = self.known_by_rule(lower);
        let exceptions = self.exceptions.text(lower.as_bytes()).unwrap_or_default();
        bases.extend(exceptions.split('\u{1f}').filter(|lemma| !lemma.is_empty()).map(str::to_owned));
        bases
    }

    /// The last exception that the rules do not give as well; when they give them all, the best of the rules.
    fn with_exceptions(&self, lower: &str, lemmas: &'static str) -> Cow<'static, str> {
        let by_rule = self.known_by_rule(lower);
        let new = lemmas.split('\u{1f}').rfind(|lemma| !by_rule.iter().any(|form| form == lemma));
        match (new, by_rule.into_iter().next()) {
            (Some(lemma), _) => Cow::Borrowed(lemma),
            (None, Some(form)) => Cow::Owned(form),
            (None, None) => Cow::Borrowed(lemmas),
        }
    }

    fn applied<'w>(&'w self, lower: &'w str) -> impl Iterator<Item = String> + 'w {
        let applied =
            self.rules.iter().filter_map(move |(old, new)| lower.strip_suffix(old).map(|stem| format!("{stem}{new}")));
        applied.filter(|form| !form.is_empty())
    }

    /// The forms that the rules give and that are known base forms (the last found first) or not plain words (after them).
    fn known_by_rule(&self, lower: &str) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        for form in self.applied(lower) {
            if self.index.get(form.as_bytes()).is_some() {
                forms.insert(0, form);
            } else if !form.chars().all(is_letter) {
                forms.push(form);
            }
        }
        forms
    }

    fn by_rule(&self, lower: &str) -> Option<String> {
        self.known_by_rule(lower).into_iter().next().or_else(|| self.applied(lower).next())
    }
}

/// Whether the form is its own lemma whatever the rules say.
fn is_base_form(pos: &str, morphology: &str) -> bool {
    let feature = |name: &str| {
        morphology
            .split('|')
            .find_map(|feature| feature.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    };
    let form = feature("VerbForm");
    match pos {
        "NOUN" if feature("Number") == Some("Sing") => true,
        "VERB" if form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none() => true,
        _ => matches!(form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}
