-- PostgreSQL reads the text of a CHECK anew in each execution that writes a row, which for a list of values takes longer than writing the row. What a function says is read
-- once a session. The constraints keep their names and say what they said; who adds a value later replaces the function of the same name.
CREATE PROCEDURE migration.check_by_function(constrained regclass, named text) LANGUAGE plpgsql AS $$
DECLARE
    said       text;
    function   text;
    parameters text;
    columns    text;
BEGIN
    SELECT pg_get_expr(c.conbin, c.conrelid), format('%I.%I', n.nspname, c.conname),
           string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum), string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)
      INTO STRICT said, function, parameters, columns
      FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.conrelid = constrained AND c.conname = named GROUP BY c.oid, n.nspname;
    EXECUTE format('CREATE FUNCTION %s(%s) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS %L', function, parameters, format('BEGIN RETURN %s; END', said));
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I CHECK (%s(%s))', constrained, named, named, function, columns);
END $$;

CALL migration.check_by_function('acquiring.transaction', 'transaction_kind_known');
CALL migration.check_by_function('acquiring.transaction', 'transaction_state_known');
CALL migration.check_by_function('acquiring.transaction', 'transaction_follow_up_has_original');
CALL migration.check_by_function('acquiring.transaction', 'transaction_question_moves_nothing');
CALL migration.check_by_function('ledger.journal', 'journal_accounts_known');
