package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Required;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the text of new passwords is judged by, so that a terminal shows and judges what the host will: tag DF34 of field 57.
///
/// Eight bytes for each kind of password: the low byte of its tag (`02` the transaction password, `05` a card password, `09` an operator's),
/// the least and the greatest length, what must be in it (1 digit, 2 letter, 4 symbol, added up), how many of the four kinds of characters,
/// the longest run and the longest repetition allowed, and where listed and personal values count (0 as the whole, 1 inside).
///
/// @param byTag by [FactorTlv#TRANSACTION_PASSWORD], [FactorTlv#CARD_PASSWORD], [FactorTlv#OPERATOR_PASSWORD]; all are typed on keypads
public record NewPasswordRules(Map<Integer, Policy> byTag) {

    public static final NewPasswordRules NONE = new NewPasswordRules(Map.of());

    private static final int FIELD = 57;
    private static final int BYTES_EACH = 8;
    private static final int TAG_HIGH_BYTE = 0xDF00;

    public NewPasswordRules {
        byTag = Map.copyOf(byTag);
    }

    /// Reads the tag's value.
    public static NewPasswordRules decode(byte[] value) throws DecodeException {
        if (value.length % BYTES_EACH != 0) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, FIELD, value.length);
        }
        var byTag = new TreeMap<Integer, Policy>();
        for (int at = 0; at < value.length; at += BYTES_EACH) {
            byTag.put(TAG_HIGH_BYTE | value[at] & 0xFF, policy(value, at));
        }
        return new NewPasswordRules(byTag);
    }

    private static Policy policy(byte[] value, int at) throws DecodeException {
        Set<Required> required = EnumSet.noneOf(Required.class);
        for (Required one : Required.values()) {
            if ((value[at + 3] & bit(one)) != 0) {
                required.add(one);
            }
        }
        try {
            return new Policy(value[at + 1] & 0xFF, value[at + 2] & 0xFF, Alphabet.ASCII, required, value[at + 4] & 0xFF, value[at + 5] & 0xFF,
                    value[at + 6] & 0xFF, value[at + 7] == 0 ? Matching.WHOLE : Matching.INSIDE);
        } catch (IllegalArgumentException noPolicy) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, FIELD, at);
        }
    }

    public Optional<Policy> find(int tag) {
        return Optional.ofNullable(byTag.get(tag));
    }

    /// These, and the others in place of what they are about.
    public NewPasswordRules with(NewPasswordRules others) {
        var all = new TreeMap<>(byTag);
        all.putAll(others.byTag);
        return new NewPasswordRules(all);
    }

    /// The tag's value, by tag.
    public byte[] encode() {
        var out = new ByteArrayOutputStream(byTag.size() * BYTES_EACH);
        new TreeMap<>(byTag).forEach((tag, policy) -> out.writeBytes(new byte[] {tag.byteValue(), (byte) policy.lengthMin(), (byte) policy.lengthMax(),
                (byte) policy.required().stream().mapToInt(NewPasswordRules::bit).sum(), (byte) policy.kindsMin(), (byte) policy.sequenceLengthMax(),
                (byte) policy.repeatLengthMax(), (byte) (policy.matching() == Matching.WHOLE ? 0 : 1)}));
        return out.toByteArray();
    }

    private static int bit(Required required) {
        return switch (required) {
            case DIGIT -> 1;
            case LETTER -> 2;
            case SYMBOL -> 4;
        };
    }
}
