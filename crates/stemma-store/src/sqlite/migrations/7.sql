-- Which program made the picture and its archive. Those that another version made are made anew, never mended.
ALTER TABLE state DROP COLUMN picture_format;
ALTER TABLE state ADD COLUMN picture_by TEXT NOT NULL DEFAULT '';
