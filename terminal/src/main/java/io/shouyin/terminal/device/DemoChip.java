package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/// The chip of a demo card: its application, its own keys, and what it remembers. It prints as its application.
public final class DemoChip {

    private final byte[] application;
    private final String sequence;
    private final CryptogramVersion version;
    private final byte[] cryptogramKey;
    private final byte[] integrityKey;
    private final ChipMemory memory;

    /// How it makes its cryptograms: EMV's cryptogram versions.
    public enum CryptogramVersion {
        /// The card's key itself; ARPC by method 1.
        CVN_10(10),
        /// The common session key; ARPC by method 2.
        CVN_18(18);

        private final int number;

        CryptogramVersion(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /// @param application 5 to 16 bytes
    /// @param sequence 2 digits
    /// @param cryptogramKey the card's own, 16 bytes; so is the other, for scripts
    public DemoChip(byte[] application, String sequence, CryptogramVersion version, byte[] cryptogramKey, byte[] integrityKey, ChipMemory memory) {
        Check.argument(application.length >= 5 && application.length <= 16, "an application's name has 5 to 16 bytes");
        Check.argument(sequence.matches("[0-9]{2}"), "a card sequence number has 2 digits");
        Check.argument(cryptogramKey.length == 16 && integrityKey.length == 16, "a chip's keys have 16 bytes");
        this.application = application.clone();
        this.sequence = sequence;
        this.version = version;
        this.cryptogramKey = cryptogramKey.clone();
        this.integrityKey = integrityKey.clone();
        this.memory = memory;
    }

    /// Of `{application, sequence, cryptogramVersion, cryptogramKey, integrityKey, silent}`, bytes in hex; one that is not silent.
    static DemoChip read(JsonNode chip, ChipMemory memory) {
        HexFormat hex = HexFormat.of();
        CryptogramVersion version = switch (chip.path("cryptogramVersion").asInt(0)) {
            case 10 -> CryptogramVersion.CVN_10;
            case 18 -> CryptogramVersion.CVN_18;
            default -> throw new IllegalArgumentException("a chip has cryptogram version 10 or 18");
        };
        return new DemoChip(hex.parseHex(chip.path("application").asString("")), chip.path("sequence").asString(""), version,
                hex.parseHex(chip.path("cryptogramKey").asString("")), hex.parseHex(chip.path("integrityKey").asString("")), memory);
    }

    /// The card is put into the reader, or on it.
    ChipCard powered() {
        return new SimulatedChip(application, sequence, version, cryptogramKey, integrityKey, memory);
    }

    @Override
    public String toString() {
        return "DemoChip[" + HexFormat.of().withUpperCase().formatHex(application) + "]";
    }
}
