//! What relate knows of the trade: how articles credit one another, who is often copied, and which words and lines say
//! nothing about a story. Compiled from `data/relate/`; a broken list is an error, an unknown name is simply unknown.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::gazetteer::rows;
use super::{LexiconError, Lists};
use crate::text::stem;

/// Lists for tracing copies, compiled.
#[derive(Debug, Default)]
pub struct CreditLists {
    /// Phrases that credit the whole article; the name follows.
    pub whole: Vec<Phrase>,
    /// Phrases that credit one sentence; the name follows.
    pub sentence_before: Vec<Phrase>,
    /// Phrases that credit one sentence; the name stands before.
    pub sentence_after: Vec<Phrase>,
    /// Credits that name nobody, as words.
    pub vague: Vec<Phrase>,
    /// "report", "media" …: with a verb of saying, or after "according to", a credit that names nobody.
    pub vague_nouns: HashSet<String>,
    pub vague_verbs: HashSet<String>,
    pub publisher_words: HashSet<String>,
    /// Phrases by which an article says that it found something out itself, and that it was changed after it came out.
    pub own: Vec<Phrase>,
    pub updated: Vec<Phrase>,
    /// Phrases that credit the whole article to whoever worked on it: a person as likely as a publisher.
    pub worked: Vec<Phrase>,
    /// Known publishers: key of any of their names to the name shown.
    pub publishers: HashMap<String, String>,
    /// The same by their names without gaps, as they stand in the addresses of sites.
    sites: HashMap<String, String>,
    /// Words that a name may have behind it: "Reuters news agency".
    tails: Vec<String>,
    /// Beginnings of addresses that tell an edition, and second levels that tell a country's.
    editions: HashSet<String>,
    second_levels: HashSet<String>,
    pub function_words: HashSet<String>,
    pub routine_words: HashSet<String>,
    /// The share of the world's news in which a common word stands, in ten-thousandths, by what its forms have in common.
    pub common: HashMap<String, u16>,
    pub boilerplate: Vec<Phrase>,
    pub facts: Facts,
}

/// Words whose change alters what a report says, with a value that their forms share.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub numbers: HashMap<String, u64>,
    pub days: HashMap<String, u64>,
    pub months: HashMap<String, u64>,
    pub directions: HashMap<String, u64>,
    pub negations: HashMap<String, u64>,
    /// Verbs that a negation brings along: "did not".
    pub auxiliaries: HashSet<String>,
}

