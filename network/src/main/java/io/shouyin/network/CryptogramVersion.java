package io.shouyin.network;

import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.EmvKeys;
import java.util.Arrays;
import java.util.Optional;

/// How the chips of this issuer make their cryptograms, by the version number that they say in tag 9F10.
enum CryptogramVersion {
    /// The card's key itself, derived by option A; ARPC by method 1. For credit cards.
    CVN_10(10, CardProfile.VISA_10),
    /// A session key, derived by option B from the whole card number; ARPC by method 2. For debit cards.
    CVN_18(18, CardProfile.VISA_18);

    private final int number;
    private final CardProfile profile;

    CryptogramVersion(int number, CardProfile profile) {
        this.number = number;
        this.profile = profile;
    }

    static CryptogramVersion of(CardKind kind) {
        return switch (kind) {
            case CREDIT -> CVN_10;
            case DEBIT -> CVN_18;
        };
    }

    static Optional<CryptogramVersion> numbered(int number) {
        return Arrays.stream(values()).filter(version -> version.number == number).findFirst();
    }

    int number() {
        return number;
    }

    CardProfile profile() {
        return profile;
    }

    /// The key of one card, 16 bytes.
    byte[] cardKey(byte[] issuerMasterKey, CharSequence pan, CharSequence sequence) {
        return switch (this) {
            case CVN_10 -> EmvKeys.masterKeyA(issuerMasterKey, pan, sequence);
            case CVN_18 -> EmvKeys.masterKeyB(issuerMasterKey, pan, sequence);
        };
    }
}
