-- The picture, story by story, so that a page that comes replaces its own story and leaves all others as they are.
CREATE TABLE chapters (
    story         TEXT    NOT NULL UNIQUE,
    copies        INTEGER NOT NULL,   -- articles of the story that copy one that is known
    events        INTEGER NOT NULL,
    told          INTEGER NOT NULL,   -- how often an article tells one of them
    least_origins INTEGER NOT NULL,   -- of all events together
    most_origins  INTEGER NOT NULL,
    record        BLOB    NOT NULL    -- all that is known of the story: JSON, deflated
);

-- So that they are added up without a look at the records.
CREATE INDEX chapter_totals ON chapters (copies, events, told, least_origins, most_origins);

-- Which story of the picture a document is in.
CREATE TABLE story_documents (
    document TEXT NOT NULL PRIMARY KEY,
    story    TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX story_documents_of ON story_documents (story);

-- Contradictions of the picture by what tells them apart, as two stories may list one.
CREATE TABLE disagreements (
    story TEXT NOT NULL,
    key   TEXT NOT NULL,
    PRIMARY KEY (story, key)
) WITHOUT ROWID;

CREATE INDEX disagreements_by_key ON disagreements (key);

-- What the last picture showed, for the history; it is made anew before it is shown again.
INSERT OR IGNORE INTO story_documents
    SELECT member.value, picture.id FROM picture, json_each(picture.record, '$.documents') AS member
    WHERE picture.kind = 'story';
DROP TABLE picture;
UPDATE state SET picture_revision = NULL;

-- The version of the stored form of a chapter.
ALTER TABLE state ADD COLUMN picture_format INTEGER NOT NULL DEFAULT 0;
