-- How well the place of an event is known: exact, area, inferred, unit, country, none. Rows are made anew, with all that is new here.
ALTER TABLE events ADD COLUMN precision TEXT NOT NULL DEFAULT 'none';

-- Of a copy: whether it names its source, and how many facts it changed.
ALTER TABLE copies ADD COLUMN credits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copies ADD COLUMN altered INTEGER NOT NULL DEFAULT 0;
-- The outlets of both, and the days between them where both days are known, so that outlets are told without a look at pages.
ALTER TABLE copies ADD COLUMN copier_key TEXT NOT NULL DEFAULT '';
ALTER TABLE copies ADD COLUMN copied_key TEXT; -- NULL: a source that nobody collected
ALTER TABLE copies ADD COLUMN days REAL;
CREATE INDEX copies_by_copier ON copies (copier_key, child, p, copied_key, credits, altered, days);
CREATE INDEX copies_by_copied ON copies (copied_key, p, copier_key);
DROP INDEX pages_by_outlet;
CREATE INDEX pages_by_outlet ON pages (outlet_key, story, events, day_from, day_to, outlet, id);

-- What stories say of who holds what, in the order of their chapters; what stands in `control` is worked out from it.
CREATE TABLE holds (
    number INTEGER PRIMARY KEY,
    story  TEXT NOT NULL,
    place  TEXT NOT NULL,
    lat    REAL,
    lon    REAL,
    record TEXT NOT NULL              -- JSON
);
CREATE INDEX holds_by_story ON holds (story);
CREATE INDEX holds_by_place ON holds (place);
CREATE INDEX holds_by_point ON holds (lat, lon);

-- Who held which place when, over all stories.
CREATE TABLE control (
    number     INTEGER PRIMARY KEY,
    place      TEXT NOT NULL,
    place_key  TEXT NOT NULL,
    country    TEXT,                  -- ISO 3166-1 alpha-3
    lat        REAL,
    lon        REAL,
    holder_key TEXT NOT NULL,
    day_from   TEXT,                  -- since when it is known to be so; the day as of which it is told, where no beginning is
    day_to     TEXT,                  -- when somebody else took the place
    record     TEXT NOT NULL          -- JSON
);
CREATE INDEX control_by_place ON control (place);
CREATE INDEX control_by_key ON control (place_key);
CREATE INDEX control_by_country ON control (country);

-- How reliable people hold an outlet to be. Rows are added and never changed; the last one of an outlet stands.
CREATE TABLE reliability (
    number     INTEGER PRIMARY KEY,   -- 1, 2, 3 … without a gap
    outlet     TEXT NOT NULL,
    outlet_key TEXT NOT NULL,
    letter     TEXT NOT NULL,         -- A to F, of the Admiralty code
    by         TEXT NOT NULL,
    at         TEXT NOT NULL,         -- an instant, in UTC
    why        TEXT NOT NULL
);
CREATE INDEX reliability_by_outlet ON reliability (outlet_key, number);
-- How many there are, so that one that is missing is noticed.
ALTER TABLE state ADD COLUMN reliability INTEGER NOT NULL DEFAULT 0;

-- Values that events can be narrowed to, and their names. Of a number, the last four bits say of what it is a value.
CREATE TABLE terms (
    number INTEGER PRIMARY KEY,
    sort   INTEGER NOT NULL,
    value  TEXT    NOT NULL,
    label  TEXT    NOT NULL,
    UNIQUE (sort, value, label)
);
-- The terms of an event: their numbers, seven bits a byte, the least first, the eighth where more follow.
ALTER TABLE events ADD COLUMN terms BLOB NOT NULL DEFAULT x'';
-- All that is counted of events and shown of them on a map, and what is asked of most, so that it is read without a look at the rows.
DROP INDEX events_by_day;
CREATE INDEX events_seen ON events
    (rank, day_from, day_to, killed_best, killed_low, killed_high, origins_min, lat, lon, radius_km, precision, terms, id, told, country,
     kind, checked);
CREATE INDEX events_at ON events (rank, place, admin1, country, lat, lon, day_from, day_to);
