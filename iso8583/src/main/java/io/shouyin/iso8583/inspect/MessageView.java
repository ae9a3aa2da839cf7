package io.shouyin.iso8583.inspect;

import io.shouyin.iso8583.BerTlv;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.FieldKind;
import io.shouyin.iso8583.FieldSpec;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field61;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What people may see of a message: a row a field, a part a sub-field.
///
/// A mask starts from nothing and adds: a value is shown because its row of the table, or its tag, says that it may
/// be, and a private field that cannot be taken apart is shown as a length. Only a view made with [CardDataAccess]
/// shows everything.
public final class MessageView {

    /// A field.
    ///
    /// @param shown the value, or its mask
    /// @param masked whether `shown` is less than the value
    /// @param problem why the field could not be taken apart into its parts
    public record Row(FieldSpec spec, String shown, boolean masked, List<Part> parts, Optional<DecodeRefusal> problem) {}

    /// A sub-field or tag.
    ///
    /// @param id `60.2` or `DF02`
    public record Part(String id, String zh, String en, String shown, boolean masked) {}

    static final HexFormat HEX = HexFormat.of().withUpperCase();
    static final Charset GBK = Charset.forName("GBK");
    static final String HEX_PREFIX = "hex:";

    private final Message message;
    private final Dialect dialect;
    private final boolean clear;

    private MessageView(Message message, Dialect dialect, boolean clear) {
        this.message = message;
        this.dialect = dialect;
        this.clear = clear;
    }

    /// The rows, masked.
    public static List<Row> masked(Message message, Dialect dialect) {
        return new MessageView(message, dialect, false).rows();
    }

    /// The rows with every value in clear: card numbers, tracks, PIN blocks and sealed values as they are.
    public static List<Row> clear(Message message, Dialect dialect, CardDataAccess access) {
        Check.argument(access != null, "showing card data needs CardDataAccess");
        return new MessageView(message, dialect, true).rows();
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (int number : message.fields()) {
            FieldSpec spec = dialect.field(number)
                    .orElseThrow(() -> new IllegalArgumentException("field " + number + " is not in the dialect"));
            rows.add(row(spec));
        }
        return rows;
    }

    private Row row(FieldSpec spec) {
        String value = value(spec);
        return switch (spec.disclosure()) {
            case SHOWN -> new Row(spec, value, false, List.of(), Optional.empty());
            case CARD_NUMBER -> plain(spec, value, cardNumber(value));
            case HIDDEN -> plain(spec, value, hidden(spec));
            case PARTS -> {
                List<Part> parts = List.of();
                Optional<DecodeRefusal> problem = Optional.empty();
                try {
                    parts = parts(spec.number());
                } catch (DecodeException cannotBeTakenApart) {
                    problem = Optional.of(cannotBeTakenApart.refusal());
                }
                boolean shown = clear || !parts.isEmpty() && parts.stream().noneMatch(Part::masked);
                yield new Row(spec, shown ? value : hidden(spec), !shown, parts, problem);
            }
        };
    }

    private Row plain(FieldSpec spec, String value, String mask) {
        return new Row(spec, clear ? value : mask, !clear, List.of(), Optional.empty());
    }

    private String value(FieldSpec spec) {
        if (spec.isBinary()) {
            return HEX.formatHex(message.bytes(spec.number()));
        }
        String text = message.text(spec.number(), CardDataAccess.granted());
        return spec.kind() == FieldKind.ANSC ? readable(text) : text;
    }

    private String hidden(FieldSpec spec) {
        return spec.isBinary()
                ? hidden(message.bytes(spec.number()).length, "bytes")
                : hidden(message.text(spec.number(), CardDataAccess.granted()).length(),
                        spec.kind() == FieldKind.N || spec.kind() == FieldKind.Z ? "digits" : "characters");
    }

    private static String hidden(int length, String unit) {
        return "*** " + length + " " + unit;
    }

    /// First six and last four of a number that is one, otherwise only how long it is.
    private static String cardNumber(String digits) {
        return digits.length() < Pan.DIGITS_MIN || digits.length() > Pan.DIGITS_MAX
                ? hidden(digits.length(), "digits")
                : Pan.of(digits).masked();
    }

    /// Chinese text of GBK bytes; hexadecimal if the bytes are none.
    static String readable(String bytesAsCharacters) {
        byte[] bytes = bytesAsCharacters.getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(bytes, GBK);
        boolean printable = text.codePoints().allMatch(c -> c >= ' ' && !Character.isISOControl(c));
        return printable && Arrays.equals(text.getBytes(GBK), bytes) && !text.startsWith(HEX_PREFIX)
                ? text
                : HEX_PREFIX + HEX.formatHex(bytes);
    }

    // ---- parts of the private fields -----------------------------------------------------------------------------

