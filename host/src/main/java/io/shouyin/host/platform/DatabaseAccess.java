package io.shouyin.host.platform;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How to reach the database: as the application, and as the owner who migrates.
///
/// @param url with the driver's options that keep row values out of errors
/// @param owner absent if the migrations are run elsewhere
public record DatabaseAccess(String url, Login application, Optional<Login> owner) {

    /// The server sends the failing row as "detail" of an error; the driver must not put it into exceptions.
    private static final String QUIET = "logServerErrorDetail=false";

    public DatabaseAccess {
        url = url.contains(QUIET) ? url : url + (url.contains("?") ? "&" : "?") + QUIET;
    }

    public record Login(String user, Secret password) {

        /// For the driver, which wants a `String`.
        public String reveal(SecretAccess access) {
            return new String(password.reveal(access), StandardCharsets.UTF_8);
        }
    }
}
