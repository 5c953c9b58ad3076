//! Which lists there are, and how the entries of each are told apart: the one table by which a user's files are read.

/// One list of `data/`: a file, or all TOML files of a folder that are read as one (`actors/*.toml`).
#[derive(Debug)]
pub struct ListKind {
    /// Path below `data/`.
    pub path: &'static str,
    /// What it holds, in a few words.
    pub holds: &'static str,
    pub form: Form,
}

#[derive(Debug)]
pub enum Form {
    /// TOML. Tables are joined key by key and lists of words are joined, unless said otherwise here.
    Toml(Toml),
    /// Tab-separated rows; these columns tell them apart.
    Rows { key: &'static [usize], has_header: bool },
}

#[derive(Debug, Default)]
pub struct Toml {
    /// Lists of entries by their path, with the key that tells their entries apart (`id` for those not named here).
    pub keys: &'static [(&'static str, &'static str)],
    /// Texts that are words parted by spaces: words of the user are added. A last `*` stands for every key.
    pub words: &'static [&'static str],
    /// Lists whose order is their meaning: the user's stands in place of ours.
    pub whole: &'static [&'static str],
    /// Entries stand in sets that lend them keys (`[[set]]` with `actors`).
    pub has_sets: bool,
}

const PLAIN: Form = toml(&[], &[], &[]);

const fn toml(
    keys: &'static [(&'static str, &'static str)],
    words: &'static [&'static str],
    whole: &'static [&'static str],
) -> Form {
    Form::Toml(Toml { keys, words, whole, has_sets: false })
}

const fn rows(key: &'static [usize], has_header: bool) -> Form {
    Form::Rows { key, has_header }
}

const fn list(path: &'static str, holds: &'static str, form: Form) -> ListKind {
    ListKind { path, holds, form }
}

const FEASTS: [(&str, &str); 4] =
    [("fixed", "names"), ("easter", "names"), ("weekday", "names"), ("historic", "names")];

const FORMATS: [(&str, &str); 5] =
    [("beginning", "name"), ("ending", "name"), ("named", "name"), ("root", "name"), ("table", "name")];

