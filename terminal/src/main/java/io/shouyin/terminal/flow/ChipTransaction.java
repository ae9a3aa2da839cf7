package io.shouyin.terminal.flow;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.ChipBlock;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.ChipCard;
import io.shouyin.terminal.device.ChipCard.Cryptogram;
import io.shouyin.terminal.device.ChipCard.Cryptogram.Kind;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.state.Trade;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One transaction with a chip: the card's cryptogram on the way to the issuer, and what the card makes of the answer.
///
/// Every transaction asks the issuer. A card that was held to the reader is gone when the answer comes: it is not asked again.
final class ChipTransaction {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DateTimeFormatter YYMMDD = DateTimeFormatter.ofPattern("yyMMdd");
    private static final byte[] CHINA = HEX.parseHex("0156");
    private static final byte[] YUAN = HEX.parseHex("0156");
    private static final byte[] CAPABILITIES = HEX.parseHex("E0F8C8");
    private static final byte[] ATTENDED_ONLINE = {0x22};
    private static final byte[] APPLICATION_VERSION = HEX.parseHex("0030");
    private static final byte[] VERIFIED_BY_PIN = HEX.parseHex("420300");
    private static final byte[] VERIFIED_BY_SIGNATURE = HEX.parseHex("1E0300");
    /// Terminal verification results: a PIN was entered for the issuer to check, or nothing to say.
    private static final byte[] RESULTS_WITH_PIN = HEX.parseHex("0000040000");
    private static final byte[] RESULTS_PLAIN = HEX.parseHex("0000000000");
    /// Transaction status information: who has done what so far.
    private static final int STATUS_BEFORE = 0x68;
    private static final int STATUS_ISSUER_AUTHENTICATION = 0x10;
    private static final int STATUS_SCRIPT = 0x04;
    private static final int SERIAL_NUMBER_LENGTH = 8;
    private static final int SCRIPT_COMMAND = 0x86;
    private static final byte SCRIPT_DONE = 0x20;
    private static final byte SCRIPT_FAILED = 0x10;

    private final Machine machine;
    private final ChipCard card;
    private final boolean contactless;
    private Field55 sent = Field55.empty();
    private Optional<byte[]> scriptResults = Optional.empty();

    /// @param read whose chip answers
    ChipTransaction(Machine machine, CardRead read) {
        this.machine = machine;
        this.card = read.chip().orElseThrow();
        this.contactless = read.entryMode() == EntryMode.TAP;
    }

    /// Field 23.
    String sequence() {
        return "0" + card.sequence();
    }

