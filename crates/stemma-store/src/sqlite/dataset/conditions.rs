//! What is asked, as conditions of SQL. Values are never written into a query.

use rusqlite::types::Value;
use stemma::model::Assertion;

use super::terms::Sort;
use crate::asked::{Asked, Bbox, Filter, Lack, Marking, Noun, Within, matching};
use crate::rows::{key, plain_key};

/// Conditions that all hold, with their values in order.
#[derive(Default)]
pub(super) struct Conditions {
    said: Vec<String>,
    pub values: Vec<Value>,
}

/// What pages that are marked are part of; each ends in a condition, behind which another may stand.
const MARKED_PAGES: &str = "SELECT marked.page FROM page_marks AS marked WHERE true";
const MARKED_EVENTS: &str =
    "SELECT told.event FROM page_marks AS marked CROSS JOIN event_pages AS told ON told.page = marked.page WHERE true";
const MARKED_STORIES: &str =
    "SELECT p.story FROM page_marks AS marked CROSS JOIN pages AS p ON p.id = marked.page WHERE p.story IS NOT NULL";

impl Conditions {
    pub fn add(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.said.push(condition.into());
        self.values.extend(values);
    }

    /// All of them in brackets; true where there are none.
    pub fn all(&self) -> String {
        if self.said.is_empty() { "true".into() } else { format!("({})", self.said.join(" AND ")) }
    }

    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    fn take_over(&mut self, condition: impl FnOnce(String) -> String, other: Conditions) {
        self.said.push(condition(other.all()));
        self.values.extend(other.values);
    }

    /// What rows of a noun fulfil. The tables are called `e` events, `s` stories, `p` pages, `c` claims, `a` parties.
    pub fn of(noun: Noun, asked: &Asked) -> Conditions {
        let filter = &asked.filter;
        let mut all = Conditions::default();
        match noun {
            Noun::Events | Noun::Places => {
                // Nearly all are of the first rank, so the index by rank is for lists by day; where something says more, it stands back.
                let is_narrow = is_narrow(filter);
                match (filter.checked.is_empty(), is_narrow) {
                    // Those that a person rejected are asked for by name.
                    (false, _) => all.add("+e.rank IN (1, 3)", []),
                    (true, true) => all.add("+e.rank = 1", []),
                    (true, false) => all.add("e.rank = 1", []),
                }
                all.of_events(filter);
            }
            Noun::Actors => {
                all.add("+e.rank = 1", []);
                all.days("e", filter);
                all.judging_events(&Filter { actor: None, ..filter.clone() });
                all.named("a", filter);
                all.told_by(filter);
                all.marked("e.number", MARKED_EVENTS, filter);
            }
            Noun::Stories => {
                // A story has as many days as its pages, and was there on all of them.
                all.reaching("s", filter);
                all.having("s.id", "e.story", filter);
                all.pages_of("s.id", filter);
                all.marked("s.id", MARKED_STORIES, filter);
                if let Some(story) = &filter.story {
                    all.add("s.id = ?", [text(story)]);
                }
            }
            Noun::Pages | Noun::Sources => {
                all.days("p", filter);
                all.having_page(filter);
                all.words("p.number", "page_words", filter);
                all.outlet(filter);
                all.marked("p.id", MARKED_PAGES, filter);
                if let Some(story) = &filter.story {
                    all.add("p.story = ?", [text(story)]);
                }
            }
            Noun::Claims => {
                all.days("p", filter);
                all.having("c.event", "e.id", filter);
                all.words("c.number", "claim_words", filter);
                all.outlet(filter);
                all.marked("c.page", MARKED_PAGES, filter);
                if let Some(story) = &filter.story {
                    all.add("c.story = ?", [text(story)]);
                }
            }
        }
        all
    }

