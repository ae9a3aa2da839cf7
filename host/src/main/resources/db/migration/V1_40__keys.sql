-- The institution's keys: X9.143 key blocks under the LMK, one a name.
CALL migration.module('keys');

CREATE TABLE keys.institution_key (
  name        text        NOT NULL CONSTRAINT institution_key_name_once PRIMARY KEY,
  purpose     text        NOT NULL,
  block       text        NOT NULL,
  check_value text        NOT NULL,
  created_at  timestamptz NOT NULL
);
