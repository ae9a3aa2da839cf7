package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.EmvKeys;
import java.util.Arrays;
import java.util.Optional;

/// Card verification values.
final class CardChecks {

    private CardChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        return switch (vector.algorithm()) {
            case "Visa CVV / MC CVC", "CVV1", "CVV2", "iCVV" -> Optional.of(CardChecks::cvv);
            case "Mastercard CVC3" -> Optional.of(CardChecks::cvc3);
            case "Visa dCVV" -> Optional.of(CardChecks::dynamic);
            default -> Optional.empty();
        };
    }

    private static void cvv(VectorCase c) {
        String pan = c.text("pan");
        String expiry = c.text("expiry");
        String service = c.text("service_code");
        switch (c.algorithm()) {
            case "CVV2" -> c.check(service.equals(Cvv.SERVICE_CODE_CVV2), "a CVV2 has service code 000");
            case "iCVV" -> c.check(service.equals(Cvv.SERVICE_CODE_ICVV), "an iCVV has service code 999");
            default -> c.check(service.length() == 3, "a service code has three digits");
        }
        try (Cvv.Pair pair = pair(c.key())) {
            String cvv = pair.cvv(pan, expiry, service);
            c.expect("cvv", cvv);
            c.expect("second_pass_used", pair.usesSecondPass(pan, expiry, service));
            c.check(pair.verify(pan, expiry, service, cvv), "the value does not verify");
        }
    }

    /// Published test data has pairs of equal halves.
    private static Cvv.Pair pair(byte[] key) {
        boolean isDouble = key.length == 16 && Arrays.equals(key, 0, 8, key, 8, 16);
        return isDouble ? Cvv.Pair.ofSingleLength(Arrays.copyOf(key, 8)) : Cvv.Pair.of(key);
    }

    private static void cvc3(VectorCase c) {
        byte[] cardKey = cardKey(c);
        c.expect("icc_cvc3_key", cardKey);
        c.expect("cvc3_5digit", Cvv.cvc3(cardKey, c.bytes("track_data_hex"), c.bytes("un"), c.bytes("atc")));
    }

    private static void dynamic(VectorCase c) {
        c.expect("dcvv", Cvv.dynamicCvv(cardKey(c), c.text("pan"), c.text("expiry"), c.text("service_code"), c.text("atc_hex")));
    }

    private static byte[] cardKey(VectorCase c) {
        c.require("mk_derivation", "option A", "option B");
        String sequence = c.textOr("psn", null);
        return c.text("mk_derivation").equals("option A") ? EmvKeys.masterKeyA(c.key(), c.text("pan"), sequence)
                : EmvKeys.masterKeyB(c.key(), c.text("pan"), sequence);
    }
}
