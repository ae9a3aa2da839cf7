package io.shouyin.host.policies;

import com.fasterxml.jackson.annotation.JsonValue;
import io.shouyin.kernel.PasswordPolicy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One value of a policy: where it stands in its JSON, what it is called, and which of two values is the tighter.
public enum Knob {
    LENGTH_SOLE_MIN("length.soleMin", "最短长度(唯一因素)", "Length at least, sole factor", higher(policy -> policy.length().soleMin())),
    LENGTH_WITH_FACTOR_MIN("length.withFactorMin", "最短长度(另有因素)", "Length at least, with another factor", higher(policy -> policy.length().withFactorMin())),
    /// A lower scope takes no length away from anybody.
    LENGTH_MAX("length.max", "最长长度", "Length at most", higher(policy -> policy.length().max())),
    ALPHABET("composition.alphabet", "可用字符", "Characters", fixed(policy -> policy.composition().alphabet())),
    REQUIRED("composition.required", "必须含有", "Must contain", more(policy -> policy.composition().required())),
    KINDS_MIN("composition.kindsMin", "字符种类(四种之中)", "Kinds of characters, of four", higher(policy -> policy.composition().kindsMin())),
    SEQUENCE_MAX("composition.sequenceMax", "允许的连续字符", "Longest run allowed", lower(policy -> policy.composition().sequenceMax())),
    REPEAT_MAX("composition.repeatMax", "允许的重复字符", "Longest repetition allowed", lower(policy -> policy.composition().repeatMax())),
    MATCHING("blocking.matching", "禁用词比对", "Forbidden words", higher(policy -> policy.blocking().matching().ordinal())),
    WORDS("blocking.words", "另外的禁用词", "Further forbidden words", more(policy -> policy.blocking().words())),
    /// Not of the policy: with how many of the most common passwords of its length these are compared.
    COMMON_COUNT("blocking.commonCount", "比对的最常见密码条数(长度相符)", "Most common passwords of this length compared with", fixed(_ -> 0)),
    /// Not of the policy: how long the operator's list is that these passwords are compared with, about.
    LEAKED_COUNT("blocking.leakedCount", "泄露密码表条数(约)", "Leaked passwords on the list, about", fixed(_ -> 0)),
    MAX_AGE_DAYS("rotation.maxAgeDays", "有效天数(0 = 不限)", "Good for days (0 = for ever)", lower(policy -> unlimitedIfZero(policy.rotation().maxAgeDays()))),
    ONLY_IF_SOLE_FACTOR("rotation.onlyIfSoleFactor", "仅当是唯一因素时轮换", "Rotates only as sole factor", higher(policy -> policy.rotation().onlyIfSoleFactor() ? 0 : 1)),
    GRACE_DAYS("rotation.graceDays", "过期宽限天数", "Days of grace", lower(policy -> policy.rotation().graceDays())),
    JUDGED_AT_LOGIN("rotation.judgedAtLogin", "登录时重新评判", "Judged again at login", higher(policy -> policy.rotation().judgedAtLogin() ? 1 : 0)),
    HISTORY_COUNT("history.count", "不得重复最近几次", "Not one of the last", higher(policy -> policy.history().count())),
    MIN_AGE_HOURS("history.minAgeHours", "最短使用小时", "Stays for hours", higher(policy -> policy.history().minAgeHours())),
    FAILURES_MAX("attempts.failuresMax", "连续错误次数", "Wrong tries", lower(policy -> policy.attempts().failuresMax())),
    LOCK_MINUTES("attempts.lockMinutes", "锁定分钟(0 = 直到解锁)", "Locked for minutes (0 = until unlocked)", higher(policy -> unlimitedIfZero(policy.attempts().lockMinutes()))),
    IDLE_MINUTES("session.idleMinutes", "空闲退出分钟", "Idle for minutes", lower(policy -> policy.session().idleMinutes())),
    ABSOLUTE_HOURS("session.absoluteHours", "最长会话小时", "Session of hours", lower(policy -> policy.session().absoluteHours())),
    SECOND_FACTOR("factors.second", "第二因素", "Second factor", higher(policy -> policy.factors().second().ordinal())),
    SMS("factors.sms", "短信验证码", "Codes by SMS", higher(policy -> policy.factors().sms().ordinal())),
    CRYPTOGRAPHIC("factors.cryptographic", "须有密码技术因素", "A cryptographic factor", higher(policy -> policy.factors().cryptographic() ? 1 : 0)),
    HASH("storage.hash", "存储方式", "Kept as", fixed(policy -> policy.storage().hash())),
    NORMALISATION("storage.normalisation", "字符规范化", "Normalisation", fixed(policy -> policy.storage().normalisation()));

    private sealed interface Order {
        record Ranked(ToLongFunction<PasswordPolicy> rank) implements Order {}

        record Contained(Function<PasswordPolicy, Set<?>> values) implements Order {}

