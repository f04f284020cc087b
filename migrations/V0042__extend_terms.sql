-- Terms of payment say until when a discount may be deducted, and how much it is: for files that name one of the two only.
ALTER TABLE terms ADD COLUMN discount_days INTEGER CHECK (discount_days BETWEEN 0 AND 3650);
-- Decimal text, above 0 and at most 100.
ALTER TABLE terms ADD COLUMN discount_percent TEXT CHECK (discount_percent IS NULL OR discount_days IS NOT NULL);

-- Where an import found its file, so that files which it rejected can be copied from there. It is empty in batches before this.
ALTER TABLE import_batches ADD COLUMN source_path TEXT NOT NULL DEFAULT '';
