-- Whose account an imported customer got stays known when the account is erased: an import that is
-- run again must not bring the person back.
ALTER TABLE account_imports DROP CONSTRAINT account_imports_user_id_fkey;
