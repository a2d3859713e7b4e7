-- The roles that the maker of a key held. Null in keys of the previous version, which follow the
-- roles of their owner, because nobody recorded what their makers held.
ALTER TABLE api_keys ADD COLUMN roles "Role"[];