    /// Field 55 of the request: what the terminal has to say, and what the card has signed of it.
    ///
    /// @throws io.shouyin.kernel.Fault `CHIP_UNREADABLE`
    Field55 begin(Trade trade, MinorAmount amount, TraceNumber trace, boolean withPin) {
        byte[] unpredictable = new byte[4];
        RANDOM.nextBytes(unpredictable);
        Field55 asked = Field55.empty()
                .with(Field55.AMOUNT, HEX.parseHex(amount.field4())).with(Field55.AMOUNT_OTHER, new byte[6])
                .with(Field55.COUNTRY, CHINA).with(Field55.VERIFICATION_RESULTS, withPin ? RESULTS_WITH_PIN : RESULTS_PLAIN)
                .with(Field55.CURRENCY, YUAN).with(Field55.DATE, HEX.parseHex(YYMMDD.format(machine.today())))
                .with(Field55.TYPE, HEX.parseHex(trade.kind().processingCode().substring(0, 2)))
                .with(Field55.UNPREDICTABLE_NUMBER, unpredictable).with(Field55.INTERCHANGE_PROFILE, card.interchangeProfile());
        Cryptogram arqc = card.begin(asked, trade == Trade.OFFLINE_SALE ? Kind.TC : Kind.ARQC);
        sent = asked.with(Field55.COUNTER, arqc.counter()).with(Field55.CRYPTOGRAM, arqc.bytes())
                .with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {arqc.kind().information()})
                .with(Field55.ISSUER_APPLICATION_DATA, arqc.applicationData())
                .with(Field55.CARD_SEQUENCE, HEX.parseHex(card.sequence())).with(Field55.APPLICATION_NAME, card.application())
                .with(Field55.TERMINAL_CAPABILITIES, CAPABILITIES).with(Field55.TERMINAL_TYPE, ATTENDED_ONLINE)
                .with(Field55.CARDHOLDER_VERIFICATION, withPin ? VERIFIED_BY_PIN : VERIFIED_BY_SIGNATURE)
                .with(Field55.APPLICATION_VERSION, APPLICATION_VERSION).with(Field55.DEVICE_SERIAL_NUMBER, serialNumber())
                .with(Field55.SEQUENCE_COUNTER, HEX.parseHex("00" + trace));
        return sent;
    }

    /// The last eight characters of the terminal's.
    private byte[] serialNumber() {
        String whole = "%8s".formatted(machine.store().state().serialNumber());
        return whole.substring(whole.length() - SERIAL_NUMBER_LENGTH).getBytes(StandardCharsets.US_ASCII);
    }

    /// @param takesIt the card has let the approval stand
    /// @param lastWord what there is to tell the host: if there were scripts, or its receipt is the only one
    record Ended(boolean takesIt, ChipBlock block, Optional<Field55> lastWord) {}

    /// What the card makes of the answer. Whatever in it cannot be read was not said.
    Ended end(boolean approved, Message answer) {
        Field55 said = read(answer);
        Optional<byte[]> authentication = said.find(Field55.ISSUER_AUTHENTICATION);
        if (contactless) {
            return new Ended(true, block(STATUS_BEFORE, sent.value(Field55.CRYPTOGRAM), ChipBlock.REQUEST), Optional.empty());
        }
        carryOut(said, Field55.SCRIPT_BEFORE);
        Cryptogram last = card.end(approved, authentication);
        carryOut(said, Field55.SCRIPT_AFTER);
        int status = STATUS_BEFORE | (authentication.isPresent() ? STATUS_ISSUER_AUTHENTICATION : 0) | (scriptResults.isPresent() ? STATUS_SCRIPT : 0);
        return new Ended(last.kind() == Kind.TC, block(status, last.bytes(), ChipBlock.CERTIFICATE),
                scriptResults.isPresent() || approved && machine.device().printer().isEmpty() ? Optional.of(told(status, last)) : Optional.empty());
    }

    /// The card's last word in the place of its first.
    private Field55 told(int status, Cryptogram last) {
        Field55 said = sent.with(Field55.CRYPTOGRAM, last.bytes()).with(Field55.CRYPTOGRAM_INFORMATION, new byte[] {last.kind().information()})
                .with(Field55.ISSUER_APPLICATION_DATA, last.applicationData()).with(Field55.STATUS_INFORMATION, new byte[] {(byte) status, 0});
        return scriptResults.map(results -> said.with(Field55.SCRIPT_RESULTS, results)).orElse(said);
    }

    /// The chip has said yes by itself.
    boolean isApproved() {
        return sent.value(Field55.CRYPTOGRAM_INFORMATION)[0] == Kind.TC.information();
    }

    /// For the receipt, where nobody was asked.
    ChipBlock block() {
        return block(STATUS_BEFORE, sent.value(Field55.CRYPTOGRAM), ChipBlock.CERTIFICATE);
    }

    /// Field 55 of the reversal: as it was sent, and what became of scripts.
    Field55 ofReversal() {
        return scriptResults.map(results -> sent.with(Field55.SCRIPT_RESULTS, results)).orElse(sent);
    }

    private static Field55 read(Message answer) {
        try {
            return answer.has(55) ? Field55.decode(answer.bytes(55)) : Field55.empty();
        } catch (DecodeException unreadable) {
            return Field55.empty();
        }
    }

    /// The commands of a script, until one fails.
    private void carryOut(Field55 said, int template) {
        for (byte[] command : commands(said, template)) {
            boolean done = card.carryOut(command);
            scriptResults = Optional.of(new byte[] {done ? SCRIPT_DONE : SCRIPT_FAILED, 0, 0, 0, 0});
            if (!done) {
                return;
            }
        }
    }

    /// One command a template, as field 55 holds each tag once.
    private static List<byte[]> commands(Field55 said, int template) {
        try {
            Optional<byte[]> script = said.find(template);
            return script.isEmpty() ? List.of() : Optional.ofNullable(BerTlv.decode(script.get(), 55).get(SCRIPT_COMMAND)).stream().toList();
        } catch (DecodeException unreadable) {
            return List.of();
        }
    }

    private ChipBlock block(int status, byte[] cryptogram, String name) {
        return new ChipBlock(HEX.formatHex(card.application()), HEX.formatHex(sent.value(Field55.VERIFICATION_RESULTS)),
                HEX.formatHex(new byte[] {(byte) status, 0}), HEX.formatHex(sent.value(Field55.COUNTER)), HEX.formatHex(cryptogram), name);
    }
}
