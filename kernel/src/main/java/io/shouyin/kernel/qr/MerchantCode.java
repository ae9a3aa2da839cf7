package io.shouyin.kernel.qr;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A merchant's code 收款码 of this platform: a static one on the counter, into which the customer types the amount, or a dynamic one for one payment.
///
/// @param mcc 4 digits
/// @param name in ASCII, at most 25 characters, as `city` at most 15
/// @param nameZh in Chinese, at most 25 characters; may be empty
/// @param order of a dynamic code: what is paid
public record MerchantCode(MerchantId merchant, String mcc, String name, String city, String nameZh, Optional<Order> order) {

    /// @param reference the acquirer's number of the payment
    /// @param terminal that shows the code
    public record Order(MinorAmount amount, String reference, String terminal) {
        public Order {
            Check.argument(!amount.isZero(), "an order has an amount");
        }
    }

    /// Names the scheme in the template of the merchant's account.
    private static final String SCHEME = "cn.shouyin";
    private static final String METHOD = "01";
    private static final String STATIC = "11";
    private static final String DYNAMIC = "12";
    private static final String ACCOUNT = "26";
    private static final String CATEGORY = "52";
    private static final String CURRENCY = "53";
    private static final String AMOUNT = "54";
    private static final String COUNTRY = "58";
    private static final String NAME = "59";
    private static final String CITY = "60";
    private static final String MORE = "62";
    private static final String REFERENCE = "05";
    private static final String TERMINAL = "07";
    private static final String LANGUAGE = "64";
    private static final String YUAN = "156";
    private static final int NAME_CHARACTERS_MAX = 25;
    private static final int CITY_CHARACTERS_MAX = 15;
    private static final Pattern AMOUNT_FORM = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,2})?");
    private static final Pattern MERCHANT_FORM = Pattern.compile("[0-9A-Za-z]{15}");
    private static final Pattern REFERENCE_FORM = Pattern.compile("[0-9A-Za-z]{12}");

    public MerchantCode {
        name = cut(name, NAME_CHARACTERS_MAX);
        city = cut(city, CITY_CHARACTERS_MAX);
        nameZh = cut(nameZh, NAME_CHARACTERS_MAX);
    }

    private static String cut(String text, int charactersMax) {
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
    }

    /// The text that the QR code carries.
    public String encode() {
        Map<String, String> objects = new LinkedHashMap<>();
        objects.put(EmvCode.FORMAT, "01");
        objects.put(METHOD, order.isPresent() ? DYNAMIC : STATIC);
        objects.put(ACCOUNT, EmvCode.text(ordered("00", SCHEME, "01", merchant.value())));
        objects.put(CATEGORY, mcc);
        objects.put(CURRENCY, YUAN);
        order.ifPresent(paid -> objects.put(AMOUNT, BigDecimal.valueOf(paid.amount().fen(), 2).toPlainString()));
        objects.put(COUNTRY, "CN");
        objects.put(NAME, name);
        objects.put(CITY, city);
        order.ifPresent(paid -> objects.put(MORE, EmvCode.text(ordered(REFERENCE, paid.reference(), TERMINAL, paid.terminal()))));
        if (!nameZh.isEmpty()) {
            objects.put(LANGUAGE, EmvCode.text(ordered("00", "ZH", "01", nameZh)));
        }
        return new EmvCode(objects).encode();
    }

    /// @throws CodeException if it is none, none of this platform, or not in yuan
    public static MerchantCode decode(String text) throws CodeException {
        EmvCode code = EmvCode.decode(text);
        Map<String, String> account = code.find(ACCOUNT).isPresent() ? EmvCode.parts(code.find(ACCOUNT).get()) : Map.of();
        if (!SCHEME.equals(account.get("00"))) {
            throw new CodeException(CodeRefusal.CODE_OF_ANOTHER_SCHEME);
        }
        if (!code.find(CURRENCY).equals(Optional.of(YUAN))) {
            throw new CodeException(CodeRefusal.CODE_CURRENCY_OTHER);
        }
        String merchant = need(Optional.ofNullable(account.get("01")), MERCHANT_FORM);
        boolean dynamic = need(code.find(METHOD), Pattern.compile("1[12]")).equals(DYNAMIC);
        if (dynamic != code.find(AMOUNT).isPresent()) {
            throw new CodeException(CodeRefusal.CODE_AMOUNT_INVALID);
        }
        return new MerchantCode(new MerchantId(merchant), need(code.find(CATEGORY), Pattern.compile("[0-9]{4}")), need(code.find(NAME), Pattern.compile(".{1,25}")),
                need(code.find(CITY), Pattern.compile(".{1,15}")), nameZh(code), dynamic ? Optional.of(order(code)) : Optional.empty());
    }

    private static String nameZh(EmvCode code) throws CodeException {
        return code.find(LANGUAGE).isPresent() ? EmvCode.parts(code.find(LANGUAGE).get()).getOrDefault("01", "") : "";
    }

    private static Order order(EmvCode code) throws CodeException {
        String amount = code.find(AMOUNT).orElseThrow();
        if (!AMOUNT_FORM.matcher(amount).matches() || new BigDecimal(amount).signum() == 0) {
            throw new CodeException(CodeRefusal.CODE_AMOUNT_INVALID);
        }
        Map<String, String> more = EmvCode.parts(code.find(MORE).orElse(""));
        return new Order(new MinorAmount(new BigDecimal(amount).movePointRight(2).longValueExact()), need(Optional.ofNullable(more.get(REFERENCE)), REFERENCE_FORM),
                more.getOrDefault(TERMINAL, ""));
    }

    private static String need(Optional<String> value, Pattern form) throws CodeException {
        return value.filter(text -> form.matcher(text).matches()).orElseThrow(() -> new CodeException(CodeRefusal.CODE_MALFORMED));
    }

    private static Map<String, String> ordered(String firstName, String first, String secondName, String second) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(firstName, first);
        parts.put(secondName, second);
        return parts;
    }
}
