package io.shouyin.host.support;

import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordRules.Required;
import io.shouyin.kernel.Refusal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The sentences of a [Guidance], each with its English beside it.
record GuidanceWords(boolean english) {

    String title(String merchant) {
        return say("密码指南 · %s", "Password guide · %s", merchant);
    }

    String cardTitle() {
        return say("好的卡密码", "A good card password");
    }

    String transactionTitle() {
        return say("好的交易密码(商户使用)", "A good transaction password (for the merchant)");
    }

    String kindsTitle() {
        return say("密码有几种", "Kinds of passwords");
    }

    String keepTitle() {
        return say("保管好密码", "Keep it to yourself");
    }

    String forgottenTitle() {
        return say("忘记密码怎么办", "If you have forgotten it");
    }

    String badTitle() {
        return say("不要这样设密码", "Do not choose such as these");
    }

    String scan() {
        return say("扫码看最新内容", "Scan for the latest");
    }

    String madeFrom(LocalDate day) {
        return say("按 %s 生效的密码策略生成;以网页为准。", "Made from the policies in force on %s; the page is always up to date.", day);
    }

    String language() {
        return say("zh-CN", "en");
    }

    String of(Refusal rule) {
        return english ? rule.en() : rule.zh();
    }

    /// What the policy demands, a sentence a rule.
    List<String> rules(PasswordPolicy policy) {
        var lines = new ArrayList<String>();
        var length = policy.length();
        var composition = policy.composition();
        lines.add(say("长度 %d 至 %d 个字符。", "%d to %d characters.", length.soleMin(), length.max()));
        if (!composition.required().isEmpty()) {
            lines.add(say("必须含有:%s。", "It must contain: %s.", composition.required().stream().map(this::word).collect(Collectors.joining(say("、", ", ")))));
        }
        if (composition.kindsMin() > 0) {
            lines.add(say("数字、大写字母、小写字母、符号之中,至少有 %d 种。", "At least %d of digits, capitals, small letters and symbols.",
                    composition.kindsMin()));
        }
        lines.add(say("连续或键盘相邻的数字、字母最多 %d 个,同一个字符或同一组字符最多连着出现 %d 次。",
                "At most %d neighbours of the digits, the alphabet or the keys in a row, and the same character or group at most %d times in a row.",
                composition.sequenceMax(), composition.repeatMax()));
        lines.add(say("不用生日、电话、商户编号、店名,也不用常见的密码(与最常见的三万个比对)。",
                "No birthday, phone number, merchant number or shop's name, and none of the thirty thousand most common passwords."));
        if (!policy.blocking().words().isEmpty()) {
            lines.add(say("也不用这些词:%s。", "Nor any of these words: %s.", String.join(say("、", ", "), policy.blocking().words())));
        }
        lines.add(rotation(policy.rotation()));
        if (policy.history().count() > 0) {
            lines.add(say("不与最近 %d 次用过的密码相同。", "None of the last %d passwords.", policy.history().count()));
        }
        lines.add(attempts(policy.attempts()));
        return List.copyOf(lines);
    }

    private String rotation(PasswordPolicy.Rotation rotation) {
        if (rotation.maxAgeDays() == 0) {
            return say("不必定期更换;怀疑别人知道了,马上更换。", "It need not be changed from time to time; change it at once if somebody else may know it.");
        }
        return say("每 %d 天更换一次(过期后宽限 %d 天);怀疑别人知道了,马上更换。",
                "Change it every %d days (%d days of grace), and at once if somebody else may know it.", rotation.maxAgeDays(), rotation.graceDays());
    }

    private String attempts(PasswordPolicy.Attempts attempts) {
        return attempts.lockMinutes() == 0
                ? say("连续输错 %d 次即锁定,须请人解锁。", "It locks after %d wrong tries in a row, until somebody unlocks it.", attempts.failuresMax())
                : say("连续输错 %d 次,锁定 %d 分钟。", "After %d wrong tries in a row it is locked for %d minutes.", attempts.failuresMax(), attempts.lockMinutes());
    }

    List<String> kinds() {
        return List.of(
                say("一次性密码:用一次即失效,适合偶尔的大额交易。", "One-time password: good once, for a large payment now and then."),
                say("周期密码:在约定的日期和次数之内可用。", "Recurring password: good between two dates and for so many uses."),
                say("组合密码:须有数字、字母和符号,也可由两人各输一半。", "Combination password: digits, letters and symbols; also in two halves, each typed by another person."));
    }

    List<String> keep() {
        return List.of(
                say("不告诉任何人,不写在卡上,输入时用手遮挡。", "Tell it to nobody, do not write it on the card, cover the keys with your hand."),
                say("店员、银行、客服、警察都不会向您索要密码或短信验证码;凡是索要的都是骗子。",
                        "No clerk, bank, service desk or police officer ever asks for your password or a code by SMS: whoever does is a fraud."),
                say("不同的地方用不同的密码。", "Use another password in another place."));
    }

    List<String> forgotten(Optional<String> hotline) {
        return List.of(
                hotline.map(number -> say("请拨打客服 %s,或到店办理。", "Call %s, or ask in the shop.", number)).orElse(say("请到店办理。", "Ask in the shop.")),
                say("核实身份后,新的初始密码只发到您登记的手机;首次使用时必须更改。",
                        "Once you have proved who you are, a new initial password goes to your registered phone alone; change it at its first use."),
                say("没有人能看到或找回旧密码。", "Nobody can see the old password or bring it back."));
    }

    private String word(Required required) {
        return switch (required) {
            case DIGIT -> say("数字", "a digit");
            case LETTER -> say("字母", "a letter");
            case SYMBOL -> say("符号", "a symbol");
        };
    }

    private String say(String zh, String en, Object... values) {
        return (english ? en : zh).formatted(values);
    }
}
