-- When the wait for the buyer ended, by the bank's answer or the decision; null before and without a wait.
ALTER TABLE orders ADD COLUMN answered_at timestamptz(3);

-- What was known of the buyer when the order was placed, and the assessment made of it.
ALTER TABLE orders ADD COLUMN risk jsonb;
