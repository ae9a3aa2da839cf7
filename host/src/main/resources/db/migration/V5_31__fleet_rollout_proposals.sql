-- Rollouts are proposed too. What kinds there are already is taken from the table: other migrations add some.
DO $$
DECLARE
    kinds text;
BEGIN
    SELECT pg_get_expr(conbin, conrelid) INTO kinds FROM pg_constraint WHERE conname = 'proposal_kind_known' AND conrelid = 'access.proposal'::regclass;
    ALTER TABLE access.proposal DROP CONSTRAINT proposal_kind_known;
    EXECUTE format('ALTER TABLE access.proposal ADD CONSTRAINT proposal_kind_known CHECK (kind = ''ROLLOUT'' OR %s)', kinds);
END $$;
