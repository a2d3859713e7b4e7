-- Codes of warehouses are compared without regard to case.
CREATE UNIQUE INDEX CONCURRENTLY warehouses_code_in_lower_case_idx ON warehouses (lower(code));
