package io.shouyin.kernel;

import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.CharacterKind;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Required;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All that is decided about the passwords of somebody: how they look, how long they live, what stands beside them.
///
/// Values only; where they come from, who may change them and which rule books they satisfy is the host's affair.
public record PasswordPolicy(Length length, Composition composition, Blocking blocking, Rotation rotation, History history,
                             Attempts attempts, Session session, Factors factors, Storage storage) {

    /// @param soleMin characters at least, where the password is the only factor
    /// @param withFactorMin characters at least, where another factor stands beside it
    /// @param max characters at most
    public record Length(int soleMin, int withFactorMin, int max) {
        public Length {
            Check.argument(withFactorMin >= 1 && withFactorMin <= soleMin && soleMin <= max && max <= PasswordRules.LENGTH_MAX,
                    "lengths are 1 to 128: with a factor at most as the sole one, and that at most the maximum");
        }
    }

    /// @param kindsMin of digits, capitals, small letters and symbols, how many there must be; 0 demands none
    /// @param sequenceMax the longest run of neighbours allowed
    /// @param repeatMax the longest repetition allowed
    public record Composition(Alphabet alphabet, Set<Required> required, int kindsMin, int sequenceMax, int repeatMax) {
        public Composition {
            Check.argument(kindsMin >= 0 && kindsMin <= CharacterKind.values().length, "there are four kinds of characters");
            Check.argument(sequenceMax >= 1 && sequenceMax <= PasswordRules.LENGTH_MAX && repeatMax >= 1 && repeatMax <= PasswordRules.LENGTH_MAX,
                    "runs and repetitions allowed are 1 to 128 characters");
            required = inOrder(required);
        }

        /// Whether anything is demanded of the kinds of characters.
        public boolean demandsKinds() {
            return kindsMin > 0 || !required.isEmpty();
        }
    }

    /// What nobody may choose: common, factory and leaked passwords, and personal values.
    ///
    /// @param words further names and words, such as a brand
    public record Blocking(Matching matching, Set<String> words) {
        public Blocking {
            words = inOrder(words);
            Check.argument(words.size() <= 100 && words.stream().allMatch(word -> !word.isBlank() && word.length() <= 40 && word.matches(PlainName.TEXT)),
                    "at most 100 plain words of at most 40 characters");
        }
    }

    /// @param maxAgeDays a password is due for change after so many days; 0 = never
    /// @param onlyIfSoleFactor it is not, where another factor stands beside it
    /// @param graceDays how long after that it still opens something
    /// @param judgedAtLogin a password that was set under other rules is judged again when it is used, and has to be changed if it breaks these
    public record Rotation(int maxAgeDays, boolean onlyIfSoleFactor, int graceDays, boolean judgedAtLogin) {
        public Rotation {
            Check.argument(maxAgeDays >= 0 && maxAgeDays <= 3650 && graceDays >= 0 && graceDays <= 90, "days are 0 to 3650, of grace 0 to 90");
        }
    }

    /// @param count how many of the last passwords, the present one included, are not taken again
    /// @param minAgeHours how long a password stays before its owner may change it again
    public record History(int count, int minAgeHours) {
        public History {
            Check.argument(count >= 0 && count <= 24 && minAgeHours >= 0 && minAgeHours <= 168, "history is 0 to 24 passwords, the minimum age 0 to 168 hours");
        }
    }

    /// @param failuresMax wrong tries in a row until it locks
    /// @param lockMinutes how long; 0 = until somebody unlocks it
    public record Attempts(int failuresMax, int lockMinutes) {
        public Attempts {
            Check.argument(failuresMax >= 1 && failuresMax <= 100 && lockMinutes >= 0 && lockMinutes <= 1440, "tries are 1 to 100, a lock 0 to 1440 minutes");
        }
    }

    /// @param idleMinutes without an action, then one logs in again
    /// @param absoluteHours after the login, then one logs in again whatever one does
    public record Session(int idleMinutes, int absoluteHours) {
        public Session {
            Check.argument(idleMinutes >= 1 && absoluteHours >= 1 && absoluteHours <= 720 && idleMinutes <= absoluteHours * 60,
                    "a session lasts 1 to 720 hours, idle at most as long");
        }
    }

    /// What has to stand beside a password.
    public enum SecondFactor {
        NONE,
        OFFERED,
        REQUIRED,
        /// One that no look-alike page can use: a passkey.
        PHISHING_RESISTANT
    }

    /// Whether a code by SMS counts as a factor.
    public enum Sms {
        ALLOWED,
        /// Only beside another choice, and with a word about its risk.
        WITH_ALTERNATIVE,
        FORBIDDEN
    }

    /// @param cryptographic one of the factors has to be a cryptographic one
    public record Factors(SecondFactor second, Sms sms, boolean cryptographic) {}

    public enum Hash {
        /// For what people type into the console: slow on purpose, then peppered by the vault.
        ARGON2ID,
        /// For what is typed on terminals: an HMAC under a key that never leaves the vault, behind a lock after few tries.
        VAULT_HMAC
    }

    public enum Normalisation {
        NFC,
        NONE
    }

    public record Storage(Hash hash, Normalisation normalisation) {}

    /// The same values always in the same order, so that two texts of one policy are one.
    private static <T extends Comparable<T>> Set<T> inOrder(Set<T> values) {
        return Collections.unmodifiableSet(new TreeSet<>(values));
    }

    /// What judges the text of a password.
    ///
    /// @param soleFactor whether nothing else stands beside it
    public PasswordRules.Policy text(boolean soleFactor) {
        return new PasswordRules.Policy(soleFactor ? length.soleMin : length.withFactorMin, length.max, composition.alphabet,
                composition.required, composition.kindsMin, composition.sequenceMax, composition.repeatMax, blocking.matching);
    }

    /// When a password that was set now is due for change.
    public Optional<Instant> expiry(Instant setAt, boolean soleFactor) {
        boolean rotates = rotation.maxAgeDays > 0 && (soleFactor || !rotation.onlyIfSoleFactor);
        return rotates ? Optional.of(setAt.plus(Duration.ofDays(rotation.maxAgeDays))) : Optional.empty();
    }
}
