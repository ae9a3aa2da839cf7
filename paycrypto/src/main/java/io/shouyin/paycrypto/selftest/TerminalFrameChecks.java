package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files of terminal frames: keys with check values, PIN block and track of the context, a worked MAC, and whole frames whose MAC is
/// in field 64 at their end.
final class TerminalFrameChecks {

    /// Length 2, TPDU 5, header 6.
    private static final int BEFORE_MESSAGE_BYTES = 13;
    private static final int MAC_BYTES = 8;
    private static final Pattern MAC = Pattern.compile("XOR=([0-9A-F]{16}) E2=([0-9A-F]{16}) MAC=([0-9A-F]{8}) \\(F64 hex ([0-9A-F]{16})\\)");

    private TerminalFrameChecks() {}

    static void run(Map<?, ?> file, VectorRunner.Tally tally) {
        Map<?, ?> keys = map(file.get("keys"));
        keys.forEach((name, key) -> tally.attempt("terminal_frames/key/" + name, () -> key(keys, (String) name, map(key))));
        if (file.get("context") instanceof Map<?, ?> context) {
            tally.attempt("terminal_frames/context", () -> context(keys, context));
        }
        if (file.get("macWorkedExample") instanceof Map<?, ?> example) {
            tally.attempt("terminal_frames/macWorkedExample", () -> workedExample(example));
        }
        for (Object one : (List<?>) file.get("frames")) {
            Map<?, ?> frame = map(one);
            tally.attempt("terminal_frames/" + frame.get("id"), () -> frame(keys, frame));
        }
    }

    private static void key(Map<?, ?> keys, String name, Map<?, ?> key) {
        byte[] clear = bytes(key, "clear");
        require(KeyCheck.tdes(clear).equals(key.get("kcv")), "the check value differs");
        if (key.containsKey("underTmk")) {
            byte[] tmk = bytes(map(keys.get("TMK")), "clear");
            require(Arrays.equals(Tdes.encryptEcb(tmk, clear), bytes(key, "underTmk")), "under the TMK it is another");
        } else {
            require(name.equals("TMK"), "a working key is given under the TMK");
        }
    }

    private static void context(Map<?, ?> keys, Map<?, ?> context) {
        String pan = context.get("pan").toString().replaceAll("[^0-9].*", "");
        byte[] clear = PinBlocks.encodeFormat0(context.get("pin").toString(), pan);
        require(Arrays.equals(clear, bytes(context, "clearPinBlock")), "the clear PIN block differs");
        require(Arrays.equals(Tdes.encryptEcb(clearKey(keys, "PIK"), clear), bytes(context, "f52")), "field 52 differs");
        String track = context.get("track2").toString();
        String encrypted = TrackCipher.encrypt(clearKey(keys, "TDK"), track);
        require(encrypted.equals(context.get("track2EncryptedWithTdk")), "the encrypted track differs");
        require(TrackCipher.decrypt(clearKey(keys, "TDK"), encrypted).equals(track), "the track decrypts to another");
    }

    private static void workedExample(Map<?, ?> example) {
        UnionPayMac.Steps steps = UnionPayMac.steps(TdesKey.of(bytes(example, "key")), bytes(example, "mabHex"));
        require(Arrays.equals(steps.folded(), bytes(example, "R")), "R differs");
        require(Arrays.equals(steps.first(), bytes(example, "E1")), "E1 differs");
        require(Arrays.equals(steps.mixed(), bytes(example, "T")), "T differs");
        require(Arrays.equals(steps.second(), bytes(example, "E2")), "E2 differs");
        require(Arrays.equals(steps.mac(), bytes(example, "f64Hex")), "field 64 differs");
        require(Arrays.equals(UnionPayMac.mac(bytes(example, "key"), bytes(example, "mabHex")), steps.mac()), "the MAC differs");
    }

