package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.CardProfile;

/// What proves a card: the printed and the magnetic values, and the chip's cryptogram.
public interface CardCommands {

    /// Whether the value is that of the card. Wrong ones are counted by card, see [PinLimits]: with three digits, who may ask a thousand times
    /// has the right one.
    ///
    /// @param cardValueKey a [KeyPurpose#CARD_VALUE_CHECK] or [KeyPurpose#CARD_VALUE_ISSUE]
    /// @param expiry 4 digits, in the issuer's order
    /// @param value 3 digits
    /// @throws io.shouyin.kernel.Fault `VAULT_INPUT_INVALID` for what is no value, expiry or service code: none of it is counted
    CardValueVerdict verifyCardValue(KeyBlock cardValueKey, CardValue kind, Pan pan, String expiry, String value);

    /// The value to print or to encode, 3 digits.
    ///
    /// @param issuerKey a [KeyPurpose#CARD_VALUE_ISSUE]
    /// @param expiry 4 digits, in the issuer's order
    String issueCardValue(KeyBlock issuerKey, CardValue kind, Pan pan, String expiry);

    /// Checks a card's request cryptogram and, if it is right, answers it. Wrong ones are not counted: nobody finds 64 bits by asking, and
    /// who sends a few would close the card to its holder.
    ///
    /// @param chipKey a [KeyPurpose#CHIP_CRYPTOGRAM]
    /// @throws io.shouyin.kernel.Fault `VAULT_INPUT_INVALID` for an answer by the method that the profile does not use
    ChipVerdict verifyArqc(KeyBlock chipKey, ChipRequest request, ChipAnswer answer);

    /// Which of the values: one computation, another service code.
    sealed interface CardValue {
        /// CVV or CVC on the stripe.
        ///
        /// @param serviceCode 3 digits as on the stripe
        record OnStripe(String serviceCode) implements CardValue {
            public OnStripe {
                Given.all(serviceCode);
            }
        }

        /// CVV2 or CVC2 in print.
        record InPrint() implements CardValue {}

        /// iCVV in the chip's image of the stripe.
        record InChip() implements CardValue {}
    }

    enum CardValueVerdict {
        RIGHT,
        WRONG,
        /// The card had its share of wrong values in this window; nothing was looked at.
        LIMIT_REACHED
    }

    /// @param profile of the cryptogram version number
    /// @param panSequence two digits, or empty
    /// @param atc application transaction counter, 2 bytes
    /// @param unpredictableNumber 4 bytes
    /// @param data under the cryptogram, as the profile lists it
    /// @param arqc 8 bytes
    record ChipRequest(CardProfile profile, Pan pan, String panSequence, byte[] atc, byte[] unpredictableNumber, byte[] data,
                       byte[] arqc) {
        public ChipRequest {
            Given.all(profile, pan, panSequence, atc, unpredictableNumber, data, arqc);
        }
    }

    sealed interface ChipAnswer {
        /// @param responseCode 2 bytes
        record Method1(byte[] responseCode) implements ChipAnswer {
            public Method1 {
                Given.all(responseCode);
            }
        }

        /// @param cardStatusUpdate 4 bytes
        /// @param proprietary at most 8 bytes
        record Method2(byte[] cardStatusUpdate, byte[] proprietary) implements ChipAnswer {
            public Method2 {
                Given.all(cardStatusUpdate, proprietary);
            }
        }
    }

    sealed interface ChipVerdict {
        /// @param arpc 8 bytes by method 1, 4 by method 2
        record Right(byte[] arpc) implements ChipVerdict {}

        record Wrong() implements ChipVerdict {}
    }
}
