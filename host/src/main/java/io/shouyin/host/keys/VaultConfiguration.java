package io.shouyin.host.keys;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.VaultOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The security module in this process. Its LMK is made at the first start of an empty folder; a folder that has one is
/// only ever opened.
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    private static final int PASSPHRASE_BYTES = 24;

    @Bean(destroyMethod = "close")
    SoftSecurityModule securityModule(KeySettings settings, PinLimitSettings pinLimits, InstantSource clock, RefusedUses refusedUses) {
        try (Secret passphrase = passphrase(settings)) {
            Path p12 = settings.folder().resolve("lmk.p12");
            OwnFiles.createFolder(settings.folder());
            LocalMasterKey lmk = Files.exists(p12) ? LocalMasterKey.open(p12, passphrase) : LocalMasterKey.create(p12, passphrase);
            SoftSecurityModule module = new SoftSecurityModule(lmk, VaultOptions.STANDARD.withPinLimits(pinLimits.limits())
                    .withClock(clock).withListener(refusedUses));
            module.failedSelfTest().ifPresent(failed -> {
                throw new Fault("VAULT_SELF_TEST_FAILED", Recovery.STOP, "the security module stays closed: " + failed);
            });
            return module;
        } catch (IOException unwritable) {
            throw new Fault("KEYS_FOLDER_UNUSABLE", Recovery.FIX_THE_SETUP,
                    "the folder " + settings.folder() + " (shouyin.keys.folder) cannot be used", unwritable);
        }
    }

    private static Secret passphrase(KeySettings settings) throws IOException {
        if (settings.lmkPassphraseFile().isPresent()) {
            return LocalMasterKey.passphraseIn(settings.lmkPassphraseFile().get());
        }
        if (settings.lmkPassphrase().isPresent()) {
            return settings.lmkPassphrase().get();
        }
        Path file = settings.folder().resolve("lmk.passphrase");
        if (!Files.exists(file)) {
            if (Files.exists(settings.folder().resolve("lmk.p12"))) {
                throw new Fault("LMK_PASSPHRASE_MISSING", Recovery.FIX_THE_SETUP, "there is a master key but no passphrase: give "
                        + "shouyin.keys.lmk-passphrase-file (SHOUYIN_KEYS_LMK_PASSPHRASE_FILE)");
            }
            byte[] random = new byte[PASSPHRASE_BYTES];
            new SecureRandom().nextBytes(random);
            OwnFiles.createFolder(settings.folder());
            OwnFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return LocalMasterKey.passphraseIn(file);
    }
}