    private static void frame(Map<?, ?> keys, Map<?, ?> frame) {
        byte[] bytes = bytes(frame, "frameHex");
        int length = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        require(length == bytes.length - 2, "the length in front differs");
        if (frame.get("mac") instanceof String text) {
            Matcher mac = MAC.matcher(text);
            require(mac.matches(), "the MAC's steps are not known");
            byte[] mab = Arrays.copyOfRange(bytes, BEFORE_MESSAGE_BYTES, bytes.length - MAC_BYTES);
            UnionPayMac.Steps steps = steps(keys, String.valueOf(frame.get("name")), mab, mac.group(3));
            require(VectorCase.hex(steps.folded()).equals(mac.group(1)), "the fold differs");
            require(VectorCase.hex(steps.second()).equals(mac.group(2)), "E2 differs");
            require(new String(steps.mac(), StandardCharsets.US_ASCII).equals(mac.group(3)), "the MAC differs");
            require(VectorCase.hex(steps.mac()).equals(mac.group(4)), "field 64 differs");
            require(Arrays.equals(Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length), steps.mac()),
                    "the frame ends with another MAC");
        } else {
            require(frame.get("mac") == null, "a MAC is text or null");
            require((bytes[BEFORE_MESSAGE_BYTES + 9] & 1) == 0, "a frame without MAC has no field 64");
            workingKeys(keys, bytes);
        }
    }

    /// Under the MAC key that the frame's name tells, or that fits.
    private static UnionPayMac.Steps steps(Map<?, ?> keys, String frameName, byte[] mab, String mac) {
        UnionPayMac.Steps last = null;
        for (Object name : keys.keySet()) {
            String keyName = name.toString();
            boolean named = !frameName.contains("MAK") || frameName.contains(keyName);
            if (keyName.startsWith("MAK") && named) {
                last = UnionPayMac.steps(TdesKey.of(clearKey(keys, keyName)), mab);
                if (new String(last.mac(), StandardCharsets.US_ASCII).equals(mac)) {
                    return last;
                }
            }
        }
        require(last != null, "there is a MAC key");
        return last;
    }

    /// A sign-in answer ends with its working keys: 24, 40 or 60 bytes after their length in two BCD bytes.
    private static void workingKeys(Map<?, ?> keys, byte[] frame) {
        boolean signIn = frame[BEFORE_MESSAGE_BYTES] == 0x08 && frame[BEFORE_MESSAGE_BYTES + 1] == 0x10
                && (frame[BEFORE_MESSAGE_BYTES + 9] & 4) != 0;
        if (!signIn) {
            return;
        }
        for (int length : new int[] {60, 40, 24}) {
            int at = frame.length - length;
            if (frame[at - 2] == 0 && frame[at - 1] == length / 10 * 16 + length % 10) {
                byte[] field = Arrays.copyOfRange(frame, at, frame.length);
                try (WorkingKeyField.Keys working = WorkingKeyField.parse(clearKey(keys, "TMK"), field)) {
                    byte[] tdk = working.hasTdk() ? working.tdk() : null;
                    requireKnown(keys, "PIK", working.pik());
                    requireKnown(keys, "MAK", working.mak());
                    requireKnown(keys, "TDK", tdk);
                    require(Arrays.equals(WorkingKeyField.build(clearKey(keys, "TMK"), working.pik(), working.mak(), tdk), field),
                            "built again the field differs");
                }
                return;
            }
        }
    }

    /// If the file has keys of this kind and length, the key is one of them.
    private static void requireKnown(Map<?, ?> keys, String kind, byte[] key) {
        boolean any = false;
        boolean found = false;
        for (Object name : keys.keySet()) {
            byte[] clear = clearKey(keys, name.toString());
            if (key != null && name.toString().startsWith(kind) && clear.length == key.length) {
                any = true;
                found |= Arrays.equals(clear, key);
            }
        }
        require(found || !any, "the " + kind + " differs");
    }

    private static byte[] clearKey(Map<?, ?> keys, String name) {
        return bytes(map(keys.get(name)), "clear");
    }

    private static byte[] bytes(Map<?, ?> fields, String name) {
        return VectorCase.bytes(fields.get(name), name);
    }

    private static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new VectorCase.Mismatch("an object is missing");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new VectorCase.Mismatch(what);
        }
    }
}
