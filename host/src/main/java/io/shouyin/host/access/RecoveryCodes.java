package io.shouyin.host.access;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Ten codes of about 50 bits on paper, each good once. Kept as hashes that the vault peppers: a stolen database alone cannot be searched
/// for them.
@Component
class RecoveryCodes {

    static final int COUNT = 10;

    private static final int GROUPS = 2;

    private final FactorStore factors;
    private final LoginPepper pepper;
    private final InstantSource time;

    RecoveryCodes(FactorStore factors, LoginPepper pepper, InstantSource time) {
        this.factors = factors;
        this.pepper = pepper;
        this.time = time;
    }

    /// New ones in place of all earlier ones, in the caller's transaction.
    ///
    /// @return to be shown once and closed
    List<Secret> issue(String username) {
        var codes = Stream.generate(() -> OneTimePassword.make(GROUPS)).limit(COUNT).toList();
        factors.setRecoveryCodes(username, codes.stream().map(code -> hash(username, code)).toList(), time.instant());
        return codes;
    }

    /// @param typed in any case, with or without hyphens and spaces
    boolean use(String username, Secret typed) {
        return factors.useRecoveryCode(username, hash(username, typed), time.instant());
    }

    private byte[] hash(String username, Secret code) {
        var plain = new String(code.reveal(SecretAccess.granted()), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
        try {
            return pepper.pepper(MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", "recovery code", username, plain).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
