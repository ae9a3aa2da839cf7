package io.shouyin.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The main job, step by step, on a headless terminal. Each step is told in one line and has to hold.
final class Tour {

    private static final Duration WAIT = Duration.ofSeconds(60);
    static final String ADMINISTRATOR_PASSWORD = "604173";
    static final String SUPERVISOR_PASSWORD = "826094";
    static final String CASHIER_PASSWORD = "715038";
    static final String TRANSACTION_PASSWORD = "tea5Pot9";
    static final String WRONG_PASSWORD = "cup8Dish2";
    private static final int GOOD_CARD = 1;

    /// A step did not hold.
    static final class StepFailed extends RuntimeException {
        StepFailed(String why) {
            super(why);
        }
    }

    private final HeadlessDriver terminal;
    private final JsonNode access;
    private final JsonNode cards;
    private final boolean chinese;
    private final PrintStream out;
    private int number;

    Tour(HeadlessDriver terminal, JsonNode access, JsonNode cards, boolean chinese, PrintStream out) {
        this.terminal = terminal;
        this.access = access;
        this.cards = cards;
        this.chinese = chinese;
        this.out = out;
    }

    void run() {
        step("用激活码激活终端(一机一码一密)", "activate the terminal with its one-time code", this::activate);
        step("管理员 99 修改初始密码", "administrator 99 changes the initial password", this::changeAdministratorPassword);
        step("密码设置 → 交易密码设置:弱密码 abc123 被拒绝并说明理由", "Passwords → Transaction password: the weak password abc123 is refused, with reasons", this::refuseWeakPassword);
        step("两次输入新交易密码,确认保存", "the new transaction password twice, confirmed and saved", this::setTransactionPassword);
        step("主管 00 修改初始密码", "supervisor 00 changes the initial password", this::changeSupervisorPassword);
        step("操作员 01 登录,修改初始密码,签到取得工作密钥", "cashier 01 logs on, changes the initial password, signs in: working keys", this::signIn);
        step("消费 10.00:交易密码和持卡人密码正确,批准,打印签购单", "a sale of 10.00 with password and PIN: approved, receipt printed", this::approvedSale);
        step("消费撤销 10.00:从交易查询选这笔,主管 00 的密码批准,打印签购单", "that sale is voided from the list, with the supervisor's password: receipt printed", this::voidedSale);
        step("消费 10.00:交易密码错,拒绝", "a sale with a wrong password: refused", this::refusedSale);
        step("再错三次:交易密码锁定", "three more: locked", this::lockedSale);
        step("正确的交易密码也不再放行", "the right password does not pass either", this::stillLocked);
        step("主管 00 解锁", "the supervisor unlocks", this::unlock);
        step("消费 10,000.00:余额不足,发卡行拒绝 51", "a sale declined by the issuer: 51", this::declinedSale);
        step("签退", "sign out", this::signOut);
        out.println(chinese ? number + " 步全部成立" : "all " + number + " steps held");
    }

    private void step(String zh, String en, Runnable work) {
        number++;
        String said = "%2d  %s".formatted(number, chinese ? zh : en);
        try {
            terminal.forget();
            work.run();
            out.println("✓ " + said);
        } catch (RuntimeException failed) {
            out.println("✗ " + said + "  — " + failed.getMessage());
            throw failed;
        }
    }

    private void activate() {
        terminal.say("screen");
        terminal.await("activation.code", WAIT);
        terminal.type(access.at("/terminal/activationCode").asString().replace("-", ""));
        terminal.await("activation.done", WAIT);
        terminal.press("OK");
    }

    private void changeAdministratorPassword() {
        logOnFirst("99", ADMINISTRATOR_PASSWORD);
        terminal.await("menu.administrator", WAIT);
    }

    private void refuseWeakPassword() {
        terminal.press("1");
        terminal.await("menu.passwords", WAIT);
        terminal.press("1");
        terminal.await("transactionPassword.new", WAIT);
        terminal.type("abc123");
        terminal.await("transactionPassword.new", screen -> screen.path("rules").toString().contains("BROKEN"), WAIT);
    }

    private void setTransactionPassword() {
        terminal.press("CANCEL");
        terminal.await("menu.passwords", WAIT);
        terminal.press("1");
        enterTwice("transactionPassword", TRANSACTION_PASSWORD);
        terminal.await("transactionPassword.saved", WAIT);
        terminal.press("OK CANCEL");
        terminal.await("menu.administrator", WAIT);
        terminal.press("3");
        terminal.await("logon.operator", WAIT);
    }

    private void changeSupervisorPassword() {
        logOnFirst("00", SUPERVISOR_PASSWORD);
        logOffSupervisor();
    }

    private void signIn() {
        logOnFirst("01", CASHIER_PASSWORD);
        terminal.await("signIn.offer", WAIT);
        terminal.press("OK");
        terminal.await("signIn.done", WAIT);
        terminal.press("OK");
        terminal.await("menu.cashier", WAIT);
    }

