package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// How data is brought to whole blocks before a MAC (ISO/IEC 9797-1:2011, 6.3).
public enum MacPadding {
    /// Method 1: zeros, none if the data is whole blocks already; empty data becomes one block of zeros.
    ZEROS,
    /// Method 2: `80`, then zeros.
    ONE_AND_ZEROS,
    /// Method 3: zeros as in method 1 (none for empty data), and a block in front with the data's length in bits.
    LENGTH_IN_FRONT;

    /// A padded copy. `ONE_AND_ZEROS.pad(D1, 8)` is `D180000000000000`.
    ///
    /// @param blockBytes 8 or 16
    public byte[] pad(byte[] data, int blockBytes) {
        CryptoRefusal.PARAMETER.unless(blockBytes == 8 || blockBytes == 16, "a block has 8 or 16 bytes");
        int whole = (given(data).length + blockBytes - 1) / blockBytes * blockBytes;
        return switch (this) {
            case ZEROS -> Arrays.copyOf(data, Math.max(whole, blockBytes));
            case ONE_AND_ZEROS -> {
                byte[] padded = Arrays.copyOf(data, data.length / blockBytes * blockBytes + blockBytes);
                padded[data.length] = (byte) 0x80;
                yield padded;
            }
            case LENGTH_IN_FRONT -> {
                byte[] padded = new byte[blockBytes + whole];
                Bytes.putLong(8L * data.length, padded, blockBytes - 8);
                System.arraycopy(data, 0, padded, blockBytes, data.length);
                yield padded;
            }
        };
    }
}
