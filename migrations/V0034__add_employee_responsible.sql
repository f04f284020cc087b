-- Who in the own house is responsible for a customer besides agent and salesperson (spec 10 §1); blank where nobody is named.
ALTER TABLE credit_attributes ADD COLUMN employee_responsible TEXT NOT NULL DEFAULT '';
