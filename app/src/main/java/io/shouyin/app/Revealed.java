package io.shouyin.app;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A secret as text, where somebody has to read it or an API takes it so. The bytes in between are wiped; the text itself cannot be.
final class Revealed {

    private Revealed() {}

    static String text(Secret secret) {
        byte[] utf8 = secret.reveal(SecretAccess.granted());
        try {
            return new String(utf8, StandardCharsets.UTF_8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }
}
