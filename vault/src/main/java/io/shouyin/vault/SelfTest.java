package io.shouyin.vault;

import io.shouyin.paycrypto.CryptoRefusedException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Known answers for every algorithm that the vault uses, run before it opens.
///
/// @param name of the algorithm
/// @param known the answers, text or upper-case hex
/// @param found what comes out here
record SelfTest(String name, List<String> known, Supplier<List<String>> found) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static List<SelfTest> all() {
        return Stream.of(KnownCiphers.all(), KnownPins.all(), KnownCards.all(), KnownKeys.all(), KnownExchanges.all(), KnownAtRest.all()).flatMap(List::stream).toList();
    }

    /// The name of the first test that fails, by a wrong answer or an exception.
    static Optional<String> firstFailure(List<SelfTest> tests) {
        return tests.stream().filter(test -> !test.passes()).map(SelfTest::name).findFirst();
    }

    boolean passes() {
        try {
            return known.equals(found.get());
        } catch (RuntimeException e) {
            return false;
        }
    }

    static String told(boolean answer) {
        return Boolean.toString(answer);
    }

    /// The name of the refusal.
    static String refused(Runnable work) {
        try {
            work.run();
            return "not refused";
        } catch (CryptoRefusedException e) {
            return e.reason().name();
        }
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] hex(String text) {
        return HEX.parseHex(text);
    }
}
