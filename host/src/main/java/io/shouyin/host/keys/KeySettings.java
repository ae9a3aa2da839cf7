package io.shouyin.host.keys;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.keys.*`.
///
/// @param folder of the LMK: `lmk.p12` or `lmk.pkcs11`, and `lmk.passphrase` unless the passphrase comes from elsewhere; mode 700
/// @param lmkPassphrase opens the LMK, given in a variable; a passphrase file goes before it
/// @param lmkPassphraseFile a file with the passphrase, such as a mounted secret; two files, by a comma, if two custodians have a part each
/// @param nextLmkSecretFile a file or two with the passphrase or PIN of the next LMK during a change, if it differs from the present one's
/// @param pkcs11Pin of the token that `lmk.pkcs11` names, given in a variable; a PIN file goes before it
/// @param pkcs11PinFile a file or two with the PIN
/// @param retireAfter how long after a change the old LMK stays open at least: longer than any sale
/// @param rewrapBatchRows rows a commit during a change of the LMK
/// @param rewrapPause between two batches, for others to work in
/// @param singleLengthKeys whether a terminal that asks for it (60.3 = 001) gets a PIN key of 8 bytes, single DES; `vault serve` takes the same by its option
@ConfigurationProperties("shouyin.keys")
record KeySettings(@DefaultValue("var/host/keys") Path folder, @DefaultValue List<Path> lmkPassphraseFile, Optional<Secret> lmkPassphrase,
                   @DefaultValue List<Path> pkcs11PinFile, Optional<Secret> pkcs11Pin, @DefaultValue List<Path> nextLmkSecretFile,
                   @DefaultValue("2m") Duration retireAfter, @DefaultValue("100") int rewrapBatchRows,
                   @DefaultValue("20ms") Duration rewrapPause, @DefaultValue("false") boolean singleLengthKeys) {

    KeySettings {
        Check.argument(rewrapBatchRows >= 1 && rewrapBatchRows <= 10_000, "a batch has 1 to 10000 rows");
        Check.argument(!retireAfter.isNegative() && !rewrapPause.isNegative(), "a wait is not negative");
    }
}
