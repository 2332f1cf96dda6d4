-- What is missing of a document of which a viewer showed only a part. A published migration:
-- never edited, only followed by another.

ALTER TABLE sources ADD COLUMN cut TEXT;
