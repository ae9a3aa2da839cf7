package io.shouyin.host.keys;

import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.keys.*`.
///
/// @param folder of the LMK: `lmk.p12`, and `lmk.passphrase` unless the passphrase comes from elsewhere; mode 700
/// @param lmkPassphrase opens the LMK, given in a variable; a passphrase file goes before it
/// @param lmkPassphraseFile a file with the passphrase, such as a mounted secret
@ConfigurationProperties("shouyin.keys")
record KeySettings(@DefaultValue("var/host/keys") Path folder, Optional<Path> lmkPassphraseFile, Optional<Secret> lmkPassphrase) {}