    private void approvedSale() {
        int before = terminal.slips().size();
        sell("1000", GOOD_CARD, TRANSACTION_PASSWORD);
        approved("sale");
        terminal.await("menu.cashier", WAIT);
        JsonNode receipt = receipt(before);
        String text = receipt.path("text").toString();
        expect(text.contains("10.00") && text.contains("000001"), "the receipt lacks amount or batch");
        expect(!text.contains(cards.get(GOOD_CARD - 1).path("pan").asString()), "the receipt shows the whole card number");
        show(receipt);
    }

    private void voidedSale() {
        int before = terminal.slips().size();
        terminal.press("5 1 F1");
        terminal.await("void.original", WAIT);
        terminal.press("OK");
        terminal.await("void.card", WAIT);
        terminal.swipe(GOOD_CARD);
        terminal.await("void.supervisor", WAIT);
        terminal.type("00");
        terminal.await("void.supervisorPassword", WAIT);
        terminal.type(SUPERVISOR_PASSWORD);
        approved("void");
        terminal.await("transactions", WAIT);
        terminal.press("CANCEL");
        terminal.await("menu.cashier", WAIT);
        show(receipt(before));
    }

    private void approved(String trade) {
        terminal.await(trade + ".approved", WAIT);
        terminal.press("OK");
        terminal.await(trade + ".done", WAIT);
        terminal.press("OK");
    }

    /// The merchant's copy of what was printed since.
    private JsonNode receipt(int before) {
        List<JsonNode> printed = terminal.slips().subList(before, terminal.slips().size());
        expect(printed.size() == 2, "merchant and cardholder copy were not both printed");
        return printed.getFirst();
    }

    private void show(JsonNode receipt) {
        receipt.path("text").forEach(line -> out.println("        │ " + line.asString()));
    }

    private void refusedSale() {
        sell("1000", GOOD_CARD, WRONG_PASSWORD);
        terminal.await("sale.declined", WAIT);
    }

    private void lockedSale() {
        for (int tries = 2; tries <= 4; tries++) {
            terminal.press("OK");
            terminal.await("sale.password", WAIT);
            terminal.type(WRONG_PASSWORD);
            terminal.await("sale.declined", WAIT);
        }
        terminal.press("OK");
        terminal.await("menu.cashier", WAIT);
    }

    private void stillLocked() {
        terminal.say("screen");
        sell("1000", GOOD_CARD, TRANSACTION_PASSWORD);
        terminal.await("sale.declined", WAIT);
        terminal.press("OK");
        terminal.await("menu.cashier", WAIT);
        terminal.press("0");
        terminal.await("logon.operator", WAIT);
    }

    private void unlock() {
        logOn("00", SUPERVISOR_PASSWORD);
        terminal.await("menu.supervisor", WAIT);
        terminal.press("1");
        terminal.await("unlock.what", WAIT);
        terminal.press("2");
        terminal.await("unlock.saved", WAIT);
        terminal.press("OK");
        logOffSupervisor();
        logOn("01", CASHIER_PASSWORD);
        terminal.await("menu.cashier", WAIT);
    }

    private void declinedSale() {
        terminal.say("screen");
        int poor = poorCard();
        sell("10000", poor, TRANSACTION_PASSWORD);
        JsonNode screen = terminal.await("sale.declined", WAIT);
        expect(screen.toString().contains("51"), "the issuer's code is not 51");
        terminal.press("OK");
        terminal.await("menu.cashier", WAIT);
    }

    private void signOut() {
        terminal.press("9 2");
        terminal.await("signOut.confirm", WAIT);
        terminal.press("OK");
        terminal.await("signOut.done", WAIT);
    }

    private void sell(String fen, int card, String password) {
        terminal.say("screen");
        terminal.await("menu.cashier", WAIT);
        terminal.press("1");
        terminal.await("sale.amount", WAIT);
        terminal.type(fen);
        terminal.await("sale.card", WAIT);
        terminal.swipe(card);
        terminal.await("sale.password", WAIT);
        terminal.type(password);
        terminal.await("sale.pin", WAIT);
        terminal.type(pin(card));
    }

    private void logOnFirst(String operator, String newPassword) {
        logOn(operator, access.at("/terminal/initialPasswords/" + operator).asString());
        enterTwice("change", newPassword);
        terminal.await("change.saved", WAIT);
        terminal.press("OK");
    }

    private void logOn(String operator, String password) {
        terminal.say("screen");
        terminal.await("logon.operator", WAIT);
        terminal.type(operator);
        terminal.await("logon.password", WAIT);
        terminal.type(password);
    }

    private void logOffSupervisor() {
        terminal.await("menu.supervisor", WAIT);
        terminal.press("6");
        terminal.await("logon.operator", WAIT);
    }

    private void enterTwice(String screen, String secret) {
        terminal.await(screen + ".new", WAIT);
        terminal.type(secret);
        terminal.await(screen + ".again", WAIT);
        terminal.type(secret);
    }

    private String pin(int card) {
        return cards.get(card - 1).path("pin").asString();
    }

    /// The card whose balance is low.
    private int poorCard() {
        for (int i = 0; i < cards.size(); i++) {
            if (cards.get(i).at("/hint/zh").asString().contains("51")) {
                return i + 1;
            }
        }
        throw new StepFailed("the drawer has no card with a low balance");
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new StepFailed(otherwise);
        }
    }
}
