-- Sales tax on fees: a code has a rate from a day on.
CREATE TABLE tax_rates (
  code TEXT NOT NULL CHECK (code <> ''),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  description TEXT NOT NULL DEFAULT '',
  -- Hundredths of a percent.
  rate_bp INTEGER NOT NULL CHECK (rate_bp BETWEEN 0 AND 10000),
  PRIMARY KEY (code, from_on)
) STRICT;

-- What of the fee of a letter is tax, and its code.
ALTER TABLE letter_drafts ADD COLUMN fee_tax_minor INTEGER NOT NULL DEFAULT 0 CHECK (fee_tax_minor >= 0);
ALTER TABLE letter_drafts ADD COLUMN fee_tax_code TEXT NOT NULL DEFAULT '';
