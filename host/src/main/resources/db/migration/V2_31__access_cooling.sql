-- Accounts whose password was set anew by a case: until then they look, and change nothing.
CREATE TABLE access.cooling (
    username text PRIMARY KEY REFERENCES access.account,
    until    timestamptz NOT NULL
);
