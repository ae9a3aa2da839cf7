package io.shouyin.host.fleet.parameters;

import io.shouyin.kernel.PlainName;

/// What can be said to a terminal, as data: name, type, range, unit, the default of a terminal to which nobody says anything, and in which direction a change
/// lets more money through. A terminal takes what it knows and leaves the rest.
enum Parameter {
    ANSWER_SECONDS_MAX("answerSecondsMax", Type.INTEGER, 5, 99, "s", "60", Looser.NEVER, "等待主机应答的时间", "How long it waits for an answer"),
    REVERSAL_TRIES_MAX("reversalTriesMax", Type.INTEGER, 1, 9, "", "3", Looser.NEVER, "冲正发送几次后告知操作员", "How often a reversal is sent before the operator is told"),
    CARDS_TYPED("cardsTyped", Type.BOOLEAN, 0, 1, "", "true", Looser.IF_TRUE, "可以手工输入卡号", "Card numbers may be typed"),
    PARTIAL_APPROVAL("partialApproval", Type.BOOLEAN, 0, 1, "", "false", Looser.NEVER, "消费可以部分批准", "A part of a sale may be approved"),
    SALE_MAX_FEN("saleMaxFen", Type.FEN, 1, 999_999_999, "fen", "999999999", Looser.IF_HIGHER, "单笔消费或预授权的上限", "The highest amount of one sale or pre-authorization"),
    REFUND_MAX_FEN("refundMaxFen", Type.FEN, 0, 999_999_999, "fen", "1000000", Looser.IF_HIGHER, "单笔退货的上限", "The highest amount of one refund"),
    OFFLINE_FLOOR_FEN("offlineFloorFen", Type.FEN, 0, 100_000, "fen", "0", Looser.IF_HIGHER, "芯片可以脱机批准的上限,0为不允许", "Up to this a chip may approve a sale offline; 0: never"),
    IDLE_LOCK_SECONDS("idleLockSeconds", Type.INTEGER, 15, 900, "s", "60", Looser.NEVER, "无人操作多久后锁屏", "Nobody touched it for so long: it locks"),
    STANDBY_TEXT("standbyText", Type.TEXT, 0, 40, "", "", Looser.NEVER, "待机画面上的文字", "A text on the standby screen"),
    RECEIPT_FOOTER("receiptFooter", Type.TEXT, 0, 40, "", "", Looser.NEVER, "签购单末尾的文字", "A text at the end of receipts");

    enum Type { INTEGER, BOOLEAN, FEN, TEXT }

    /// Which change of the value lets more money through.
    enum Looser { NEVER, IF_HIGHER, IF_TRUE }

    private final String key;
    private final Type type;
    private final long min;
    private final long max;
    private final String unit;
    private final String byDefault;
    private final Looser looser;
    private final String zh;
    private final String en;

    /// @param min of a number; of a text its characters, as is `max`
    Parameter(String key, Type type, long min, long max, String unit, String byDefault, Looser looser, String zh, String en) {
        this.key = key;
        this.type = type;
        this.min = min;
        this.max = max;
        this.unit = unit;
        this.byDefault = byDefault;
        this.looser = looser;
        this.zh = zh;
        this.en = en;
    }

    String key() {
        return key;
    }

    Type type() {
        return type;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    String unit() {
        return unit;
    }

    String byDefault() {
        return byDefault;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }

    /// Whether a change takes two people if it loosens.
    boolean isMoneyLimit() {
        return looser != Looser.NEVER;
    }

    /// Null if there is no such parameter.
    static Parameter keyed(String key) {
        for (Parameter one : values()) {
            if (one.key.equals(key)) {
                return one;
            }
        }
        return null;
    }

    /// @param value a number in decimal, `true` or `false`, a text
    boolean takes(String value) {
        return switch (type) {
            case INTEGER, FEN -> value.matches("0|[1-9][0-9]{0,11}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max;
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case TEXT -> value.length() >= min && value.length() <= max && value.matches(PlainName.TEXT) && !value.matches(".*[0-9]{11,}.*");
        };
    }

    /// Whether `next` lets more through than `before`.
    boolean loosens(String before, String next) {
        return switch (looser) {
            case NEVER -> false;
            case IF_HIGHER -> Long.parseLong(next) > Long.parseLong(before);
            case IF_TRUE -> next.equals("true") && !before.equals("true");
        };
    }
}
