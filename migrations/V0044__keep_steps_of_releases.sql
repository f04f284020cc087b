-- A release with posting takes an order of the book to the step at which it was held. Where the release is taken back, the order
-- goes back to where it stood: NULL where the release took no step.
ALTER TABLE holds ADD COLUMN step_before TEXT;
