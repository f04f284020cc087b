-- A waiver that is taken back claims again just what it forgave: the reinstatement names it. One that claims everything that is
-- waived of its object names none.
ALTER TABLE interest_adjustments ADD COLUMN reinstates_id INTEGER REFERENCES interest_adjustments (id);
