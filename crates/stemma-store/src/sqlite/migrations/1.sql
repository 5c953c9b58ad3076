-- Every document that was ever read, with its original bytes. Rows are added, never changed.
CREATE TABLE documents (
    id             TEXT    NOT NULL,
    version        INTEGER NOT NULL,  -- 1 for the first bytes that came under this id
    sha256         TEXT    NOT NULL,  -- of the original bytes
    path           TEXT,              -- as the user named it
    length         INTEGER NOT NULL,  -- of the original bytes
    bytes          BLOB    NOT NULL,  -- the original bytes, deflated
    text           TEXT    NOT NULL,  -- the text layer: all spans index its UTF-8 bytes
    reading_format INTEGER NOT NULL,
    reading        BLOB    NOT NULL,  -- what was read in it: JSON without the text layer, deflated
    notes          TEXT    NOT NULL,  -- JSON
    PRIMARY KEY (id, version),
    UNIQUE (id, sha256)
);

-- Input that could not be read.
CREATE TABLE refusals (
    name    TEXT NOT NULL,            -- the file, as the user named it
    record  TEXT NOT NULL,            -- the record in it, or the file again
    at      INTEGER,                  -- byte offset in the file
    message TEXT NOT NULL,
    PRIMARY KEY (name, record)
) WITHOUT ROWID;

-- The fused picture: derived from the documents, replaced as a whole.
CREATE TABLE picture (
    kind    TEXT    NOT NULL,         -- story, lineage, alteration, event, claim, contradiction, control
    ordinal INTEGER NOT NULL,
    id      TEXT,
    record  TEXT    NOT NULL,         -- JSON
    PRIMARY KEY (kind, ordinal)
) WITHOUT ROWID;

CREATE INDEX picture_by_id ON picture (kind, id);

-- One row: how often the documents changed, and the state that the picture was made from.
CREATE TABLE state (
    only             INTEGER PRIMARY KEY CHECK (only = 1),
    revision         INTEGER NOT NULL,
    picture_revision INTEGER
);
INSERT INTO state VALUES (1, 0, NULL);
