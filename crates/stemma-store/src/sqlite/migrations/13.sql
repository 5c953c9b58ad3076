-- What people mark: pages that are sensitive, graphic or deleted by their outlet, and names that are left out of what is handed on.
-- Rows are added and never changed: a mark that is taken back stays, with another one that says so.
CREATE TABLE marks (
    number    INTEGER PRIMARY KEY,     -- 1, 2, 3 … without a gap
    id        TEXT NOT NULL UNIQUE,
    at        TEXT NOT NULL,           -- an instant, in UTC
    by        TEXT NOT NULL,
    why       TEXT NOT NULL,
    mark      TEXT NOT NULL,           -- sensitive, graphic, deleted, name
    page      TEXT,                    -- of the first three
    name      TEXT,                    -- of the last
    withdraws TEXT                     -- the mark that no longer stands, of which all other columns are those
);

-- Those of pages that stand.
CREATE TABLE page_marks (
    page TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (page, mark)
) WITHOUT ROWID;
CREATE INDEX page_marks_by_mark ON page_marks (mark);

-- How many marks there are, so that one that is missing is noticed.
ALTER TABLE state ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
-- With what the names that are left out are told apart; 32 bytes by chance, made when they are first needed.
ALTER TABLE state ADD COLUMN secret BLOB NOT NULL DEFAULT x'';
