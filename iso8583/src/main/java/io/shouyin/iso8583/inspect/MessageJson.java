package io.shouyin.iso8583.inspect;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.FieldKind;
import io.shouyin.iso8583.FieldSpan;
import io.shouyin.iso8583.FieldSpec;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.Header;
import io.shouyin.iso8583.terminal.Tpdu;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages as trees of maps, lists, texts, numbers and truth values, ready for any JSON library.
///
/// What [#decodeClear] makes, [#encode] turns into the same bytes again. A masked tree cannot be encoded.
public final class MessageJson {

    private final Dialect dialect;
    private final Codec codec;

    public MessageJson(Dialect dialect) {
        this.dialect = dialect;
        this.codec = new Codec(dialect);
    }

    /// Takes a message apart, masked. Refused bytes make a tree with `refused` and what was read before.
    ///
    /// ```
    /// {"dialect":"terminal","frame":{"lengthBytes":55},"tpdu":{"destination":"0003","source":"0000"},
    ///  "header":{"digits":"603100310100",...},"type":"0820","kind":"SIGN_OUT","kindName":"签退","kindNameEn":"Sign-out",
    ///  "fields":[{"number":11,"format":"n6","name":"流水号","nameEn":"Trace number","offset":23,"value":"000010"},...]}
    /// ```
    ///
    /// @param hex see [Wire]
    /// @throws IllegalArgumentException if `hex` is not hexadecimal
    public Map<String, Object> decode(String hex) {
        return tree(hex, false);
    }

    /// The same with every value in clear.
    public Map<String, Object> decodeClear(String hex, CardDataAccess access) {
        Check.argument(access != null, "showing card data needs CardDataAccess");
        return tree(hex, true);
    }

