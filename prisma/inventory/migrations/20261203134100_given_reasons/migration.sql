-- Whether a caller gave the reference of a movement: the reason of an adjustment may be the word that
-- marks the movements of imports. False in rows of the previous version, where the word decides.
ALTER TABLE stock_movements ADD COLUMN has_reason boolean NOT NULL DEFAULT false;
