-- Lists of the user's own, with which the pages of this store are read. Each document says with which lists it was read; one
-- that was read with others is read again before the next picture is made.
CREATE TABLE lists (
    ordinal INTEGER PRIMARY KEY,      -- a later one stands over an earlier one
    path    TEXT NOT NULL,            -- below data/
    name    TEXT NOT NULL,            -- as the user named the file
    text    TEXT NOT NULL
);

-- The SHA-256 of all lists together; empty for the program's own alone.
ALTER TABLE state ADD COLUMN lists TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN lists TEXT NOT NULL DEFAULT '';
