package io.shouyin.host.policies;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Settings `shouyin.policies.*`.
///
/// @param leakedPasswordsFile passwords that nobody may choose in the console: lines of SHA-1 in hex, sorted, with `:count` or without, as
///                            lists of leaked passwords are given out; of any size, it is not read into memory
@ConfigurationProperties("shouyin.policies")
record PolicySettings(Optional<Path> leakedPasswordsFile) {}
