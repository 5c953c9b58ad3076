-- What readers saw of stories: each row says which articles went from which story to which, when a new picture took the
-- place of an old one. Rows are added, never changed; unlike the picture, this cannot be made again from the documents.
CREATE TABLE story_history (
    number     INTEGER PRIMARY KEY,   -- in the order in which it happened
    revision   INTEGER NOT NULL,      -- of the documents of the new picture
    change     TEXT    NOT NULL,      -- began, grew, renamed, merged, split, moved, left, ended
    from_story TEXT,
    to_story   TEXT,
    documents  TEXT    NOT NULL       -- JSON: their ids
);

CREATE INDEX story_history_from ON story_history (from_story);
CREATE INDEX story_history_to ON story_history (to_story);
