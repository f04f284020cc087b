-- A draft says how many items it has and how old the oldest claim is, beside what they come to: the journal shows and
-- sorts by both, and a letter may have hundreds of items.
ALTER TABLE letter_drafts ADD COLUMN items_count INTEGER NOT NULL DEFAULT 0 CHECK (items_count >= 0);
ALTER TABLE letter_drafts ADD COLUMN oldest_days_overdue INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER letter_drafts_keep_posted;
UPDATE letter_drafts SET (items_count, oldest_days_overdue) = (
  SELECT COUNT(*), COALESCE(MAX(CASE WHEN i.claimed_minor > 0 THEN i.days_overdue END), 0)
  FROM letter_draft_items i WHERE i.draft_id = letter_drafts.id AND i.removed = 0);
CREATE TRIGGER letter_drafts_keep_posted BEFORE UPDATE ON letter_drafts WHEN OLD.status <> 'created'
BEGIN SELECT RAISE(ABORT, 'append-only: letter_drafts'); END;
