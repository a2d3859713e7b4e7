-- Feature flags that an administrator has switched for everybody. Without a row, the source of the
-- flags decides.
CREATE TABLE flag_overrides (
  name  text PRIMARY KEY,
  is_on boolean NOT NULL,
  at    timestamptz(3) NOT NULL DEFAULT now(),
  actor text NOT NULL
);
