-- Every page carries a sum of itself from here on, which is done before this is run. So that rows that are missing are noticed, too,
-- their numbers are kept: of all versions of all documents, of the chapters, and of what happened to stories.
ALTER TABLE state ADD COLUMN documents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN chapters INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN history INTEGER NOT NULL DEFAULT 0;
UPDATE state SET documents = (SELECT count(*) FROM documents), chapters = (SELECT count(*) FROM chapters),
                 history = (SELECT count(*) FROM story_history);
