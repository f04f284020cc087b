-- The phase of an activity (spec 21 §3).

-- In which phase of its collection the customer is: a word of the house, such as "First call".
ALTER TABLE activities ADD COLUMN phase TEXT NOT NULL DEFAULT '' CHECK (length(phase) <= 40);
