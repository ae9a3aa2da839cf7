package io.shouyin.network;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Checks the cryptogram of a chip under the key of its card, and answers with an ARPC.
///
/// The issuer application data (9F10) of its cards is that of EMV's cryptogram versions 10 and 18: length `06`, key `01`, version, and
/// the card's verification results in four bytes.
final class ChipDesk implements ChipCheck {

    private static final HexFormat HEX = HexFormat.of();
    private static final int OWN_DATA_BYTES = 7;
    private static final int OWN_DATA_VERSION = 2;
    private static final int OWN_DATA_RESULTS = 3;
    private static final byte[] OWN_DATA_HEAD = {6, 1};
    private static final byte[] CURRENCY_CNY = HEX.parseHex("0156");
    private static final int KIND_OF_CRYPTOGRAM = 0xC0;
    private static final int ARQC = 0x80;
    private static final int TC = 0x40;
    /// In the last byte of the verification results: script commands that were carried out, and whether one failed.
    private static final int SCRIPTS_DONE = 0xF0;
    private static final int SCRIPT_FAILED = 0x08;
    /// Card status update: the issuer approves.
    private static final byte[] UPDATE_APPROVED = HEX.parseHex("00800000");
    private static final byte[] UPDATE_DECLINED = HEX.parseHex("00000000");
    /// The command PIN CHANGE/UNBLOCK without data but its MAC.
    private static final byte[] PIN_UNBLOCK = HEX.parseHex("8424000008");
    private static final int SCRIPT_COMMAND = 0x86;

    private final NetworkKeys keys;

    ChipDesk(NetworkKeys keys) {
        this.keys = keys;
    }

    @Override
    public Verdict check(ChipRequest chip, Account.Terms terms, Movement movement, long amountFen) {
        Field55 data = chip.data();
        byte[] own = data.value(Field55.ISSUER_APPLICATION_DATA);
        Optional<CryptogramVersion> version = version(own);
        int wanted = movement.isTold() ? TC : ARQC;
        boolean fits = version.isPresent() && chip.sequence().equals(Account.CARD_SEQUENCE)
                && data.find(Field55.CARD_SEQUENCE).filter(sequence -> !HEX.formatHex(sequence).equals(Account.CARD_SEQUENCE)).isEmpty()
                && HEX.formatHex(data.value(Field55.AMOUNT)).equals(new MinorAmount(amountFen).field4())
                && Arrays.equals(data.value(Field55.CURRENCY), CURRENCY_CNY)
                && (data.value(Field55.CRYPTOGRAM_INFORMATION)[0] & KIND_OF_CRYPTOGRAM) == wanted;
        if (!fits) {
            return Verdict.WRONG;
        }
        try (CardProfile.Card card = keys.chip(version.get(), terms.pan())) {
            boolean right = card.verify(data.value(Field55.COUNTER), data.value(Field55.UNPREDICTABLE_NUMBER), covered(version.get(), data, own),
                    data.value(Field55.CRYPTOGRAM));
            byte results = own[OWN_DATA_BYTES - 1];
            return new Verdict(right, right && (results & SCRIPTS_DONE) != 0 && (results & SCRIPT_FAILED) == 0);
        }
    }

    private static Optional<CryptogramVersion> version(byte[] own) {
        return own.length == OWN_DATA_BYTES && Arrays.equals(Arrays.copyOf(own, OWN_DATA_HEAD.length), OWN_DATA_HEAD)
                ? CryptogramVersion.numbered(own[OWN_DATA_VERSION]) : Optional.empty();
    }

    /// The tags in EMV's order, then the card's verification results, or all of the card's own data.
    private static byte[] covered(CryptogramVersion version, Field55 data, byte[] own) {
        var covered = new ByteArrayOutputStream();
        covered.writeBytes(data.underCryptogram());
        covered.writeBytes(switch (version) {
            case CVN_10 -> Arrays.copyOfRange(own, OWN_DATA_RESULTS, own.length);
            case CVN_18 -> own;
        });
        return covered.toByteArray();
    }

    @Override
    public byte[] answer(ChipRequest chip, Account.Terms terms, String code, boolean unblocksPin) {
        Field55 data = chip.data();
        CryptogramVersion version = version(data.value(Field55.ISSUER_APPLICATION_DATA)).orElseThrow();
        Field55 answer = Field55.empty().with(Field55.ISSUER_AUTHENTICATION, authentication(version, data, terms, code));
        return (unblocksPin ? answer.with(Field55.SCRIPT_AFTER, script(version, data, terms)) : answer).encode();
    }

    /// Tag 91: an ARPC of 8 bytes and the response code, or one of 4 bytes and the card status update.
    private byte[] authentication(CryptogramVersion version, Field55 data, Account.Terms terms, String code) {
        byte[] counter = data.value(Field55.COUNTER);
        byte[] arqc = data.value(Field55.CRYPTOGRAM);
        try (CardProfile.Card card = keys.chip(version, terms.pan())) {
            return switch (version) {
                case CVN_10 -> {
                    byte[] response = code.getBytes(StandardCharsets.US_ASCII);
                    yield joined(card.arpc(counter, data.value(Field55.UNPREDICTABLE_NUMBER), arqc, response), response);
                }
                case CVN_18 -> {
                    byte[] update = isApproval(code) ? UPDATE_APPROVED : UPDATE_DECLINED;
                    yield joined(card.arpcWithStatus(counter, arqc, update, new byte[0]), update);
                }
            };
        }
    }

    private static boolean isApproval(String code) {
        return code.equals(ResponseCode.APPROVED.code()) || code.equals(ResponseCode.PARTLY_APPROVED.code());
    }

    /// The value of template 72: one command with its MAC, bound to counter and cryptogram.
    private byte[] script(CryptogramVersion version, Field55 data, Account.Terms terms) {
        byte[] counter = data.value(Field55.COUNTER);
        byte[] key = EmvKeys.visaMessagingKey(keys.chipIntegrityKey(version, terms.pan()), counter);
        byte[] mac = EmvCryptograms.scriptMac(key, PIN_UNBLOCK, counter, data.value(Field55.CRYPTOGRAM));
        var template = new ByteArrayOutputStream();
        BerTlv.write(template, SCRIPT_COMMAND, joined(PIN_UNBLOCK, mac));
        return template.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
