-- Units expected until a reorder arrives, and how many they will hardly exceed. Null in forecasts
-- that a previous version made, and where too little is known.
ALTER TABLE demand_forecasts
  ADD COLUMN lead_time_days     int,
  ADD COLUMN lead_time_expected double precision,
  ADD COLUMN lead_time_high     double precision;
