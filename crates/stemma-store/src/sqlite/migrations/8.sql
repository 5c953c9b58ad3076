-- Packs of places of the user's own, with which the pages of this store are read: a list whose text is empty.
ALTER TABLE lists ADD COLUMN pack BLOB NOT NULL DEFAULT x'';
-- What is filed of an article has changed: the picture is made anew.
UPDATE state SET picture_by = '';
