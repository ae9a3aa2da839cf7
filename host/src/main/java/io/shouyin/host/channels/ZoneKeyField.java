package io.shouyin.host.channels;

/// Field 48 of a sign-on answer: tag 2, length 4, value; 01 the ZPK, 02 the ZAK, each an X9.143 block under the ZMK.
record ZoneKeyField(String pinKeyBlock, String macKeyBlock) {

    /// @throws IllegalArgumentException if a key is missing or a length does not fit
    static ZoneKeyField parse(String text) {
        String pin = null;
        String mac = null;
        int at = 0;
        while (at < text.length()) {
            if (at + 6 > text.length()) {
                throw new IllegalArgumentException("field 48 ends inside a tag");
            }
            String tag = text.substring(at, at + 2);
            int length = Integer.parseInt(text.substring(at + 2, at + 6));
            if (at + 6 + length > text.length()) {
                throw new IllegalArgumentException("field 48 ends inside a value");
            }
            String value = text.substring(at + 6, at + 6 + length);
            switch (tag) {
                case "01" -> pin = value;
                case "02" -> mac = value;
                default -> throw new IllegalArgumentException("field 48 has a tag that is not known");
            }
            at += 6 + length;
        }
        if (pin == null || mac == null) {
            throw new IllegalArgumentException("field 48 lacks a key");
        }
        return new ZoneKeyField(pin, mac);
    }
}
