-- What staff did, written with what they did; deleted once the audit log of users has it.
CREATE TABLE audit_outbox (
  id      uuid PRIMARY KEY,
  at      timestamptz(3) NOT NULL DEFAULT now(),
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text NOT NULL,
  detail  text
);
