package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/// The texts of messages, `i18n/sms*.properties`. Each names its purpose and fits one message of [#UNITS_MAX] UCS-2 units, whatever is put into it;
/// only a link may need a second one.
///
/// A code's text is a [Secret] like the code; whoever has it made closes it.
public final class SmsTexts {

    public static final int UNITS_MAX = 70;

    /// A text with a link takes two messages, each with six bytes of header.
    static final int LINK_UNITS_MAX = 134;

    /// The longest name of something in a text, UCS-2 units; a longer one is cut.
    static final int NAME_UNITS_MAX = 18;

    /// The longest sentence of an alert, UCS-2 units; a longer one is cut.
    static final int ALERT_UNITS_MAX = 50;

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

    private SmsTexts() {}

    /// `【守银】验证码123456，5分钟内有效。消费¥5000.00，切勿告诉他人。`
    ///
    /// @param purpose the code of a transaction: [SmsPurpose#SALE_CODE] and the like
    public static Secret transactionCode(SmsPurpose purpose, Secret code, MinorAmount amount, Duration validFor, Locale language) {
        Check.argument(switch (purpose) {
            case SALE_CODE, BALANCE_CODE, VOID_CODE, REFUND_CODE, PRE_AUTH_CODE, PRE_AUTH_VOID_CODE, COMPLETION_CODE, COMPLETION_VOID_CODE -> true;
            case LOGIN_CODE, RESET_CODE, RESET_LINK, RESET_PASSWORD, RESET_AT_TERMINAL, PASSWORD_DUE, PASSWORD_CHANGED, CHANNEL_CHANGED, FACTOR_CHANGED, CARD_REMOVED, TERMINAL_REGISTERED,
                    ACTIVATION_ISSUED, AUTHENTICATOR_SET, RECEIPT_LINK, ALERT -> false;
        }, "a transaction's code has a transaction's purpose");
        return text(purpose, language, clear(code), minutes(validFor), amount.toString());
    }

    /// A code to log in to the console.
    public static Secret loginCode(Secret code, Duration validFor, Locale language) {
        return text(SmsPurpose.LOGIN_CODE, language, clear(code), minutes(validFor));
    }

    /// A code to set a forgotten password anew.
    public static Secret resetCode(Secret code, Duration validFor, Locale language) {
        return text(SmsPurpose.RESET_CODE, language, clear(code), minutes(validFor));
    }

    /// A link to the page that sets a forgotten console password anew. It may take two messages.
    public static Secret resetLink(Secret link, Duration validFor, Locale language) {
        return text(SmsPurpose.RESET_LINK, language, clear(link), minutes(validFor));
    }

    /// An initial password in place of a forgotten one, to be changed at its first use.
    ///
    /// @param whose such as a terminal's number and an operator's
    public static Secret resetPassword(String whose, Secret password, Duration validFor, Locale language) {
        return text(SmsPurpose.RESET_PASSWORD, language, cut(whose, NAME_UNITS_MAX), clear(password), Long.toString(validFor.toHours()));
    }

    /// A transaction password opens nothing any more: operator 99 sets a new one at the terminal.
    public static Secret resetAtTerminal(String whose, Locale language) {
        return text(SmsPurpose.RESET_AT_TERMINAL, language, cut(whose, NAME_UNITS_MAX));
    }

    /// @param whose such as a terminal's number or an account's name
    public static Secret passwordDue(String whose, int days, Locale language) {
        return text(SmsPurpose.PASSWORD_DUE, language, cut(whose, NAME_UNITS_MAX), Integer.toString(days));
    }

    /// @param whose such as a terminal's number or an account's name
    public static Secret passwordChanged(String whose, Locale language) {
        return text(SmsPurpose.PASSWORD_CHANGED, language, cut(whose, NAME_UNITS_MAX));
    }

    /// @param whose an account's name
    public static Secret factorChanged(String whose, Locale language) {
        return text(SmsPurpose.FACTOR_CHANGED, language, cut(whose, NAME_UNITS_MAX));
    }

    /// To the old and the new number alike.
    ///
    /// @param now as it was noted down; the text has it masked
    public static Secret channelChanged(String now, Locale language) {
        return text(SmsPurpose.CHANNEL_CHANGED, language, PhoneNumber.masked(now));
    }

    /// To the contact of a card user who is none any more.
    ///
    /// @param cardMasked first six and last four digits
    public static Secret cardRemoved(String cardMasked, Locale language) {
        return text(SmsPurpose.CARD_REMOVED, language, cardMasked.substring(cardMasked.length() - 4));
    }

    /// To the merchant: whoever did this was handed the terminal's first passwords.
    ///
    /// @param at told by the clock of China: `08-14 16:03`
    public static Secret terminalRegistered(String terminal, Instant at, Locale language) {
        return text(SmsPurpose.TERMINAL_REGISTERED, language, terminal, MINUTE.format(at));
    }

    /// To the merchant: whoever did this can put another device in the terminal's place.
    ///
    /// @param at as [#terminalRegistered] has it
    public static Secret activationIssued(String terminal, Instant at, Locale language) {
        return text(SmsPurpose.ACTIVATION_ISSUED, language, terminal, MINUTE.format(at));
    }

    /// @param operator with the number of the terminal
    public static Secret authenticatorSet(String operator, Locale language) {
        return text(SmsPurpose.AUTHENTICATOR_SET, language, operator);
    }

    /// A link to a receipt. It may take two messages.
    public static Secret receiptLink(Secret link, Duration validFor, Locale language) {
        return text(SmsPurpose.RECEIPT_LINK, language, clear(link), Long.toString(validFor.toDays()));
    }

    /// @param sentence in the reader's language, nothing secret in it
    public static Secret alert(String sentence, Locale language) {
        return text(SmsPurpose.ALERT, language, cut(sentence, ALERT_UNITS_MAX));
    }

    private static Secret text(SmsPurpose purpose, Locale language, Object... values) {
        String pattern = ResourceBundle.getBundle("i18n.sms", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)).getString(purpose.name());
        String text = new MessageFormat(pattern, Locale.ROOT).format(values);
        Check.invariant(text.length() <= (hasLink(purpose) ? LINK_UNITS_MAX : UNITS_MAX), "a text fits one message, one with a link two");
        return Secret.of(text);
    }

    private static boolean hasLink(SmsPurpose purpose) {
        return purpose == SmsPurpose.RESET_LINK || purpose == SmsPurpose.RECEIPT_LINK;
    }

    private static String clear(Secret code) {
        return new String(code.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII);
    }

    private static String minutes(Duration validFor) {
        return Long.toString(validFor.toMinutes());
    }

    /// Not between the halves of a character.
    static String cut(String text, int unitsMax) {
        if (text.length() <= unitsMax) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(unitsMax - 1)) ? unitsMax - 1 : unitsMax);
    }
}
