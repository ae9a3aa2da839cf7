-- To wipe a terminal's keys, and to loosen a limit that its parameters hold, is proposed too.
DO $$
DECLARE
    known text := (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'proposal_kind_known' AND conrelid = 'access.proposal'::regclass);
    says  text := (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'proposal_says_what' AND conrelid = 'access.proposal'::regclass);
BEGIN
    ALTER TABLE access.proposal DROP CONSTRAINT proposal_kind_known, DROP CONSTRAINT proposal_says_what;
    EXECUTE 'ALTER TABLE access.proposal ADD CONSTRAINT proposal_kind_known ' || replace(known, 'ARRAY[', 'ARRAY[''TERMINAL_ORDER''::text, ''TERMINAL_PARAMETERS''::text, ');
    EXECUTE 'ALTER TABLE access.proposal ADD CONSTRAINT proposal_says_what ' || replace(says, 'ARRAY[', 'ARRAY[''TERMINAL_ORDER''::text, ''TERMINAL_PARAMETERS''::text, ');
END $$;
