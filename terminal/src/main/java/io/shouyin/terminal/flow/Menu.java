package io.shouyin.terminal.flow;

import static io.shouyin.terminal.flow.Command.ABOUT;
import static io.shouyin.terminal.flow.Command.ADD_CARD_USER;
import static io.shouyin.terminal.flow.Command.ADD_OPERATOR;
import static io.shouyin.terminal.flow.Command.ADMINISTRATOR_PASSWORDS;
import static io.shouyin.terminal.flow.Command.BALANCE;
import static io.shouyin.terminal.flow.Command.CHANGE_OWN_PASSWORD;
import static io.shouyin.terminal.flow.Command.COMPLETION;
import static io.shouyin.terminal.flow.Command.COMPLETION_NOTICE;
import static io.shouyin.terminal.flow.Command.COMPLETION_VOID;
import static io.shouyin.terminal.flow.Command.DAY_TOTALS;
import static io.shouyin.terminal.flow.Command.DELETE_OPERATOR;
import static io.shouyin.terminal.flow.Command.DOWNLOAD_PARAMETERS;
import static io.shouyin.terminal.flow.Command.ECHO;
import static io.shouyin.terminal.flow.Command.ENROL_FINGERPRINT;
import static io.shouyin.terminal.flow.Command.LANGUAGE;
import static io.shouyin.terminal.flow.Command.LOCK;
import static io.shouyin.terminal.flow.Command.LOG_OFF;
import static io.shouyin.terminal.flow.Command.OPERATOR_TOTALS;
import static io.shouyin.terminal.flow.Command.PRE_AUTH;
import static io.shouyin.terminal.flow.Command.PRE_AUTH_TOP_UP;
import static io.shouyin.terminal.flow.Command.PRE_AUTH_VOID;
import static io.shouyin.terminal.flow.Command.REFUND;
import static io.shouyin.terminal.flow.Command.REFUND_CODE;
import static io.shouyin.terminal.flow.Command.REPRINT;
import static io.shouyin.terminal.flow.Command.REPRINT_SETTLEMENT;
import static io.shouyin.terminal.flow.Command.RESET_OPERATOR;
import static io.shouyin.terminal.flow.Command.RESET_SUPERVISOR;
import static io.shouyin.terminal.flow.Command.SALE;
import static io.shouyin.terminal.flow.Command.SCAN_CODE;
import static io.shouyin.terminal.flow.Command.SETTLE;
import static io.shouyin.terminal.flow.Command.SET_CARD_PASSWORD;
import static io.shouyin.terminal.flow.Command.SET_TRANSACTION_PASSWORD;
import static io.shouyin.terminal.flow.Command.SHOW_CODE;
import static io.shouyin.terminal.flow.Command.SIGN_IN;
import static io.shouyin.terminal.flow.Command.SIGN_OUT;
import static io.shouyin.terminal.flow.Command.TRANSACTIONS;
import static io.shouyin.terminal.flow.Command.UNLOCK;
import static io.shouyin.terminal.flow.Command.VOID;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Text;
import java.util.List;
import java.util.Optional;

/// A menu as data. The key of an entry is its place: 1 for the first.
///
/// @param id `cashier` gives the screen `menu.cashier` and the title `menu.cashier`
public record Menu(String id, List<Entry> entries) {

    public static final Menu SETTINGS = menu("settings", run(LANGUAGE), run(ECHO), run(ABOUT), run(ENROL_FINGERPRINT), run(DOWNLOAD_PARAMETERS));

    /// 密码设置.
    public static final Menu PASSWORDS = menu("passwords", run(SET_TRANSACTION_PASSWORD), run(CHANGE_OWN_PASSWORD), run(RESET_SUPERVISOR));

    /// 用户与权限: operators and card users.
    public static final Menu OPERATORS = menu("operators", run(ADD_OPERATOR), run(RESET_OPERATOR), run(DELETE_OPERATOR),
            run(ADD_CARD_USER), run(SET_CARD_PASSWORD));

    /// 预授权.
    public static final Menu PRE_AUTHS = menu("preAuth", run(PRE_AUTH), run(PRE_AUTH_VOID), run(COMPLETION),
            run(PRE_AUTH_TOP_UP), run(COMPLETION_NOTICE), run(COMPLETION_VOID));

    /// 扫码支付.
    public static final Menu WALLET = menu("wallet", run(SCAN_CODE), run(SHOW_CODE), run(REFUND_CODE));

    /// 结算.
    public static final Menu SETTLEMENT = menu("settlement", run(SETTLE), run(OPERATOR_TOTALS), run(DAY_TOTALS), run(REPRINT_SETTLEMENT));

    /// What a cashier does at the ends of the day, or seldom.
    public static final Menu DUTY = menu("duty", run(SIGN_IN), run(SIGN_OUT), run(REPRINT), run(LOCK), open(SETTLEMENT), run(BALANCE),
            run(CHANGE_OWN_PASSWORD));

    public static final Menu CASHIER = menu("cashier", run(SALE), run(VOID), run(REFUND), open(PRE_AUTHS), run(TRANSACTIONS),
            run(ADMINISTRATOR_PASSWORDS), open(WALLET), open(SETTINGS), open(DUTY), run(LOG_OFF));

    public static final Menu ADMINISTRATOR = menu("administrator", open(PASSWORDS), open(SETTINGS), run(LOG_OFF));

    public static final Menu SUPERVISOR = menu("supervisor", run(UNLOCK), open(OPERATORS), run(CHANGE_OWN_PASSWORD), run(TRANSACTIONS),
            open(SETTINGS), run(LOG_OFF));

    public Menu {
        Check.argument(entries.size() <= 10, "a menu has 10 entries at most");
        entries = List.copyOf(entries);
    }

    /// The menu that a role starts with.
    public static Menu of(Role role) {
        return switch (role) {
            case CASHIER -> CASHIER;
            case ADMINISTRATOR -> ADMINISTRATOR;
            case SUPERVISOR -> SUPERVISOR;
        };
    }

    /// Starts something, or opens another menu.
    public sealed interface Entry {
        record Run(Command command) implements Entry {}

        record Open(Menu menu) implements Entry {}
    }

    public Text title() {
        return Text.of("menu." + id);
    }

    /// 1 to 9, then 0.
    static Key key(int index) {
        return Key.digit((index + 1) % 10);
    }

    Optional<Entry> entry(Key key) {
        for (int i = 0; i < entries.size(); i++) {
            if (key(i) == key) {
                return Optional.of(entries.get(i));
            }
        }
        return Optional.empty();
    }

    private static Menu menu(String id, Entry... entries) {
        return new Menu(id, List.of(entries));
    }

    private static Entry run(Command command) {
        return new Entry.Run(command);
    }

    private static Entry open(Menu menu) {
        return new Entry.Open(menu);
    }
}
