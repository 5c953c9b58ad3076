-- What can be asked. All of it is derived: rows of pages are written in the commit of their document, all others in the commit of the
-- chapter that they are made of. Names have a key beside them, in which the spellings of one name are the same.
CREATE TABLE pages (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,   -- of the document, of which the latest version counts
    title     TEXT,
    outlet    TEXT,
    outlet_key TEXT NOT NULL,
    byline    TEXT,
    language  TEXT,
    path      TEXT,
    url       TEXT,
    sent_at   TEXT,                   -- the day or instant that the input gave
    told_from TEXT,                   -- the days of publication that the page tells
    told_to   TEXT,
    day_from  TEXT,                   -- the same, or those that its relations to other pages tell
    day_to    TEXT,
    story     TEXT,                   -- NULL until the picture knows the page
    events    INTEGER NOT NULL DEFAULT 0 -- happenings that it tells
);
CREATE INDEX pages_by_day ON pages (day_from);
CREATE INDEX pages_by_story ON pages (story);
CREATE INDEX pages_by_outlet ON pages (outlet_key);
CREATE INDEX pages_by_path ON pages (path);

-- The words of the article, found without their accents; the text itself lies with the document.
CREATE VIRTUAL TABLE page_words USING fts5(title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

CREATE TABLE stories (
    id        TEXT    NOT NULL PRIMARY KEY,
    title     TEXT    NOT NULL,
    day_from  TEXT,
    day_to    TEXT,
    pages     INTEGER NOT NULL,
    copies    INTEGER NOT NULL,       -- of one page from another that is known
    events    INTEGER NOT NULL,
    is_weighed INTEGER NOT NULL       -- it tells numbers that are weighed by what sources say in other stories
) WITHOUT ROWID;
CREATE INDEX stories_by_day ON stories (day_from);
CREATE INDEX stories_weighed ON stories (id) WHERE is_weighed;

CREATE TABLE events (
    number      INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL,
    rank        INTEGER NOT NULL,     -- 1 a happening, 2 words that are an act themselves
    story       TEXT    NOT NULL,
    day_from    TEXT,
    day_to      TEXT,
    country     TEXT,                 -- ISO 3166-1 alpha-3
    admin1      TEXT,
    place       TEXT,
    place_key   TEXT,
    admin1_key  TEXT,
    lat         REAL,
    lon         REAL,
    radius_km   REAL,
    kind        TEXT    NOT NULL,
    plover      TEXT    NOT NULL,
    mode        TEXT,
    acled       TEXT,
    acled_sub   TEXT,
    told        TEXT    NOT NULL,     -- asserted, denied, future …
    actors      TEXT    NOT NULL,     -- names, for showing
    recipients  TEXT    NOT NULL,
    killed_low  INTEGER,
    killed_best INTEGER,
    killed_high INTEGER,
    articles    INTEGER NOT NULL,
    origins_min INTEGER NOT NULL,
    origins_max INTEGER NOT NULL,
    grade       INTEGER NOT NULL,     -- the number of the Admiralty code
    airwars     TEXT,
    confidence  REAL,
    disagreements INTEGER NOT NULL,
    summary     TEXT    NOT NULL
);
CREATE INDEX events_by_id ON events (id);
CREATE INDEX events_by_story ON events (story);
-- With what is asked beside the day, so that it is judged without a look at the rows.
CREATE INDEX events_by_day ON events (rank, day_from, day_to, country, told, killed_best, killed_low, killed_high, origins_min);
CREATE INDEX events_by_country ON events (country, day_from, day_to, rank, told, killed_best, killed_low, killed_high, origins_min);
CREATE INDEX events_by_place ON events (place_key);
CREATE INDEX events_by_admin1 ON events (admin1_key);
CREATE INDEX events_by_kind ON events (kind, day_from);

-- Events as the export gives them, with numbers weighed over all stories: JSON, deflated.
CREATE TABLE event_records (
    event  INTEGER PRIMARY KEY,
    record BLOB NOT NULL
);

CREATE VIRTUAL TABLE event_places USING rtree(event, south, north, west, east);

CREATE TABLE event_pages (
    event INTEGER NOT NULL,
    page  TEXT    NOT NULL,
    PRIMARY KEY (event, page)
) WITHOUT ROWID;
CREATE INDEX event_pages_of ON event_pages (page, event);

CREATE TABLE event_actors (
    event    INTEGER NOT NULL,
    side     TEXT    NOT NULL,        -- actor, recipient
    ordinal  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL,
    actor    TEXT,                    -- its id in the register
    PRIMARY KEY (event, side, ordinal)
) WITHOUT ROWID;
CREATE INDEX event_actors_by_name ON event_actors (name_key);
CREATE INDEX event_actors_by_id ON event_actors (actor);

-- Names of parties and places, and the words that tell it.
CREATE VIRTUAL TABLE event_words USING fts5(names, words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

-- Who has words from whom.
CREATE TABLE copies (
    number   INTEGER PRIMARY KEY,     -- in the order of the chapter
    story    TEXT    NOT NULL,
    child    TEXT    NOT NULL,
    parent   TEXT,                    -- NULL: a source that nobody collected
    missing  TEXT,
    p        REAL    NOT NULL,
    one_text REAL    NOT NULL,
    words    INTEGER NOT NULL,        -- that both have
    edits    INTEGER NOT NULL,        -- that differ
    evidence TEXT    NOT NULL         -- JSON
);
CREATE INDEX copies_by_story ON copies (story);
CREATE INDEX copies_by_child ON copies (child);
CREATE INDEX copies_by_parent ON copies (parent);

CREATE TABLE claims (
    number     INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL,
    story      TEXT    NOT NULL,
    event      TEXT,
    page       TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    source_key TEXT    NOT NULL,
    chain      TEXT    NOT NULL,      -- JSON: who first said it, who carried it …
    start      INTEGER NOT NULL,
    end        INTEGER NOT NULL,
    quote      TEXT    NOT NULL
);
CREATE INDEX claims_by_id ON claims (id);
CREATE INDEX claims_by_story ON claims (story);
CREATE INDEX claims_by_event ON claims (event);
CREATE INDEX claims_by_page ON claims (page);
CREATE INDEX claims_by_source ON claims (source_key);
CREATE VIRTUAL TABLE claim_words USING fts5(source, quote, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

CREATE TABLE contradictions (
    story  TEXT NOT NULL,
    id     TEXT NOT NULL,
    record BLOB NOT NULL,             -- JSON, deflated
    PRIMARY KEY (id, story)
) WITHOUT ROWID;
CREATE INDEX contradictions_by_story ON contradictions (story);

-- Documents that were kept before have no page yet: they get one, and the picture is made anew, before anything is shown.
ALTER TABLE state ADD COLUMN pages_filed INTEGER NOT NULL DEFAULT 0;
UPDATE state SET picture_by = '', pages_filed = NOT EXISTS (SELECT 1 FROM documents);
