package io.shouyin.iso8583.terminal;

import io.shouyin.kernel.Check;

/// The transport addresses in front of a message: `60 dddd ssss`, 5 bytes.
///
/// @param destination 4 hexadecimal digits
/// @param source 4 hexadecimal digits
public record Tpdu(String destination, String source) {

    static final int BYTES = 5;
    static final int ID = 0x60;

    public Tpdu {
        Check.argument(isAddress(destination) && isAddress(source), "a TPDU address has 4 upper-case hexadecimal digits");
    }

    /// The addresses of the answer.
    public Tpdu swapped() {
        return new Tpdu(source, destination);
    }

    private static boolean isAddress(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'F')) {
                return false;
            }
        }
        return address.length() == 4;
    }

    /// `60 0003 0000`
    @Override
    public String toString() {
        return "60 " + destination + " " + source;
    }
}
