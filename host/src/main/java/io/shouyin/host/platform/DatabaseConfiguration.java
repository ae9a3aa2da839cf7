package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// Gives the pool the application's login and Flyway the owner's, for the external and the embedded PostgreSQL alike.
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /// Not made when the settings name an external database; closed after the pool, which depends on it.
    @Bean
    @Lazy
    EmbeddedDatabase embeddedDatabase(DatabaseSettings settings) {
        return EmbeddedDatabase.start(settings.folder(), settings.port());
    }

    private static final int ANSWER_SECONDS_MAX = 60;

    @Bean
    DatabaseAccess databaseAccess(DatabaseSettings settings, ObjectProvider<EmbeddedDatabase> embedded) {
        return settings.url().map(url -> external(url, settings)).orElseGet(() -> embedded.getObject().access());
    }

    private static DatabaseAccess external(String url, DatabaseSettings settings) {
        requireUrl(url);
        var none = Secret.of("");
        return new DatabaseAccess(url,
                new DatabaseAccess.Login(settings.user(), settings.password().orElse(none)),
                settings.ownerUser().map(owner ->
                        new DatabaseAccess.Login(owner, settings.ownerPassword().orElse(none))));
    }

    static void requireUrl(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new Fault("DATABASE_URL_INVALID", Recovery.FIX_THE_SETUP,
                    DatabaseSettings.URL_KEY + " must start with jdbc:postgresql:");
        }
        if (url.contains("reWriteBatchedInserts=true")) {
            throw new Fault("DATABASE_URL_INVALID", Recovery.FIX_THE_SETUP,
                    DatabaseSettings.URL_KEY + " must not have reWriteBatchedInserts: the driver then does not tell which row of a group is new");
        }
    }

    @Bean
    JdbcConnectionDetails applicationLogin(DatabaseAccess access) {
        return new Pool(access);
    }

    @Bean
    FlywayConnectionDetails ownerLogin(DatabaseAccess access) {
        return new Migrations(access);
    }

    @Bean
    FlywayConfigurationCustomizer migrationNames(DatabaseAccess access) {
        return configuration -> configuration.placeholders(Map.of("application", access.application().user()));
    }

    /// Migrates as the owner; without an owner it only checks that somebody has.
    @Bean
    FlywayMigrationStrategy migration(DatabaseAccess access) {
        return flyway -> {
            if (access.owner().isPresent()) {
                flyway.migrate();
            } else {
                refuseIfBehind(flyway);
            }
        };
    }

    private static void refuseIfBehind(Flyway flyway) {
        if (flyway.info().pending().length > 0) {
            throw new Fault("DATABASE_OWNER_MISSING", Recovery.FIX_THE_SETUP,
                    "The database lacks migrations: give shouyin.db.owner-user and shouyin.db.owner-password,"
                            + " the login that owns the database and may create roles.");
        }
        flyway.validate();
    }

    /// Two classes, as each interface is looked up by type.
    private static class Pool implements JdbcConnectionDetails {

        private final DatabaseAccess access;

        Pool(DatabaseAccess access) {
            this.access = access;
        }

        @Override
        public String getUsername() {
            return access.application().user();
        }

        @Override
        public String getPassword() {
            return access.application().reveal(SecretAccess.granted());
        }

        /// A server that does not answer any more costs its caller a minute, not a quarter of an hour. Migrations take what they take.
        @Override
        public String getJdbcUrl() {
            return access.url() + "&socketTimeout=" + ANSWER_SECONDS_MAX + "&tcpKeepAlive=true";
        }
    }

    private static class Migrations implements FlywayConnectionDetails {

        private final DatabaseAccess access;
        private final DatabaseAccess.Login login;

        Migrations(DatabaseAccess access) {
            this.access = access;
            this.login = access.owner().orElse(access.application());
        }

        @Override
        public String getUsername() {
            return login.user();
        }

        @Override
        public String getPassword() {
            return login.reveal(SecretAccess.granted());
        }

        @Override
        public String getJdbcUrl() {
            return access.url();
        }
    }
}