/// A phrase as its lower-case words, without the place of the name.
pub type Phrase = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditFile {
    whole: Vec<String>,
    worked: Vec<String>,
    sentence_before: Vec<String>,
    sentence_after: Vec<String>,
    vague: Vec<String>,
    vague_nouns: HashSet<String>,
    vague_verbs: HashSet<String>,
    own: Vec<String>,
    updated: Vec<String>,
    publisher_words: Vec<String>,
    publisher_tails: Vec<String>,
    site_editions: HashSet<String>,
    second_levels: HashSet<String>,
    publisher: Vec<Publisher>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publisher {
    names: Vec<String>,
}

/// What of the register of agencies is read here.
#[derive(Deserialize)]
struct AgencyFile {
    agencies: Vec<AgencyNames>,
}

#[derive(Deserialize)]
struct AgencyNames {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    function: String,
    routine: String,
    boilerplate: Vec<String>,
}

const COMMON: &str = "relate/common.tsv";

fn common(lists: &Lists<'_>) -> Result<HashMap<String, u16>, LexiconError> {
    let mut found: HashMap<String, u16> = HashMap::new();
    for (line, cells) in rows(lists.text(COMMON)?) {
        let percent = |cell: &str| cell.parse::<f32>().ok().filter(|percent| (0.0..=100.0).contains(percent));
        let (word, percent) = match cells[..] {
            [word, cell] => (word, percent(cell)),
            _ => return Err(LexiconError::broken(COMMON, Some(line), "expected 2 columns")),
        };
        let percent =
            percent.ok_or_else(|| LexiconError::broken(COMMON, Some(line), "percent is a number up to 100"))?;
        let share = found.entry(stem(word).to_owned()).or_default();
        *share = (*share).max((percent * 100.0) as u16);
    }
    Ok(found)
}

impl CreditLists {
    pub fn compile(lists: &Lists<'_>) -> Result<CreditLists, LexiconError> {
        let credits: CreditFile = lists.toml("relate/credits.toml")?;
        let words: WordFile = lists.toml("relate/words.toml")?;
        let register: AgencyFile = lists.toml("agencies.toml")?;
        let of_register = register.agencies.into_iter().map(|agency| {
            // The mark of a name that counts in exactly these letters is no part of it.
            let aliases = agency.aliases.iter().map(|alias| alias.trim_start_matches('=').to_owned());
            std::iter::once(agency.name.clone()).chain(aliases).collect::<Vec<_>>()
        });
        let (mut publishers, mut sites) = (HashMap::new(), HashMap::new());
        for names in of_register.chain(credits.publisher.into_iter().map(|publisher| publisher.names)) {
            // Further names of a publisher of the register are names of that one, whichever of its names they stand beside.
            let known = names.iter().find_map(|name| publishers.get(&name_key(name)).cloned());
            let Some(shown) = known.or_else(|| names.first().cloned()) else { continue };
            for key in names.iter().map(|name| name_key(name)) {
                sites.entry(key.replace(' ', "")).or_insert_with(|| shown.clone());
                publishers.entry(key).or_insert_with(|| shown.clone());
            }
        }
        let phrases = |texts: &[String]| texts.iter().map(|text| phrase(text)).collect();
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Ok(CreditLists {
            whole: phrases(&credits.whole),
            sentence_before: phrases(&credits.sentence_before),
            sentence_after: phrases(&credits.sentence_after),
            vague: phrases(&credits.vague),
            vague_nouns: credits.vague_nouns,
            vague_verbs: credits.vague_verbs,
            publisher_words: credits.publisher_words.into_iter().collect(),
            worked: phrases(&credits.worked),
            own: phrases(&credits.own),
            updated: phrases(&credits.updated),
            publishers,
            sites,
            tails: credits.publisher_tails,
            editions: credits.site_editions,
            second_levels: credits.second_levels,
            function_words: set(&words.function),
            routine_words: set(&words.routine),
            common: common(lists)?,
            boilerplate: phrases(&words.boilerplate),
            facts: lists.toml("relate/facts.toml")?,
        })
    }

    /// The key by which two spellings of one publisher's name, or its name and the address of its site, are the same.
    pub fn publisher_key(&self, name: &str) -> String {
        match self.shown(name) {
            Some(shown) => name_key(shown),
            None => host(name).map_or_else(|| name_key(name), |host| name_key(&self.without_edition(host).join("."))),
        }
    }

    pub fn is_known_publisher(&self, name: &str) -> bool {
        self.shown(name).is_some()
    }

    /// The name under which a publisher is shown.
    fn shown(&self, name: &str) -> Option<&str> {
        if let Some(host) = host(name) {
            let labels = self.without_edition(host);
            let before_ending = labels.len().checked_sub(2)?;
            let is_country = labels.len() > 2 && self.second_levels.contains(&labels[before_ending]);
            let site = &labels[before_ending - usize::from(is_country)];
            let site = site.strip_prefix("the").unwrap_or(site);
            let tails = self.tails.iter().filter_map(|tail| site.strip_suffix(&tail.replace(' ', "")));
            return std::iter::once(site).chain(tails).find_map(|name| self.sites.get(name)).map(String::as_str);
        }
        let key = name_key(name);
        let tails = self.tails.iter().filter_map(|tail| key.strip_suffix(tail)?.strip_suffix(' '));
        std::iter::once(key.as_str()).chain(tails).find_map(|name| self.publishers.get(name)).map(String::as_str)
    }

    /// The labels of an address without those that tell only which edition of a site it is.
    fn without_edition(&self, host: &str) -> Vec<String> {
        let labels: Vec<String> = host.to_lowercase().split('.').map(str::to_owned).collect();
        let first = labels.iter().take(labels.len() - 2).take_while(|label| self.editions.contains(*label)).count();
        labels[first..].to_vec()
    }

    /// Whether a name reads like one of a publisher: a known one, or one with "News", "Times" … in it.
    pub fn reads_like_publisher(&self, name: &str) -> bool {
        self.is_known_publisher(name)
            || name.split_whitespace().any(|word| self.publisher_words.contains(&word.to_lowercase()))
    }
}

/// The address of a site that stands for a name: "www.example.org", "https://example.org/news".
fn host(name: &str) -> Option<&str> {
    let name = name.trim().split_once("://").map_or(name.trim(), |(_, rest)| rest);
    let host = name.split(['/', ':', '?']).next()?;
    let labels = || host.split('.');
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let ending = labels().next_back()?;
    let is_ending = ending.len() >= 2 && ending.chars().all(|c| c.is_ascii_alphabetic());
    // "U.S" and "St.Petersburg" are no addresses, and those have small letters.
    let is_small = !host.chars().any(char::is_uppercase) || name.starts_with("www.");
    (labels().count() >= 2 && labels().all(is_label) && is_ending && is_small).then_some(host)
}

/// A name without case, punctuation and article.
pub fn name_key(name: &str) -> String {
    let mut key = String::new();
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if key.is_empty() && word == "the" {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word);
    }
    key
}

fn phrase(text: &str) -> Phrase {
    text.replace("{name}", " ")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{CreditLists, Lists};

    #[test]
    fn an_outlet_is_one_under_its_names_and_at_its_address() {
        let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
        let lists = CreditLists::compile(&lists).expect("the lists compile");
        for names in [
            &["Reuters", "www.reuters.com", "https://uk.reuters.com/article/1", "Reuters news agency", "THE REUTERS"][..],
            &["AFP", "Agence France-Presse", "Agence France Presse", "www.afp.com", "the AFP news agency"],
            &["AP", "The Associated Press", "apnews.com"],
            &["Al Jazeera", "www.aljazeera.com"],
            &["m.harbourpost.example", "www.harbourpost.example", "amp.harbourpost.example"],
            &["BBC News", "www.bbc.co.uk", "BBC"],
        ] {
            let key = lists.publisher_key(names[0]);
            names.iter().for_each(|name| assert_eq!(lists.publisher_key(name), key, "{name} is not {}", names[0]));
        }
        for [a, b] in
            [["Associated Press of Pakistan", "Associated Press"], ["www.harbourpost.example", "harbourpost.test"]]
        {
            assert_ne!(lists.publisher_key(a), lists.publisher_key(b));
        }
    }
}
