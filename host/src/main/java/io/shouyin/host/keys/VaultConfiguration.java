package io.shouyin.host.keys;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import io.shouyin.vault.VaultRefusal;
import io.shouyin.vault.remote.RemoteSecurityModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The security module: that of `./shouyin vault serve` if its socket is set, else one in this process, whose LMK is made at the first
/// start of an empty folder; a folder that has one is only ever opened.
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    private static final int PASSPHRASE_BYTES = 24;

    @Bean(destroyMethod = "close")
    SecurityModule securityModule(KeySettings settings, VaultSettings vault, PinLimitSettings pinLimits, InstantSource clock, RefusedUses refusedUses) {
        return vault.remote().<SecurityModule>map(remote -> RemoteSecurityModule.connect(remote, refusedUses))
                .orElseGet(() -> inThisProcess(settings, pinLimits, clock, refusedUses));
    }

    private static SoftSecurityModule inThisProcess(KeySettings settings, PinLimitSettings pinLimits, InstantSource clock, RefusedUses refusedUses) {
        try {
            OwnFiles.createFolder(settings.folder());
            MasterKeyFolder folder = folder(settings);
            if (folder.isEmpty()) {
                makePassphrase(settings);
                folder.make(Optional.empty()).close();
            }
            SoftSecurityModule module = new SoftSecurityModule(folder.open(), VaultOptions.STANDARD.withPinLimits(pinLimits.limits())
                    .withSingleLengthKeys(settings.singleLengthKeys()).withClock(clock).withListener(refusedUses));
            module.failedSelfTest().ifPresent(failed -> {
                throw new Fault("VAULT_SELF_TEST_FAILED", Recovery.STOP, "the security module stays closed: " + failed);
            });
            return module;
        } catch (IOException unwritable) {
            throw new Fault("KEYS_FOLDER_UNUSABLE", Recovery.FIX_THE_SETUP,
                    "the folder " + settings.folder() + " (shouyin.keys.folder) cannot be used", unwritable);
        }
    }

    @Bean
    KeyColumns institutionKeyColumns() {
        return new KeyColumns("keys.institution_key", "key_id", List.of("block"));
    }

    @Bean
    KeyColumns ceremonyKeyColumns() {
        return new KeyColumns("keys.ceremony", "ceremony_id", List.of("ceremony_key", "block", "credential_block"));
    }

    private static MasterKeyFolder folder(KeySettings settings) {
        Unlocking present = new Unlocking(() -> passphrase(settings), () -> pin(settings));
        List<Path> nextSecret = settings.nextLmkSecretFile();
        Unlocking next = nextSecret.isEmpty() ? present
                : new Unlocking(() -> LocalMasterKey.passphraseIn(nextSecret), () -> LocalMasterKey.pinIn(nextSecret));
        return new MasterKeyFolder(settings.folder(), present, next);
    }

    private static Secret passphrase(KeySettings settings) {
        return given(settings.lmkPassphraseFile()).map(LocalMasterKey::passphraseIn)
                .or(() -> settings.lmkPassphrase().map(VaultConfiguration::copy))
                .orElseGet(() -> passphraseOfFolder(settings.folder().resolve(MasterKeyFolder.PASSPHRASE_BESIDE)));
    }

    private static Optional<List<Path>> given(List<Path> files) {
        return Optional.of(files).filter(some -> !some.isEmpty());
    }

    private static Secret passphraseOfFolder(Path file) {
        if (!Files.exists(file)) {
            throw new Fault("LMK_PASSPHRASE_MISSING", Recovery.FIX_THE_SETUP, "there is a master key but no passphrase: give "
                    + "shouyin.keys.lmk-passphrase-file (SHOUYIN_KEYS_LMK_PASSPHRASE_FILE)");
        }
        return LocalMasterKey.passphraseIn(file);
    }

    private static Secret pin(KeySettings settings) {
        return given(settings.pkcs11PinFile()).map(LocalMasterKey::pinIn).or(() -> settings.pkcs11Pin().map(VaultConfiguration::copy))
                .orElseThrow(() -> new Fault(VaultRefusal.PKCS11_PIN_MISSING, Recovery.FIX_THE_SETUP));
    }

    /// The setting stays for the next LMK, which is opened while the host runs; each user closes his own.
    private static Secret copy(Secret setting) {
        byte[] utf8 = setting.reveal(SecretAccess.granted());
        try {
            return Secret.ofUtf8(utf8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static void makePassphrase(KeySettings settings) throws IOException {
        Path file = settings.folder().resolve(MasterKeyFolder.PASSPHRASE_BESIDE);
        if (!settings.lmkPassphraseFile().isEmpty() || settings.lmkPassphrase().isPresent() || Files.exists(file)) {
            return;
        }
        byte[] random = new byte[PASSPHRASE_BYTES];
        new SecureRandom().nextBytes(random);
        OwnFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
