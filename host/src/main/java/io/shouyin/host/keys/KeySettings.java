package io.shouyin.host.keys;

import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.keys.*`.
///
/// @param folder of the LMK: `lmk.p12`, and `lmk.passphrase` unless the passphrase comes from elsewhere; mode 700
/// @param lmkPassphraseFile a file with the passphrase, such as a mounted secret
/// @param lmkPassphrase the passphrase itself, from a variable; `lmkPassphraseFile` goes before it
@ConfigurationProperties("shouyin.keys")
record KeySettings(@DefaultValue("var/host/keys") Path folder, Optional<Path> lmkPassphraseFile, Optional<Secret> lmkPassphrase) {}
