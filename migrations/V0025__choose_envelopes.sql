-- Envelopes of more countries (spec 30 §8). The first column knew two; it stays as it was, and this one says.
ALTER TABLE companies ADD COLUMN envelope TEXT NOT NULL DEFAULT 'din_5008_b' CHECK (envelope IN
  ('din_5008_a', 'din_5008_b', 'swiss_left', 'swiss_right', 'uk_dl', 'french_right', 'us_10'));
UPDATE companies SET envelope = envelope_window;

-- For customers in these countries another envelope: a JSON list of country and envelope.
ALTER TABLE companies ADD COLUMN envelopes_by_country TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(envelopes_by_country));
