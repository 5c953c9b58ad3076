//! The attribute ruler: patterns over tag, relation and lower-case form that set part of speech, morphology, lemma, tag and relation.
//! A token and its neighbours come in, what the patterns set goes out; of two patterns that set the same, the later one wins. Patterns
//! look at the attributes as the tagger and the parser left them.

use crate::Error;
use crate::pattern::Pattern;
use crate::sections::Sections;

const BUDGET: u32 = 10_000;

/// What a pattern sees of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'t> {
    pub(crate) tag: &'static str,
    pub(crate) relation: &'static str,
    pub(crate) lower: &'t str,
    pub(crate) is_space: bool,
}

/// What the patterns set; an empty text is nothing set.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attributes {
    pub(crate) pos: &'static str,
    pub(crate) morphology: &'static str,
    pub(crate) lemma: &'static str,
    pub(crate) tag: &'static str,
    pub(crate) relation: &'static str,
}

#[derive(Debug)]
enum Wanted {
    OneOf(Vec<&'static str>),
    NoneOf(Vec<&'static str>),
    Matching(Pattern),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Tag,
    Relation,
    Lower,
    Space,
}

type Conditions = Vec<(Attribute, Wanted)>;

struct Rule {
    index: usize,
    tokens: Vec<Conditions>,
    sets: Attributes,
}

pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// For each tag, the rules that a token with this tag can be the target of.
    by_tag: Vec<(&'static str, Vec<u16>)>,
}

impl Ruler {
    pub(crate) fn open(sections: &Sections, tags: &[&'static str]) -> Result<Ruler, Error> {
        let mut rules = Vec::new();
        for line in sections.lines("ruler")? {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let [index, pos, morphology, lemma, tag, relation, tokens] = fields[..] else {
                return Err(Error::Format("rule with another number of fields"));
            };
            let tokens = tokens.split('\u{1e}').map(conditions).collect::<Result<Vec<_>, _>>()?;
            let index = index
                .parse()
                .ok()
                .filter(|index| *index < tokens.len())
                .ok_or(Error::Format("rule without a target"))?;
            rules.push(Rule { index, tokens, sets: Attributes { pos, morphology, lemma, tag, relation } });
        }
        let by_tag = tags.iter().map(|tag| {
            let fits = |rule: &Rule| {
                rule.tokens[rule.index].iter().all(|(what, wanted)| *what != Attribute::Tag || wanted.fits(tag))
            };
            let indices = rules.iter().enumerate().filter(|(_, rule)| fits(rule)).map(|(index, _)| index as u16);
            (*tag, indices.collect())
        });
        let by_tag = by_tag.collect();
        Ok(Ruler { rules, by_tag })
    }

    /// What the rules set on token `token`, whose tag has this index; `seen` gives any token of the text.
    pub(crate) fn apply<'t>(&self, token: usize, tag: usize, seen: impl Fn(usize) -> Option<Seen<'t>>) -> Attributes {
        let mut set = Attributes::default();
        let Some((_, rules)) = self.by_tag.get(tag) else {
            return set;
        };
        for rule in rules.iter().map(|rule| &self.rules[usize::from(*rule)]) {
            let Some(first) = token.checked_sub(rule.index) else {
                continue;
            };
            let matches = rule.tokens.iter().enumerate().all(|(offset, conditions)| {
                seen(first + offset)
                    .is_some_and(|seen| conditions.iter().all(|(what, wanted)| wanted.holds(*what, &seen)))
            });
            if matches {
                set.update(&rule.sets);
            }
        }
        set
    }
}

impl Attributes {
    fn update(&mut self, other: &Attributes) {
        for (mine, theirs) in [
            (&mut self.pos, other.pos),
            (&mut self.morphology, other.morphology),
            (&mut self.lemma, other.lemma),
            (&mut self.tag, other.tag),
            (&mut self.relation, other.relation),
        ] {
            if !theirs.is_empty() {
                *mine = theirs;
            }
        }
    }
}

impl Wanted {
    fn fits(&self, value: &str) -> bool {
        match self {
            Wanted::OneOf(values) => values.contains(&value),
            Wanted::NoneOf(values) => !values.contains(&value),
            Wanted::Matching(pattern) => pattern.search_from(value, 0, BUDGET).is_some(),
        }
    }

    fn holds(&self, what: Attribute, seen: &Seen<'_>) -> bool {
        self.fits(match what {
            Attribute::Tag => seen.tag,
            Attribute::Relation => seen.relation,
            Attribute::Lower => seen.lower,
            Attribute::Space => {
                if seen.is_space {
                    "true"
                } else {
                    "false"
                }
            }
        })
    }
}

fn conditions(token: &'static str) -> Result<Conditions, Error> {
    let conditions = token.split('\u{1d}').map(|condition| {
        let at = condition.find(['=', '!', '~']).ok_or(Error::Format("condition without an operator"))?;
        let attribute = match &condition[..at] {
            "TAG" => Attribute::Tag,
            "DEP" => Attribute::Relation,
            "LOWER" => Attribute::Lower,
            "IS_SPACE" => Attribute::Space,
            _ => return Err(Error::Format("condition on an unknown attribute")),
        };
        let values = &condition[at + 1..];
        let wanted = match &condition[at..=at] {
            "=" => Wanted::OneOf(values.split('\u{1f}').collect()),
            "!" => Wanted::NoneOf(values.split('\u{1f}').collect()),
            _ => Wanted::Matching(Pattern::compile(values)?),
        };
        Ok((attribute, wanted))
    });
    conditions.collect()
}
