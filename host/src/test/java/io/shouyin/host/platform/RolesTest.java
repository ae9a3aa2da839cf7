package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What `V1_00__roles.sql` gives to each module's migration.
class RolesTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static JdbcClient owner;
    private static JdbcClient application;

    @BeforeAll
    static void tables() {
        owner = database.ownerJdbc();
        application = database.jdbc();
        owner.sql("CALL migration.module('sample')").update();
        owner.sql("CREATE TABLE sample.note (note_id bigint GENERATED ALWAYS AS IDENTITY, text text)").update();
        owner.sql("CREATE TABLE sample.fact (fact_id bigint GENERATED ALWAYS AS IDENTITY, text text)").update();
        owner.sql("CALL migration.append_only('sample.fact')").update();
    }

    @Test
    void table_ofAModule_isReadAndWrittenByTheApplication() {
        application.sql("INSERT INTO sample.note (text) VALUES ('a')").update();
        assertThat(application.sql("UPDATE sample.note SET text = 'b'").update()).isEqualTo(1);
        assertThat(application.sql("DELETE FROM sample.note").update()).isEqualTo(1);
    }

    @Test
    void table_appendOnly_takesRowsAndKeepsThem() {
        application.sql("INSERT INTO sample.fact (text) VALUES ('a')").update();
        assertThat(application.sql("SELECT text FROM sample.fact").query(String.class).list()).contains("a");
        for (var change : new String[] {"UPDATE sample.fact SET text = 'b'", "DELETE FROM sample.fact", "TRUNCATE sample.fact",
                "ALTER TABLE sample.fact DISABLE TRIGGER append_only", "DROP TABLE sample.fact"}) {
            assertThatThrownBy(() -> application.sql(change).update()).as(change).rootCause()
                    .message().matches("(?s).*(permission denied|must be owner).*");
        }
        for (var change : new String[] {"UPDATE sample.fact SET text = 'b'", "DELETE FROM sample.fact", "TRUNCATE sample.fact"}) {
            assertThatThrownBy(() -> owner.sql(change).update()).as(change).rootCause()
                    .hasMessageContaining("rows of sample.fact are only ever added");
        }
    }

    @Test
    void application_ownsNothing_andMakesNothing() {
        for (var change : new String[] {"CREATE TABLE sample.own (a int)", "CREATE TABLE public.own (a int)", "CREATE SCHEMA own",
                "CREATE ROLE own", "UPDATE flyway_schema_history SET success = true", "CALL migration.module('own')"}) {
            assertThatThrownBy(() -> application.sql(change).update()).as(change).rootCause().hasMessageContaining("permission denied");
        }
    }

    @Test
    void owner_isNoSuperuser() {
        assertThat(owner.sql("SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
                .query(Boolean.class).single()).isFalse();
    }
}
