-- What was made in an earlier generation of the credentials is void. Rows from before this migration,
-- and those that the previous version writes, belong to the first generation.
ALTER TABLE users ADD COLUMN credentials_generation int NOT NULL DEFAULT 0;
ALTER TABLE mail_tokens ADD COLUMN generation int NOT NULL DEFAULT 0;
ALTER TABLE second_factors ADD COLUMN generation int NOT NULL DEFAULT 0;
ALTER TABLE sign_in_challenges ADD COLUMN credentials_generation int NOT NULL DEFAULT 0;
