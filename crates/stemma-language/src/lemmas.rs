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

impl Class {
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
