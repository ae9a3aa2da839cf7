package io.shouyin.kernel.receipt;

import io.shouyin.kernel.Check;

/// A QR code: a unit square a dark module.
///
/// @param size modules a side, without the quiet zone of four
public record Code(int size, String path) implements Figure {

    public Code {
        Check.argument(size >= 21 && size <= 177, "a QR code has 21 to 177 modules a side");
        Check.argument(path.matches("[0-9Mhvz -]*"), "a QR code is drawn by squares");
    }

    /// @param dark rows from top to bottom, modules from left to right
    public static Code of(boolean[][] dark) {
        var path = new StringBuilder();
        for (int y = 0; y < dark.length; y++) {
            for (int x = 0; x < dark.length; x++) {
                if (dark[y][x]) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return new Code(dark.length, path.toString());
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public int height() {
        return size;
    }

    /// What it says may be a secret.
    @Override
    public String toString() {
        return "Code[" + size + "]";
    }
}