    private Map<String, Object> tree(String hex, boolean clear) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("dialect", dialect.name());
        int bodyOffset = 0;
        try {
            Wire wire = Wire.of(hex, dialect);
            bodyOffset = wire.bodyOffsetBytes();
            envelope(tree, wire);
            Decoded decoded = codec.decode(wire.body());
            message(tree, decoded.message(), clear);
            offsets(tree, decoded, bodyOffset);
            tree.put("macOver", Map.of("offset", bodyOffset, "lengthBytes", decoded.macBytes().length));
        } catch (DecodeException refused) {
            int offset = bodyOffset;
            refused.soFar().ifPresent(message -> message(tree, message, clear));
            var why = new LinkedHashMap<String, Object>();
            why.put("code", refused.refusal().name());
            why.put("zh", refused.refusal().zh());
            why.put("en", refused.refusal().en());
            if (refused.field() != 0) {
                why.put("field", refused.field());
            }
            why.put("offset", refused.offsetBytes() + offset);
            tree.put("refused", why);
        }
        return tree;
    }

    private static void envelope(Map<String, Object> tree, Wire wire) {
        if (wire.framed()) {
            int inFront = wire.frame().isPresent() ? Frame.BODY_OFFSET_BYTES : 0;
            tree.put("frame", Map.of("lengthBytes", inFront + wire.body().length));
        }
        wire.frame().ifPresent(frame -> {
            var tpdu = new LinkedHashMap<String, Object>();
            tpdu.put("destination", frame.tpdu().destination());
            tpdu.put("source", frame.tpdu().source());
            tree.put("tpdu", tpdu);
            var header = new LinkedHashMap<String, Object>();
            header.put("digits", frame.header().digits());
            header.put("applicationType", frame.header().applicationType());
            header.put("softwareMajor", frame.header().softwareMajor());
            header.put("status", frame.header().status().name());
            header.put("request", frame.header().request().name());
            header.put("softwareMinor", frame.header().softwareMinor());
            tree.put("header", header);
        });
    }

    private void message(Map<String, Object> tree, Message message, boolean clear) {
        tree.put("type", message.type());
        MessageDump.kind(message, dialect).ifPresent(kind -> {
            tree.put("kind", kind.name());
            tree.put("kindName", kind.zh());
            tree.put("kindNameEn", kind.en());
        });
        var rows = clear
                ? MessageView.clear(message, dialect, CardDataAccess.granted())
                : MessageView.masked(message, dialect);
        var fields = new ArrayList<Map<String, Object>>();
        for (MessageView.Row row : rows) {
            var field = new LinkedHashMap<String, Object>();
            field.put("number", row.spec().number());
            field.put("format", row.spec().format());
            field.put("name", row.spec().zh());
            field.put("nameEn", row.spec().en());
            field.put("value", row.shown());
            if (row.masked()) {
                field.put("masked", true);
            }
            row.problem().ifPresent(problem -> field.put("problem", problem.name()));
            if (!row.parts().isEmpty()) {
                field.put("parts", parts(row.parts()));
            }
            fields.add(field);
        }
        tree.put("fields", fields);
    }

    private static List<Map<String, Object>> parts(List<MessageView.Part> parts) {
        var list = new ArrayList<Map<String, Object>>();
        for (MessageView.Part part : parts) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("id", part.id());
            if (!part.zh().isEmpty()) {
                entry.put("name", part.zh());
                entry.put("nameEn", part.en());
            }
            entry.put("value", part.shown());
            if (part.masked()) {
                entry.put("masked", true);
            }
            list.add(entry);
        }
        return list;
    }

    @SuppressWarnings("unchecked") // made by message() above
    private static void offsets(Map<String, Object> tree, Decoded decoded, int bodyOffset) {
        var fields = (List<Map<String, Object>>) tree.get("fields");
        for (int i = 0; i < fields.size(); i++) {
            FieldSpan span = decoded.spans().get(i);
            fields.get(i).put("offset", bodyOffset + span.offsetBytes());
            fields.get(i).put("lengthBytes", span.lengthBytes());
        }
    }

    /// Makes the bytes of a tree, upper-case hexadecimal: a frame with its length if there is `tpdu` (terminal) or
    /// `frame` (network), otherwise the body alone.
    ///
    /// Read are `type`, `fields` (a list of `number` and `value` as [#decodeClear] makes it, or an object of
    /// `"11": "000010"`), `tpdu` and `header` (its `digits`, or just those as a text; `603100310100` if there is none).
    /// A binary value is hexadecimal.
    ///
    /// @throws IllegalArgumentException if something is missing or does not fit; the message never repeats a value
    public String encode(Map<String, Object> tree) {
        Check.argument(tree.getOrDefault("dialect", dialect.name()).equals(dialect.name()),
                "the tree is of the other dialect");
        Message.Builder message = Message.builder(text(tree, "type"));
        switch (tree.get("fields")) {
            case List<?> list -> list.forEach(entry -> {
                Map<?, ?> field = object(entry, "a field is an object with number and value");
                Check.argument(!Boolean.TRUE.equals(field.get("masked")), "a masked value cannot be encoded");
                put(message, String.valueOf(field.get("number")), field.get("value"));
            });
            case Map<?, ?> map -> map.forEach((number, value) -> put(message, String.valueOf(number), value));
            case null, default -> throw new IllegalArgumentException("fields is a list or an object");
        }
        byte[] body = codec.encode(message.build());
        if (dialect == Dialects.TERMINAL && tree.get("tpdu") != null) {
            Map<?, ?> tpdu = object(tree.get("tpdu"), "tpdu is an object with destination and source");
            Header header = switch (tree.get("header")) {
                case null -> Header.CARD_PAYMENT;
                case String digits -> Header.of(digits);
                case Object other -> Header.of(text(object(other, "header is 12 digits"), "digits"));
            };
            return MessageView.HEX.formatHex(
                    new Frame(new Tpdu(text(tpdu, "destination"), text(tpdu, "source")), header, body).encode());
        }
        if (dialect != Dialects.TERMINAL && tree.get("frame") != null) {
            byte[] length = {(byte) (body.length >> 8), (byte) body.length};
            return MessageView.HEX.formatHex(length) + MessageView.HEX.formatHex(body);
        }
        return MessageView.HEX.formatHex(body);
    }

    private void put(Message.Builder message, String number, Object value) {
        Check.argument(!number.isEmpty() && number.length() <= 3 && number.chars().allMatch(c -> c >= '0' && c <= '9'),
                "a field's number is 2 to 128");
        int field = Integer.parseInt(number);
        FieldSpec spec = dialect.field(field)
                .orElseThrow(() -> new IllegalArgumentException("field " + field + " is not in the dialect"));
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("the value of field " + field + " is a text");
        }
        if (spec.isBinary()) {
            message.bytes(field, hex(text, field));
        } else if (spec.kind() == FieldKind.ANSC) {
            byte[] bytes = text.startsWith(MessageView.HEX_PREFIX)
                    ? hex(text.substring(MessageView.HEX_PREFIX.length()), field)
                    : text.getBytes(MessageView.GBK);
            message.text(field, new String(bytes, StandardCharsets.ISO_8859_1));
        } else {
            message.text(field, text);
        }
    }

    private static byte[] hex(String text, int field) {
        Check.argument(text.length() % 2 == 0 && text.chars().allMatch(HexFormat::isHexDigit),
                "field " + field + " is binary: an even number of hexadecimal digits");
        return HexFormat.of().parseHex(text);
    }

    private static String text(Map<?, ?> tree, String key) {
        if (tree.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " is missing, or is no text");
    }

    private static Map<?, ?> object(Object value, String rule) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(rule);
    }
}
