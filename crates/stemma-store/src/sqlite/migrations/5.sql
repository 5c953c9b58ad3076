-- So that documents that were read with other lists are found without a look at all others.
CREATE INDEX documents_by_lists ON documents (lists, id, version);
