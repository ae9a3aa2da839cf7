package io.shouyin.host.access;

import io.shouyin.kernel.Secret;
import java.security.SecureRandom;
import java.util.Arrays;

/// A random password to be shown once and changed at first use: four groups of five letters and digits that are not taken
/// for each other, about 99 bits.
final class OneTimePassword {

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    static Secret make() {
        var characters = new char[GROUPS * (GROUP_LENGTH + 1) - 1];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = i % (GROUP_LENGTH + 1) == GROUP_LENGTH ? '-' : ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length()));
        }
        try {
            return Secret.of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
