package io.shouyin.host.platform;

import io.shouyin.kernel.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the rows are. Without `url` the host runs its own PostgreSQL.
///
/// @param url of an external PostgreSQL: `jdbc:postgresql://host/database`
/// @param user the application's login; it may not change append-only rows
/// @param password of `user`
/// @param ownerUser who owns the tables and runs the migrations: owner of the database, with CREATEROLE; without it the
///                  migrations must have been run already
/// @param ownerPassword of `ownerUser`
/// @param folder of the embedded PostgreSQL: its data, its programs, its passwords; mode 700
/// @param port of the embedded PostgreSQL, on loopback; 0 is any free one
/// @param connectionsMax in the pool of this process
@Validated
@ConfigurationProperties("shouyin.db")
public record DatabaseSettings(
        Optional<String> url,
        @DefaultValue("shouyin") String user,
        Optional<Secret> password,
        Optional<String> ownerUser,
        Optional<Secret> ownerPassword,
        @DefaultValue("var/host/postgresql") Path folder,
        @DefaultValue("0") @Min(0) @Max(65535) int port,
        @DefaultValue("16") @Min(2) int connectionsMax) {

    /// The key that names the database, as a message can cite it.
    static final String URL_KEY = "shouyin.db.url (SHOUYIN_DB_URL)";
}
