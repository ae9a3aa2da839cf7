package io.shouyin.paycrypto;

import java.util.List;

/// Every reason for which a function of this library refuses its input.
///
/// A caller that must not tell an attacker which check failed (PIN translation, PIN verification) finds one
/// generic reason there, [#PIN_BLOCK_REFUSED].
public enum CryptoRefusal {
    /// A key has a length that the algorithm does not know.
    KEY_LENGTH,
    /// A byte of a DES key has even parity where odd parity is required.
    KEY_PARITY,
    /// A DES key is weak or semi-weak, the parts of a TDES key are equal where they must not be, or a key is all zeros or one byte over
    /// and over.
    KEY_WEAK,
    /// A key was closed before the work was done.
    KEY_CLOSED,
    /// Data is not a whole number of blocks, or not of the length that the standard fixes.
    DATA_LENGTH,
    /// Text is not hexadecimal or not decimal where it must be.
    NOT_DIGITS,
    /// An argument is null, or an element of a list is.
    ARGUMENT_NULL,
    /// A parameter is outside of its range; the message says which.
    PARAMETER,
    /// A PIN block does not decode, or does not fit the card number: one reason for all.
    PIN_BLOCK_REFUSED,
    /// The PIN block format may not be turned into the other (PCI PIN requirement 3-3).
    PIN_TRANSLATION_FORBIDDEN,
    /// A decimalisation table is not 16 decimal digits, or too uneven to be safe.
    DECIMALISATION_TABLE,
    /// The header of a key block is malformed, or carries a value that the version does not know.
    KEY_BLOCK_HEADER,
    /// The length in a key block's header is not its length.
    KEY_BLOCK_LENGTH,
    /// An optional block of a key block is malformed.
    KEY_BLOCK_OPTIONAL,
    /// The MAC of a key block is wrong: changed, cut, or under another protection key.
    KEY_BLOCK_MAC,
    /// The key inside a key block has an impossible length.
    KEY_BLOCK_KEY,
    /// A check value is not that of the key.
    CHECK_VALUE,
    /// A sealed value does not open: changed, bound to something else, or under another key.
    SEALED_VALUE,
    /// A key serial number, or its counter, is not valid.
    KEY_SERIAL_NUMBER,
    /// A public key is malformed or no point of the curve.
    PUBLIC_KEY,
    /// A private key is malformed.
    PRIVATE_KEY,
    /// A BER-TLV structure is malformed.
    TLV,
    /// Components or shares do not fit together.
    COMPONENTS;

    CryptoRefusedException because(String rule) {
        return new CryptoRefusedException(this, rule);
    }

    /// What a function was given, which is not null.
    static <T> T given(T argument) {
        ARGUMENT_NULL.unless(argument != null, "no argument is null");
        return argument;
    }

    /// Arguments of which some are not looked at in every case.
    static void givenAll(Object... arguments) {
        for (Object argument : arguments) {
            given(argument);
        }
    }

    /// A list that a function was given, in which nothing is null.
    static <T> List<T> givenEach(List<T> arguments) {
        given(arguments).forEach(CryptoRefusal::given);
        return arguments;
    }

    void unless(boolean holds, String rule) {
        if (!holds) {
            throw because(rule);
        }
    }
}
