-- What every later migration stands on. Runs as the owner of the database, who needs CREATEROLE and no more.
--
-- The owner owns all tables. The application logs in as ${application}, which owns nothing and is a member of one
-- NOLOGIN role a module; what a module's role may do with a table is decided here, not in the program.

CREATE SCHEMA migration;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${application}') THEN
        RAISE EXCEPTION 'the login role ${application} is missing: CREATE ROLE ${application} LOGIN PASSWORD ...';
    END IF;
    IF '${application}' = current_user THEN
        RAISE EXCEPTION 'the application must not log in as the owner of the tables, %', current_user;
    END IF;
END $$;

-- The application may look whether the migrations fit it.
GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO "${application}";
GRANT SELECT ON "${flyway:defaultSchema}"."${flyway:table}" TO "${application}";

-- CALL migration.module('audit');  a schema, a role ${application}_audit that may read and write in it, and its grant to the application
CREATE PROCEDURE migration.module(module text) LANGUAGE plpgsql AS $$
DECLARE
    module_role text := '${application}_' || module;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = module_role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', module_role);
    END IF;
    EXECUTE format('CREATE SCHEMA %I', module);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', module, module_role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', module, module_role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO %I', module, module_role);
    EXECUTE format('GRANT %I TO %I', module_role, '${application}');
END $$;

-- CALL migration.append_only('audit.entry');  rows can be added and read: no grant to change them, and a trigger that refuses even the owner
CREATE PROCEDURE migration.append_only(appended regclass) LANGUAGE plpgsql AS $$
DECLARE
    module_role text;
BEGIN
    SELECT '${application}_' || s.nspname INTO module_role
      FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace WHERE c.oid = appended;
    EXECUTE format('REVOKE ALL ON %s FROM %I', appended, module_role);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', appended, module_role);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION migration.refuse_change()', appended);
END $$;

CREATE FUNCTION migration.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% are only ever added', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
