-- Whether a sign-in that waits for a code began on a known device, which the failures of others at its
-- network address do not keep out.
ALTER TABLE sign_in_challenges ADD COLUMN is_known_device boolean NOT NULL DEFAULT false;