    /// What events fulfil, beside their rank.
    pub fn of_events(&mut self, filter: &Filter) {
        self.days("e", filter);
        self.judging_events(filter);
        self.words("e.number", "event_words", filter);
        self.told_by(filter);
        self.marked("e.number", MARKED_EVENTS, filter);
    }

    /// What is asked of the parties of events alone, and of the outlets that tell them.
    pub fn by_actor(filter: &Filter) -> Conditions {
        Conditions::judging(Filter { actor: filter.actor.clone(), ..Filter::default() })
    }

    pub fn by_outlet(filter: &Filter) -> Conditions {
        let mut all = Conditions::default();
        all.told_by(filter);
        all
    }

    fn judging(filter: Filter) -> Conditions {
        let mut all = Conditions::default();
        all.judging_events(&filter);
        all
    }

    /// Days that lie inside those that are asked for, for the most part.
    fn days(&mut self, table: &str, filter: &Filter) {
        self.reaching(table, filter);
        if filter.reaching || filter.since.is_none() && filter.until.is_none() {
            return;
        }
        let ends = [("min", "day_to", filter.until), ("max", "day_from", filter.since)];
        let [last, first] = ends.map(|(nearer, column, asked)| match asked {
            Some(_) => format!("julianday({nearer}({table}.{column}, ?))"),
            None => format!("julianday({table}.{column})"),
        });
        let most = format!(
            "({table}.day_from = {table}.day_to OR
              2 * ({last} - {first} + 1) > julianday({table}.day_to) - julianday({table}.day_from) + 1)"
        );
        self.add(most, [filter.until, filter.since].into_iter().flatten().map(text));
    }

    fn reaching(&mut self, table: &str, filter: &Filter) {
        if let Some(since) = filter.since {
            self.add(format!("{table}.day_to >= ?"), [text(since)]);
        }
        if let Some(until) = filter.until {
            self.add(format!("{table}.day_from <= ?"), [text(until)]);
        }
    }

    fn words(&mut self, number: &str, table: &str, filter: &Filter) {
        match filter.words.as_deref().map(matching) {
            Some(Some(words)) => {
                self.add(
                    format!("{number} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"),
                    [Value::Text(words)],
                );
            }
            // Words without a letter stand nowhere.
            Some(None) => self.add("false", []),
            None => {}
        }
    }

    /// Pages of an outlet.
    fn outlet(&mut self, filter: &Filter) {
        if let Some(outlet) = &filter.outlet {
            self.add("p.outlet_key LIKE ? ESCAPE '\\'", [part(&plain_key(outlet))]);
        }
    }

    /// Events that an outlet tells.
    fn told_by(&mut self, filter: &Filter) {
        if let Some(outlet) = &filter.outlet {
            let told =
                "e.number IN (SELECT told.event FROM pages AS p CROSS JOIN event_pages AS told ON told.page = p.id
                        WHERE p.outlet_key LIKE ? ESCAPE '\\')";
            self.add(told, [part(&plain_key(outlet))]);
        }
    }

    /// Rows with a page that is marked so, or with none that is marked. `theirs` gives the rows of pages that are.
    fn marked(&mut self, ours: &str, theirs: &str, filter: &Filter) {
        let asked = |marking: &Marking| match marking {
            Marking::As(kind) => (format!("{ours} IN ({theirs} AND marked.mark = ?)"), Some(text(kind.name()))),
            Marking::None => (format!("{ours} NOT IN ({theirs})"), None),
        };
        let (said, values): (Vec<String>, Vec<Option<Value>>) = filter.marks.iter().map(asked).unzip();
        if !said.is_empty() {
            self.add(format!("({})", said.join(" OR ")), values.into_iter().flatten());
        }
    }

    /// Stories with a page of an outlet, and with a page that has the words.
    fn pages_of(&mut self, story: &str, filter: &Filter) {
        let mut pages = Conditions::default();
        pages.outlet(filter);
        pages.words("p.number", "page_words", filter);
        if !pages.is_empty() {
            self.take_over(|all| format!("{story} IN (SELECT p.story FROM pages AS p WHERE {all})"), pages);
        }
    }

    /// Rows of which an event fulfils what is asked of events.
    fn having(&mut self, ours: &str, theirs: &str, filter: &Filter) {
        let mut events = Conditions::default();
        events.judging_events(&Filter { story: None, ..filter.clone() });
        if !events.is_empty() {
            let condition = |all| format!("{ours} IN (SELECT {theirs} FROM events AS e WHERE +e.rank = 1 AND {all})");
            self.take_over(condition, events);
        }
    }

    fn having_page(&mut self, filter: &Filter) {
        let mut events = Conditions::default();
        events.judging_events(&Filter { story: None, ..filter.clone() });
        if !events.is_empty() {
            let condition = |all| {
                format!(
                    "p.id IN (SELECT told.page FROM events AS e JOIN event_pages AS told ON told.event = e.number
                     WHERE +e.rank = 1 AND {all})"
                )
            };
            self.take_over(condition, events);
        }
    }

    /// What is asked of events whatever is listed.
    fn judging_events(&mut self, filter: &Filter) {
        if let Some(country) = &filter.country {
            self.add("e.country = ?", [text(country)]);
        }
        match &filter.place {
            Some(Within::Named(name)) => {
                let name = Value::Text(key(name));
                self.add("(e.place_key = ? OR e.admin1_key = ?)", [name.clone(), name]);
            }
            Some(Within::Circle { lat, lon, km }) => self.circle(*lat, *lon, *km),
            None => {}
        }
        if let Some(bbox) = filter.bbox {
            self.boxed(bbox);
        }
        if !filter.precision.is_empty() {
            let marks = vec!["?"; filter.precision.len()].join(", ");
            let names = filter.precision.iter().map(|precision| text(precision.name()));
            self.add(format!("e.precision IN ({marks})"), names);
        }
        if !filter.lacks.is_empty() {
            let lacking = filter.lacks.iter().map(|lack| match lack {
                Lack::Place => "e.precision = 'none'",
                Lack::Day => "e.day_from IS NULL",
            });
            self.add(format!("({})", lacking.collect::<Vec<_>>().join(" OR ")), []);
        }
        if !filter.kinds.is_empty() {
            let (kinds, values) = kinds("value", filter);
            self.add(format!("+e.kind IN ({kinds})"), values);
        }
        if !filter.told.is_empty() {
            let marks = vec!["?"; filter.told.len()].join(", ");
            self.add(format!("e.told IN ({marks})"), filter.told.iter().map(|told| text(assertion(*told))));
        }
        if !filter.checked.is_empty() {
            let words: Vec<&str> = filter.checked.iter().flat_map(|checking| checking.words()).collect();
            let marks = vec!["?"; words.len()].join(", ");
            self.add(format!("e.checked IN ({marks})"), words.into_iter().map(text));
        }
        for (bound, sign) in [(filter.killed_min, ">="), (filter.killed_max, "<=")] {
            if let Some(bound) = bound {
                let killed = "coalesce(e.killed_best, e.killed_low, e.killed_high)";
                self.add(format!("{killed} {sign} ?"), [Value::Integer(bound.into())]);
            }
        }
        if let Some(least) = filter.origins_min {
            self.add("e.origins_min >= ?", [Value::Integer(least.into())]);
        }
        if let Some(actor) = &filter.actor {
            let told = "e.number IN (SELECT event FROM event_actors WHERE name_key LIKE ? ESCAPE '\\'
                                     UNION ALL SELECT event FROM event_actors WHERE actor = ?)";
            self.add(told, [part(&key(actor)), text(actor.trim())]);
        }
        if let Some(story) = &filter.story {
            self.add("e.story = ?", [text(story)]);
        }
    }

    /// A place that is known no better than to a region is not found in a circle that is smaller.
    fn circle(&mut self, lat: f64, lon: f64, km: f64) {
        /// Of what a text calls a town, nobody knows more.
        const TOWN_KM: f64 = 10.0;
        let degrees = km / 111.0;
        // How far east a circle of the sphere reaches. Where it holds a pole or crosses the line of the date, every longitude is
        // looked at.
        let wide = (degrees.to_radians().sin() / lat.to_radians().cos()).asin().to_degrees();
        let holds_pole = lat.abs() + degrees >= 90.0;
        let (west, east) = if holds_pole || lon - wide < -180.0 || lon + wide > 180.0 {
            (-180.0, 180.0)
        } else {
            (lon - wide, lon + wide)
        };
        self.add(
            "e.number IN (SELECT event FROM event_places WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?)
             AND kilometres(e.lat, e.lon, ?, ?) <= ? AND coalesce(e.radius_km, 0) <= ?",
            [lat - degrees, lat + degrees, west, east, lat, lon, km, km.max(TOWN_KM)].map(Value::Real),
        );
    }

    /// The index of places rounds to single precision, outwards.
    fn boxed(&mut self, bbox: Bbox) {
        let parts = bbox.parts();
        let one = "SELECT event FROM event_places WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?";
        let any = vec![one; parts.len()].join(" UNION ALL ");
        self.add(format!("e.number IN ({any})"), parts.iter().flat_map(corners));
        self.lying("e", bbox);
    }

    /// Points of a table that lie in a box.
    pub fn lying(&mut self, table: &str, bbox: Bbox) {
        let parts = bbox.parts();
        let one = format!("{table}.lat BETWEEN ? AND ? AND {table}.lon BETWEEN ? AND ?");
        let any = vec![one; parts.len()].join(" OR ");
        self.add(format!("({any})"), parts.iter().flat_map(corners));
    }

    /// Parties by name, of whom the words are the name, too.
    fn named(&mut self, table: &str, filter: &Filter) {
        for name in [&filter.actor, &filter.words].into_iter().flatten() {
            let named = format!("({table}.name_key LIKE ? ESCAPE '\\' OR {table}.actor = ?)");
            self.add(named, [part(&key(name)), text(name.trim())]);
        }
    }
}

