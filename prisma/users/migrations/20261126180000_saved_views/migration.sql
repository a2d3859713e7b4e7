-- Filters, columns and sorting of a list, as a client keeps them for a person.
CREATE TABLE saved_views (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  list       text NOT NULL,
  name       text NOT NULL,
  query      text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX saved_views_user_id_list_name_key ON saved_views (user_id, list, lower(name));
