package io.shouyin.terminal.device;

import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.terminal.device.ChipCard.Cryptogram.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A chip as an issuer makes it: it signs with keys that are its own, counts its transactions, believes an approval only if the issuer
/// has signed it, and takes commands only from the issuer.
///
/// Where no issuer authentication comes at all it does as the terminal says: so a host that passes none can be paid at, too.
final class SimulatedChip implements ChipCard {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] INTERCHANGE_PROFILE = HEX.parseHex("1C00");
    /// In front of the card's verification results: their length, first and second cryptogram in bits, and what else there is to say.
    private static final int RESULTS_LENGTH = 3;
    private static final int FIRST_WAS_ARQC = 0x20;
    private static final int FIRST_WAS_TC = 0x10;
    private static final int SECOND_NOT_ASKED = 0x80;
    private static final int SECOND_WAS_TC = 0x40;
    private static final int AUTHENTICATION_FAILED = 0x08;
    private static final int KEY_INDEX = 1;
    private static final int ARPC_BYTES = 8;
    private static final int SHORT_ARPC_BYTES = 4;
    /// Of the card status update's second byte: the issuer approves.
    private static final int UPDATE_APPROVES = 0x80;
    private static final int HEADER_BYTES = 5;
    private static final int MAC_BYTES = 8;
    /// PIN CHANGE/UNBLOCK without a new PIN.
    private static final byte[] PIN_UNBLOCK = HEX.parseHex("8424000008");

    private final byte[] application;
    private final String sequence;
    private final DemoChip.CryptogramVersion version;
    private final byte[] cryptogramKey;
    private final byte[] integrityKey;
    private final ChipMemory memory;
    private Optional<Running> running = Optional.empty();

    /// @param data what the first cryptogram covers, with the counter
    /// @param scripts what the card says of scripts before this transaction
    /// @param ordered a command has come in it
    private record Running(Field55 data, byte[] counter, byte[] arqc, int scripts, boolean ordered) {}

    SimulatedChip(byte[] application, String sequence, DemoChip.CryptogramVersion version, byte[] cryptogramKey, byte[] integrityKey,
                  ChipMemory memory) {
        this.application = application;
        this.sequence = sequence;
        this.version = version;
        this.cryptogramKey = cryptogramKey;
        this.integrityKey = integrityKey;
        this.memory = memory;
    }

    @Override
    public byte[] application() {
        return application.clone();
    }

    @Override
    public String sequence() {
        return sequence;
    }

    @Override
    public byte[] interchangeProfile() {
        return INTERCHANGE_PROFILE.clone();
    }

    @Override
    public Cryptogram begin(Field55 data, Kind wanted) {
        ChipMemory.Kept kept = memory.update(ChipMemory.Kept::counted);
        if (kept.counter() == ChipMemory.Kept.COUNTER_MAX) {                    // it is at its end, as EMV has it
            throw new Fault(TerminalRefusal.CHIP_UNREADABLE, Recovery.STOP);
        }
        byte[] counter = {(byte) (kept.counter() >> 8), (byte) kept.counter()};
        int scripts = kept.scriptsDone() << 4 | (kept.scriptFailed() ? 0x08 : 0);
        Field55 counted = data.with(Field55.COUNTER, counter);
        Kind kind = wanted == Kind.TC ? Kind.TC : Kind.ARQC;
        byte[] own = ownData(SECOND_NOT_ASKED | (kind == Kind.TC ? FIRST_WAS_TC : FIRST_WAS_ARQC), scripts);
        byte[] arqc = sign(counted, own);
        running = Optional.of(new Running(counted, counter, arqc, scripts, false));
        return new Cryptogram(kind, counter, arqc, own);
    }

    @Override
    public Cryptogram end(boolean approved, Optional<byte[]> authentication) {
        Running now = running.orElseThrow();
        boolean issuers = authentication.filter(said -> isIssuers(said, now)).isPresent();
        boolean yes = approved && (authentication.isEmpty() || issuers && isApproval(authentication.get()));
        if (issuers && !now.ordered) {
            memory.update(ChipMemory.Kept::forgettingScripts);                   // the issuer has heard of them
        }
        byte[] own = ownData(FIRST_WAS_ARQC | (yes ? SECOND_WAS_TC : 0) | (authentication.isPresent() && !issuers ? AUTHENTICATION_FAILED : 0), now.scripts);
        return new Cryptogram(yes ? Kind.TC : Kind.AAC, now.counter, sign(now.data, own), own);
    }

    @Override
    public boolean carryOut(byte[] command) {
        Running now = running.orElseThrow();
        boolean done = isOrder(command, now);
        memory.update(kept -> (now.ordered ? kept : kept.forgettingScripts()).script(done));
        running = Optional.of(new Running(now.data, now.counter, now.arqc, now.scripts, true));
        return done;
    }

    /// Of its issuer, for this transaction, and one that it knows.
    private boolean isOrder(byte[] command, Running now) {
        if (command.length != HEADER_BYTES + MAC_BYTES) {
            return false;
        }
        byte[] header = Arrays.copyOf(command, HEADER_BYTES);
        byte[] key = EmvKeys.visaMessagingKey(integrityKey, now.counter);
        return Arrays.equals(header, PIN_UNBLOCK)
                && MessageDigest.isEqual(EmvCryptograms.scriptMac(key, header, now.counter, now.arqc), Arrays.copyOfRange(command, HEADER_BYTES, command.length));
    }

    private byte[] ownData(int results, int scripts) {
        return new byte[] {6, KEY_INDEX, (byte) version.number(), RESULTS_LENGTH, (byte) results, 0, (byte) scripts};
    }

    private byte[] sign(Field55 data, byte[] own) {
        byte[] covered = data.underCryptogram();
        return switch (version) {
            case CVN_10 -> EmvCryptograms.cryptogram(cryptogramKey, MacPadding.ZEROS, joined(covered, Arrays.copyOfRange(own, 3, own.length)));
            case CVN_18 -> EmvCryptograms.cryptogram(sessionKey(data), MacPadding.ONE_AND_ZEROS, joined(covered, own));
        };
    }

    private byte[] sessionKey(Field55 data) {
        return EmvKeys.commonSessionKeyForAtc(cryptogramKey, data.value(Field55.COUNTER));
    }

    private boolean isIssuers(byte[] authentication, Running now) {
        return switch (version) {
            case CVN_10 -> authentication.length == ARPC_BYTES + 2 && MessageDigest.isEqual(Arrays.copyOf(authentication, ARPC_BYTES),
                    EmvCryptograms.arpcMethod1(cryptogramKey, now.arqc, Arrays.copyOfRange(authentication, ARPC_BYTES, authentication.length)));
            case CVN_18 -> authentication.length == SHORT_ARPC_BYTES + 4 && MessageDigest.isEqual(Arrays.copyOf(authentication, SHORT_ARPC_BYTES),
                    EmvCryptograms.arpcMethod2(sessionKey(now.data), now.arqc, Arrays.copyOfRange(authentication, SHORT_ARPC_BYTES, authentication.length), new byte[0]));
        };
    }

    /// What the issuer has signed is an approval: nobody turned its "no" into a "yes" on the way.
    private boolean isApproval(byte[] authentication) {
        return switch (version) {
            case CVN_10 -> {
                String code = new String(authentication, ARPC_BYTES, 2, StandardCharsets.US_ASCII);
                yield code.equals(ResponseCode.APPROVED.code()) || code.equals(ResponseCode.PARTLY_APPROVED.code());
            }
            case CVN_18 -> (authentication[SHORT_ARPC_BYTES + 1] & UPDATE_APPROVES) != 0;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public String toString() {
        return "SimulatedChip[" + HEX.formatHex(application) + "]";
    }
}