    private List<Part> parts(int number) throws DecodeException {
        return switch (number) {
            case 48 -> field48();
            case 55 -> field55();
            case 57 -> field57();
            case 60 -> field60();
            case 61 -> field61();
            case 62 -> field62();
            case 63 -> field63();
            default -> List.of();
        };
    }

    private List<Part> field48() throws DecodeException {
        String digits = message.text(48, CardDataAccess.granted());
        if (message.type().startsWith("05")) {
            var totals = Field48.Totals.decode(digits);
            var parts = new ArrayList<Part>();
            side(parts, "48.1", "内卡", "domestic", totals.domestic());
            side(parts, "48.2", "外卡", "foreign", totals.foreign());
            return parts;
        }
        if (message.type().startsWith("032") && digits.length() == 4) {
            return List.of(shown("48", "上送总笔数", "transactions sent", Integer.toString(Field48.uploadEnd(digits))));
        }
        if (message.type().startsWith("032")) {
            var parts = new ArrayList<Part>();
            for (Field48.Uploaded uploaded : Field48.Upload.decode(digits).transactions()) {
                String id = "48." + (parts.size() / 3 + 1);
                parts.add(shown(id, "流水号", "trace number", uploaded.trace().toString()));
                parts.add(uploaded.pan().map(pan -> new Part(id, "主账号", "card number", clear ? pan.reveal(CardDataAccess.granted()) : pan.masked(), !clear))
                        .orElseGet(() -> shown(id, "主账号", "card number", "扫码 by code")));
                parts.add(shown(id, "金额", "amount", uploaded.amount().toString()));
            }
            return parts;
        }
        return List.of();
    }

    private static void side(List<Part> parts, String id, String zh, String en, Field48.Side side) {
        parts.add(shown(id, zh + "借记", en + " debit", side.debit() + " / " + side.debitCount()));
        parts.add(shown(id, zh + "贷记", en + " credit", side.credit() + " / " + side.creditCount()));
        parts.add(shown(id, zh + "对账结果", en + " result", side.result().ordinal() + " " + side.result()));
    }

    private List<Part> field55() throws DecodeException {
        var parts = new ArrayList<Part>();
        BerTlv.decode(message.bytes(55), 55).forEach((tag, bytes) -> {
            ChipTags.Name name = ChipTags.SHOWN.get(tag);
            parts.add(name == null
                    ? secret(tagName(tag), "", "", bytes)
                    : shown(tagName(tag), name.zh(), name.en(), HEX.formatHex(bytes)));
        });
        return parts;
    }

    private List<Part> field57() throws DecodeException {
        var parts = new ArrayList<Part>();
        var factors = FactorTlv.decode(message.bytes(57));
        for (int tag : factors.tags()) {
            byte[] bytes = factors.find(tag).orElseThrow();
            String id = tagName(tag);
            parts.add(switch (tag) {
                case FactorTlv.OPERATOR -> ascii(id, "操作员号", "operator", bytes, 2);
                case FactorTlv.TRANSACTION_PASSWORD -> secret(id, "交易密码(密封)", "transaction password, sealed", bytes);
                case FactorTlv.SUPERVISOR_PASSWORD -> secret(id, "主管密码(密封)", "supervisor password, sealed", bytes);
                case FactorTlv.SUPERVISOR -> ascii(id, "主管号", "supervisor", bytes, 2);
                case FactorTlv.CARD_PASSWORD -> secret(id, "刷卡密码(密封)", "card password, sealed", bytes);
                case FactorTlv.ONE_TIME_CODE -> secret(id, "动态验证码(密封)", "one-time code, sealed", bytes);
                case FactorTlv.FINGERPRINT -> secret(id, "指纹凭据", "fingerprint handle", bytes);
                case FactorTlv.NEW_PASSWORD -> secret(id, "新密码(密封)", "new password, sealed", bytes);
                case FactorTlv.OPERATOR_PASSWORD -> secret(id, "操作员密码(密封)", "operator password, sealed", bytes);
                case FactorTlv.SUBJECT -> ascii(id, "对象", "subject", bytes, 2);
                case FactorTlv.FACTORS_WANTED -> shown(id, "尚缺要素", "factors wanted", HEX.formatHex(bytes));
                case FactorTlv.RULES_BROKEN -> ascii(id, "不符规则", "rules broken", bytes, 500);
                case FactorTlv.TRIES_LEFT -> shown(id, "剩余次数", "tries left", HEX.formatHex(bytes));
                case FactorTlv.PIN_BLOCK -> secret(id, "PIN块(16字节)", "PIN block of 16 bytes", bytes);
                case FactorTlv.TRACK_2 -> secret(id, "二磁道(加密)", "track 2, encrypted", bytes);
                default -> secret(id, "", "", bytes);
            });
        }
        return parts;
    }