/// All lists, by path. `sources.toml` is none: it says what the program was built from.
pub const CATALOGUE: [ListKind; 55] = [
    list("actors/*.toml", "actors", Form::Toml(Toml { keys: &[], words: &[], whole: &[], has_sets: true })),
    list("actors/countries.tsv", "states with adjectives, peoples and seats", rows(&[0], false)),
    list("agencies.toml", "agencies, outlets and monitors", PLAIN),
    list("attribution/cues.toml", "words that report speech", PLAIN),
    list("brief/wording.toml", "how the report says things", toml(&[], &[], &["frame.*", "measures.*"])),
    list("clean/dating.toml", "words that date a page", PLAIN),
    list("clean/flat-weights.toml", "weights that find the article in flat text", PLAIN),
    list("clean/function-words.toml", "words that running text is full of", toml(&[], &["words.*", "persons.*"], &[])),
    list("clean/markup-words.toml", "words in names of HTML elements", toml(&[("role", "kind")], &[], &[])),
    list("clean/page-phrases.toml", "phrases around an article", toml(&[("group", "kind")], &[], &[])),
    list(
        "codes/acled.toml",
        "what ACLED's columns hold",
        toml(&[("sub_event_type", "name"), ("inter", "text")], &[], &["columns"]),
    ),
    list("codes/countries.tsv", "what others call countries", rows(&[0], true)),
    list("codes/gdelt.toml", "the columns and classes of GDELT", toml(&[], &[], &["events", "mentions"])),
    list("codes/hxl.toml", "the tags of HXL", toml(&[("tag", "tag")], &[], &[])),
    list("codes/kinds.tsv", "what others call kinds of events", rows(&[0], true)),
    list(
        "codes/plover.toml",
        "events of PLOVER and columns of POLECAT",
        toml(&[("event", "name"), ("sector", "code")], &[], &["polecat.columns"]),
    ),
    list("dates/months.toml", "names of months", toml(&[], &[], &["months.*"])),
    list("dates/page-dates.toml", "how pages declare their day", PLAIN),
    list("events/classes.toml", "classes of nouns that rules ask for", PLAIN),
    list("events/debunking.toml", "words that say that it is not so", PLAIN),
    list("events/embedding.toml", "words that change whether it happened", PLAIN),
    list("events/holding.toml", "words that say who holds a place", PLAIN),
    list("events/means.toml", "instruments", toml(&[("means", "kind"), ("context", "word")], &[], &[])),
    list("events/nouns.toml", "nouns that tell an event", PLAIN),
    list("events/ontology.toml", "kinds of events with their codes", PLAIN),
    list("events/verbs.toml", "verbs that tell an event", PLAIN),
    list("fuse/confidence.toml", "weights of confidence in an event", PLAIN),
    list("fuse/disagreements.toml", "words that deny, accuse and leave open", PLAIN),
    list("fuse/corrections.toml", "words that take back what was reported", PLAIN),
    list("fuse/summaries.toml", "words that count happenings", PLAIN),
    list("fuse/targets.toml", "what was struck, by kinds", PLAIN),
    list("fuse/victims.toml", "words for those who were harmed", PLAIN),
    list("names/discretion.toml", "who is left out of what is handed on", PLAIN),
    list("names/evidence.toml", "words around a name that tell what it is", PLAIN),
    list("names/forces.toml", "nouns for forces", PLAIN),
    list("names/given.toml", "given names", PLAIN),
    list("names/references.toml", "words that stand for what was said before", PLAIN),
    list("names/stand-ins.toml", "spellings that mislead the model", toml(&[("word", "word")], &[], &[])),
    list("names/words.toml", "words that names are made of", PLAIN),
    list("places/aliases.tsv", "short forms of places", rows(&[0, 1], true)),
    list("places/countries.tsv", "countries as places", rows(&[0], true)),
    list("places/peoples.tsv", "peoples of regions", rows(&[0], true)),
    list("places/supplement.tsv", "regions, sites, waters, villages", rows(&[0, 3], true)),
    list("places/words.toml", "words by which a place is known", PLAIN),
    list("read/databases.toml", "how news databases write many articles", PLAIN),
    list("read/fields.toml", "names of fields in records and tables", PLAIN),
    list("read/formats.toml", "which files hold no page", toml(&FORMATS, &[], &[])),
    list("relate/common.tsv", "how common words are in news", rows(&[0], true)),
    list("relate/credits.toml", "how articles credit others", toml(&[("publisher", "names")], &[], &[])),
    list("relate/facts.toml", "words whose change changes a fact", PLAIN),
    list("relate/words.toml", "words that say nothing", toml(&[], &["function", "routine"], &[])),
    list("times/holidays.toml", "feasts and named days", toml(&FEASTS, &[], &[])),
    list("times/references.toml", "words for now, then and later", PLAIN),
    list("times/refusals.toml", "where a word is no time", PLAIN),
    list("times/words.toml", "words of time", PLAIN),
];

impl ListKind {
    /// The list that a file of the user adds to: the one of the same path, or one of the files that are read as one
    /// with it. `events/verbs/ours.toml` adds to `events/verbs.toml`, any `actors/….toml` to the register.
    pub fn of(path: &str) -> Option<&'static ListKind> {
        CATALOGUE.iter().find(|list| list.takes(path))
    }

    pub fn takes(&self, path: &str) -> bool {
        let (stem, extension) = self.path.rsplit_once('.').expect("every path of the table has an extension");
        let Some(rest) = path.strip_suffix(extension).and_then(|path| path.strip_suffix('.')) else { return false };
        match stem.strip_suffix('*') {
            Some(folder) => rest.strip_prefix(folder).is_some_and(|name| !name.is_empty()),
            None => {
                rest == stem || rest.strip_prefix(stem).is_some_and(|below| below.len() > 1 && below.starts_with('/'))
            }
        }
    }
}

impl Toml {
    /// The key that tells the entries of the list at this path apart.
    pub fn key(&self, path: &str) -> &'static str {
        self.keys.iter().find(|(of, _)| *of == path).map_or("id", |(_, key)| key)
    }

    pub fn is_words(&self, path: &str) -> bool {
        fits(self.words, path)
    }

    pub fn is_whole(&self, path: &str) -> bool {
        fits(self.whole, path)
    }
}

fn fits(patterns: &[&str], path: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(before) => path.strip_prefix(before).is_some_and(|key| !key.contains('.')),
        None => *pattern == path,
    })
}
