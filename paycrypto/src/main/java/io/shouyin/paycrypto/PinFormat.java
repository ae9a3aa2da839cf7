package io.shouyin.paycrypto;

/// The clear PIN block formats (ISO 9564-1:2017, 9.3; the Chinese one is no ISO format).
///
/// PIN `1234`, card `5555555551234567`: `041261AAAAEDCBA9` in format 0, `241234FFFFFFFFFF` in format 2; each format's example is at
/// its function in [PinBlocks].
public enum PinFormat {
    /// Format 0: bound to the card number, 8 bytes. ANSI X9.8, VISA-1.
    ISO_0(8, true, true),
    /// Format 1: random fill, no card number, 8 bytes.
    ISO_1(8, false, true),
    /// Format 2: for an IC card offline, 8 bytes.
    ISO_2(8, false, true),
    /// Format 3: bound to the card number with random fill, 8 bytes.
    ISO_3(8, true, true),
    /// Format 4: bound to the card number by two encipherments, 16 bytes, AES.
    ISO_4(16, true, true),
    /// The Chinese 16-byte block: format 0 widened to 128 bits, the length as two decimal digits; SM4.
    CN_16(16, true, false);

    private final int blockBytes;
    private final boolean panBound;
    private final boolean iso;

    PinFormat(int blockBytes, boolean panBound, boolean iso) {
        this.blockBytes = blockBytes;
        this.panBound = panBound;
        this.iso = iso;
    }

    /// 8 or 16.
    public int blockBytes() {
        return blockBytes;
    }

    /// Whether the card number goes into the block.
    public boolean isPanBound() {
        return panBound;
    }

    public boolean isIso() {
        return iso;
    }

    /// @param number 0 to 4
    public static PinFormat ofIso(int number) {
        CryptoRefusal.PARAMETER.unless(number >= 0 && number <= 4, "an ISO PIN block format is 0 to 4");
        return values()[number];
    }
}