    private List<Part> field60() throws DecodeException {
        var field = Field60.decode(message.text(60));
        var parts = new ArrayList<Part>();
        present(parts, "60.1", "交易类型码", "transaction type", field.transactionType());
        present(parts, "60.2", "批次号", "batch", field.batchDigits());
        present(parts, "60.3", "网络管理信息码", "network code", field.networkCode());
        present(parts, "60.4", "终端读取能力", "read capability", field.readCapability());
        present(parts, "60.5", "IC卡条件代码", "chip condition", field.icCondition());
        present(parts, "60.6", "部分扣款标志", "partial approval", field.partialApproval());
        present(parts, "60.7", "账户类型", "account type", field.accountType());
        return parts;
    }

    private List<Part> field61() throws DecodeException {
        var field = Field61.decode(message.text(61));
        var parts = new ArrayList<Part>();
        present(parts, "61.1", "原批次号", "original batch", field.originalBatch());
        present(parts, "61.2", "原流水号", "original trace", field.originalTrace());
        present(parts, "61.3", "原交易日期", "original date", field.originalDate());
        present(parts, "61.4", "原授权方式", "authorization mode", field.authorizationMode());
        present(parts, "61.5", "原授权机构", "authorization institution", field.authorizationInstitution());
        return parts;
    }

    /// A serial number, or keys under the terminal's master key with their check values; anything else stays hidden.
    private List<Part> field62() throws DecodeException {
        byte[] bytes = message.bytes(62);
        if (message.type().equals("0810")) {
            return switch (bytes.length) {
                case 24 -> List.of(key("PIK", bytes, 0, 8), kcv("PIK", bytes, 8), key("MAK", bytes, 12, 8), kcv("MAK", bytes, 20));
                case 40 -> List.of(key("PIK", bytes, 0, 16), kcv("PIK", bytes, 16), key("MAK", bytes, 20, 16), kcv("MAK", bytes, 36));
                case 60 -> List.of(key("PIK", bytes, 0, 16), kcv("PIK", bytes, 16), key("MAK", bytes, 20, 16), kcv("MAK", bytes, 36),
                        key("TDK", bytes, 40, 16), kcv("TDK", bytes, 56));
                default -> List.of();
            };
        }
        if (message.type().equals("0800")) {
            var serial = Field62.SequenceNumber.decode(bytes);
            return List.of(shown("62", "厂商代码", "vendor", serial.vendor()),
                    shown("62", "终端序列号", "serial number", serial.serial()));
        }
        return List.of();
    }

    private List<Part> field63() throws DecodeException {
        String text = message.text(63);
        if (message.type().equals("0800") || message.type().equals("0820") || message.type().startsWith("05")) {
            return List.of(shown("63.1", "操作员号", "operator", Field63.operator(text).value()));
        }
        var field = Field63.Reply.decode(text);
        var parts = new ArrayList<Part>();
        present(parts, "63.1", "卡组织", "card scheme", readable(field.scheme()));
        present(parts, "63.2", "发卡方信息", "issuer text", field.issuerText());
        present(parts, "63.3", "卡组织信息", "scheme text", field.schemeText());
        present(parts, "63.4", "收单方信息", "acquirer text", field.acquirerText());
        return parts;
    }

    private Part key(String name, byte[] bytes, int from, int length) {
        return secret("62", name + "密文", name + " under TMK", Arrays.copyOfRange(bytes, from, from + length));
    }

    private static Part kcv(String name, byte[] bytes, int from) {
        return shown("62", name + "校验值", name + " check value", HEX.formatHex(bytes, from, from + 4));
    }

    private static Part shown(String id, String zh, String en, String value) {
        return new Part(id, zh, en, value, false);
    }

    private Part secret(String id, String zh, String en, byte[] bytes) {
        return new Part(id, zh, en, clear ? HEX.formatHex(bytes) : hidden(bytes.length, "bytes"), !clear);
    }

    /// A value that is shown because it is as short and as printable as it should be.
    private Part ascii(String id, String zh, String en, byte[] bytes, int lengthMax) {
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return secret(id, zh, en, bytes);
            }
        }
        return bytes.length > lengthMax
                ? secret(id, zh, en, bytes)
                : shown(id, zh, en, new String(bytes, StandardCharsets.US_ASCII));
    }

    private static void present(List<Part> parts, String id, String zh, String en, String value) {
        if (!value.isEmpty()) {
            parts.add(shown(id, zh, en, value));
        }
    }

    private static String tagName(int tag) {
        return HEX.formatHex(tag > 0xFFFF ? new byte[] {(byte) (tag >> 16), (byte) (tag >> 8), (byte) tag}
                : tag > 0xFF ? new byte[] {(byte) (tag >> 8), (byte) tag} : new byte[] {(byte) tag});
    }
}