        record Fixed(Function<PasswordPolicy, Object> value) implements Order {}
    }

    private final String path;
    private final String zh;
    private final String en;
    private final Order order;

    Knob(String path, String zh, String en, Order order) {
        this.path = path;
        this.zh = zh;
        this.en = en;
        this.order = order;
    }

    /// As it is called in files and in the API, such as `rotation.maxAgeDays`.
    @JsonValue
    public String path() {
        return path;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /// Whether it decides anything for these passwords: a terminal has no second factor beside a login, its own limit when idle,
    /// and nobody is kept from changing a password there that somebody may have seen.
    public boolean appliesTo(Realm realm) {
        return switch (this) {
            case LENGTH_WITH_FACTOR_MIN, LEAKED_COUNT, ONLY_IF_SOLE_FACTOR, JUDGED_AT_LOGIN, IDLE_MINUTES, ABSOLUTE_HOURS, SECOND_FACTOR, SMS, CRYPTOGRAPHIC,
                    NORMALISATION, MIN_AGE_HOURS -> realm.ofConsole();
            case LENGTH_SOLE_MIN, LENGTH_MAX, ALPHABET, REQUIRED, KINDS_MIN, SEQUENCE_MAX, REPEAT_MAX, MATCHING, WORDS, COMMON_COUNT, MAX_AGE_DAYS,
                    GRACE_DAYS, HISTORY_COUNT, FAILURES_MAX, LOCK_MINUTES, HASH -> true;
        };
    }

    /// Whether it is a value of a policy, and not of what stands around it.
    public boolean isOfPolicy() {
        return this != COMMON_COUNT && this != LEAKED_COUNT;
    }

    /// Whether a version of a policy can say it: what is kept how is built in, delays after failures in the console are [LoginLimits]' to say,
    /// and no code by SMS opens the console.
    public boolean isSettableFor(Realm realm) {
        return appliesTo(realm) && switch (this) {
            case HASH, LOCK_MINUTES, SMS, CRYPTOGRAPHIC, COMMON_COUNT, LEAKED_COUNT -> false;
            case FAILURES_MAX -> !realm.ofConsole();
            case LENGTH_SOLE_MIN, LENGTH_WITH_FACTOR_MIN, LENGTH_MAX, ALPHABET, REQUIRED, KINDS_MIN, SEQUENCE_MAX, REPEAT_MAX, MATCHING, WORDS, MAX_AGE_DAYS,
                    ONLY_IF_SOLE_FACTOR, GRACE_DAYS, JUDGED_AT_LOGIN, HISTORY_COUNT, MIN_AGE_HOURS, IDLE_MINUTES, ABSOLUTE_HOURS, SECOND_FACTOR,
                    NORMALISATION -> true;
        };
    }

    /// Whether `lower` lets pass what `upper` does not; what may not differ at all is looser when it differs.
    public boolean isLooser(PasswordPolicy lower, PasswordPolicy upper) {
        return switch (order) {
            case Order.Ranked(var rank) -> rank.applyAsLong(lower) < rank.applyAsLong(upper);
            case Order.Contained(var values) -> !values.apply(lower).containsAll(values.apply(upper));
            case Order.Fixed(var value) -> !value.apply(lower).equals(value.apply(upper));
        };
    }

    /// Puts the tighter of both into `lower`'s tree.
    void tighten(ObjectNode lowerTree, PasswordPolicy lower, PasswordPolicy upper, ObjectNode upperTree) {
        if (!isLooser(lower, upper)) {
            return;
        }
        switch (order) {
            case Order.Ranked _, Order.Fixed _ -> put(lowerTree, in(upperTree));
            case Order.Contained(var values) -> {
                var all = new HashSet<Object>(values.apply(lower));
                all.addAll(values.apply(upper));
                put(lowerTree, PolicyJson.tree(all));
            }
        }
    }

    /// As JSON, such as `90` or `["DIGIT","LETTER"]`.
    public String valueIn(PasswordPolicy policy) {
        return in(PolicyJson.tree(policy)).toString();
    }

    JsonNode in(ObjectNode policy) {
        return policy.at("/" + path.replace('.', '/'));
    }

    void put(ObjectNode policy, JsonNode value) {
        int dot = path.indexOf('.');
        ((ObjectNode) policy.get(path.substring(0, dot))).set(path.substring(dot + 1), value);
    }

    private static Order higher(ToLongFunction<PasswordPolicy> value) {
        return new Order.Ranked(value);
    }

    private static Order lower(ToLongFunction<PasswordPolicy> value) {
        return new Order.Ranked(policy -> -value.applyAsLong(policy));
    }

    private static Order more(Function<PasswordPolicy, Set<?>> values) {
        return new Order.Contained(values);
    }

    private static Order fixed(Function<PasswordPolicy, Object> value) {
        return new Order.Fixed(value);
    }

    private static long unlimitedIfZero(int value) {
        return value == 0 ? Long.MAX_VALUE : value;
    }
}
