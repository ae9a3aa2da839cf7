-- Looser forms and validities of standing passwords are proposed too.
ALTER TABLE access.proposal
    DROP CONSTRAINT proposal_kind_known,
    ADD CONSTRAINT proposal_kind_known CHECK (kind IN ('ACCOUNT_CREATE', 'ACCOUNT_ROLES', 'ACCOUNT_RESET', 'ACCOUNT_ENABLE', 'MASTER_KEY_CHANGE',
               'MASTER_KEY_RETIRE', 'STEP_UP_RULES', 'PASSWORD_POLICY', 'ONE_TIME_SECRET', 'ROUTING', 'SECRET_TERMS')),
    DROP CONSTRAINT proposal_says_what,
    ADD CONSTRAINT proposal_says_what CHECK ((kind IN ('STEP_UP_RULES', 'PASSWORD_POLICY', 'ONE_TIME_SECRET', 'ROUTING', 'SECRET_TERMS')) = (content IS NOT NULL));
