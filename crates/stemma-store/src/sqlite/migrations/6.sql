-- What relating remembers of the documents of the picture, so that new ones can be related without all others.
CREATE TABLE archive (
    piece INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL               -- little-endian numbers; see the engine's archive
);

-- The revision at which a version came: those after the picture's are new to it.
ALTER TABLE documents ADD COLUMN came INTEGER NOT NULL DEFAULT 0;
CREATE INDEX documents_by_revision ON documents (came);
