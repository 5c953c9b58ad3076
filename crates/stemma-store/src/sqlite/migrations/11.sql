-- What people say of events. Rows are added and never changed: a fix that is taken back stays, with another one that says so.
CREATE TABLE fixes (
    number   INTEGER PRIMARY KEY,      -- 1, 2, 3 … without a gap
    id       TEXT    NOT NULL UNIQUE,
    at       TEXT    NOT NULL,        -- an instant, in UTC
    by       TEXT    NOT NULL,
    arranges INTEGER NOT NULL,        -- it says which words tell one event, so that the story must be fused anew
    record   TEXT    NOT NULL         -- JSON, plain: nobody else has it
);

-- The documents of whose words a fix speaks.
CREATE TABLE fix_pages (
    page TEXT    NOT NULL,
    fix  INTEGER NOT NULL,
    PRIMARY KEY (page, fix)
) WITHOUT ROWID;

-- How far a person checked it: empty, accepted, corrected, rejected, held, stale. One that is rejected leaves the ranks: 1 becomes 3, 2 becomes 4.
ALTER TABLE events ADD COLUMN checked TEXT NOT NULL DEFAULT '';
CREATE INDEX events_checked ON events (checked) WHERE checked <> '';

-- The record beside it is what the program read; this one, where there is one, is what stands.
ALTER TABLE event_records ADD COLUMN reviewed BLOB;

-- The last fix with which the picture was made.
ALTER TABLE state ADD COLUMN arranged INTEGER NOT NULL DEFAULT 0;
-- How many fixes there are, so that one that is missing is noticed.
ALTER TABLE state ADD COLUMN fixes INTEGER NOT NULL DEFAULT 0;
