-- Who was told that the password of a console account ends: each step once, whichever host does it.
CREATE TABLE support.account_reminder (
  username   text        NOT NULL,
  expires_at timestamptz NOT NULL,
  days       integer     NOT NULL CONSTRAINT account_reminder_step_known CHECK (days IN (14, 7, 1)),
  sent_at    timestamptz NOT NULL,
  CONSTRAINT account_reminder_once PRIMARY KEY (username, expires_at, days)
);
CALL migration.append_only('support.account_reminder');
