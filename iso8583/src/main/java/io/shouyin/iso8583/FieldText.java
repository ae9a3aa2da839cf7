package io.shouyin.iso8583;

import java.util.HexFormat;

/// Small things about the text of fields that several classes share.
final class FieldText {

    static final HexFormat HEX = HexFormat.of().withUpperCase();

    private FieldText() {}

    static boolean isDigits(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// `=` for the first separator of a track, `D` for the others.
    static String canonicalTrack(String track) {
        int first = firstSeparator(track);
        if (first < 0 || track.charAt(first) == '=' && track.indexOf('=', first + 1) < 0) {
            return track;
        }
        return track.substring(0, first) + '=' + track.substring(first + 1).replace('=', 'D');
    }

    private static int firstSeparator(String track) {
        for (int i = 0; i < track.length(); i++) {
            if (track.charAt(i) == '=' || track.charAt(i) == 'D') {
                return i;
            }
        }
        return -1;
    }
}
