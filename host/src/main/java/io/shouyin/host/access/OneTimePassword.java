package io.shouyin.host.access;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// A random password to be shown once and changed at first use: four groups of five letters and digits that are not taken
/// for each other, about 99 bits.
///
/// Where two people make an account, each is shown one half and nobody but its owner has both. The first half is made from the proposal's
/// number by the security module's pepper, so nothing of it waits in a row.
final class OneTimePassword {

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    static Secret make() {
        return make(GROUPS);
    }

    /// A shorter one, about 25 bits a group.
    static Secret make(int count) {
        return groups(count, _ -> RANDOM.nextInt(ALPHABET.length()));
    }

    /// The same for the same proposal.
    static Secret firstHalf(String proposalId, LoginPepper pepper) {
        var bytes = pepper.pepper(sha256("first half of a one-time password " + proposalId));
        try {
            return groups(GROUPS / 2, i -> ((bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF) % ALPHABET.length());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static Secret secondHalf() {
        return make(GROUPS / 2);
    }

    static Secret joined(Secret first, Secret second) {
        var one = first.reveal(SecretAccess.granted());
        var two = second.reveal(SecretAccess.granted());
        var whole = Arrays.copyOf(one, one.length + 1 + two.length);
        whole[one.length] = '-';
        System.arraycopy(two, 0, whole, one.length + 1, two.length);
        try {
            return Secret.ofUtf8(whole);
        } finally {
            Arrays.fill(one, (byte) 0);
            Arrays.fill(two, (byte) 0);
            Arrays.fill(whole, (byte) 0);
        }
    }

    /// For the one answer that shows it.
    static String shown(Secret password) {
        try (password) {
            return new String(password.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }

    /// @param letter of the alphabet for the letter at a place, dashes not counted
    private static Secret groups(int count, IntUnaryOperator letter) {
        var characters = new char[count * (GROUP_LENGTH + 1) - 1];
        for (int i = 0, place = 0; i < characters.length; i++) {
            characters[i] = i % (GROUP_LENGTH + 1) == GROUP_LENGTH ? '-' : ALPHABET.charAt(letter.applyAsInt(place++));
        }
        try {
            return Secret.of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