/// A query for the kinds that are asked for, as terms: by themselves or by a code, which all events of a kind have. What is written as a
/// kind of ours is written means that alone: "attack" is no code of ACLED, "Attack" is.
pub(super) fn kinds(column: &str, filter: &Filter) -> (String, Vec<Value>) {
    let one = "known.kind = ? OR ? IN (lower(known.plover), lower(known.acled), lower(known.acled_sub))
                              AND NOT EXISTS (SELECT 1 FROM events WHERE kind = ?)";
    let any = vec![one; filter.kinds.len()].join(" OR ");
    let query = format!(
        "SELECT {column} FROM terms WHERE sort = {} AND EXISTS (
             SELECT 1 FROM (SELECT * FROM events WHERE events.kind = terms.value LIMIT 1) AS known WHERE {any})",
        Sort::Kind as u8
    );
    let values = |kind: &String| [kind.to_lowercase(), kind.to_lowercase(), kind.clone()].map(Value::Text);
    (query, filter.kinds.iter().flat_map(values).collect())
}

fn corners(bbox: &Bbox) -> [Value; 4] {
    [bbox.south, bbox.north, bbox.west, bbox.east].map(Value::Real)
}

/// Whether what is asked for is found by an index that leaves little over.
pub(super) fn is_narrow(filter: &Filter) -> bool {
    filter.story.is_some() || filter.place.is_some() || filter.words.is_some()
}

pub(super) fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

/// A part of a text, for LIKE.
pub(super) fn part(text: &str) -> Value {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Value::Text(format!("%{escaped}%"))
}

/// As it stands in a row.
pub(super) fn assertion(assertion: Assertion) -> String {
    serde_json::to_value(assertion).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
