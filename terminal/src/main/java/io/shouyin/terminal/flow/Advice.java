package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What an answer says beside its response code, in field 57. What cannot be read was not said.
record Advice(FactorTlv said) {

    static Advice of(Message answer) {
        try {
            return new Advice(answer.has(57) ? FactorTlv.decode(answer.bytes(57)) : FactorTlv.empty());
        } catch (DecodeException unreadable) {
            return new Advice(FactorTlv.empty());
        }
    }

    OptionalInt triesLeft() {
        return number(FactorTlv.TRIES_LEFT);
    }

    /// How many tries are left, in words.
    Optional<Text> triesLeftText() {
        return triesLeft().isEmpty() ? Optional.empty()
                : Optional.of(triesLeft().getAsInt() == 1 ? Text.of("credential.tryLeft") : Text.of("credential.triesLeft", triesLeft().getAsInt()));
    }

    /// The factors that the answer is about: those that are missing, or the one that was wrong, locked or over.
    List<Factor> factors() {
        var factors = new ArrayList<Factor>();
        for (byte code : said.find(FactorTlv.FACTORS_WANTED).orElse(new byte[0])) {
            Factor.of(code & 0xFF).ifPresent(factors::add);
        }
        return factors;
    }

    /// Those of them that are passwords of two people, a half each.
    Set<Factor> halves() {
        Set<Factor> halves = EnumSet.noneOf(Factor.class);
        for (byte code : said.find(FactorTlv.FACTORS_WANTED).orElse(new byte[0])) {
            if ((code & FactorTlv.SECOND_PERSON) != 0) {
                Factor.of(code & 0xFF).filter(factor -> !factor.isFinger()).ifPresent(halves::add);
            }
        }
        return halves;
    }

    /// A new password is wanted, and two people choose a half each.
    boolean wantsNewHalves() {
        for (byte code : said.find(FactorTlv.FACTORS_WANTED).orElse(new byte[0])) {
            if (code == (byte) (FactorTlv.NEW_PASSWORD | FactorTlv.SECOND_PERSON)) {
                return true;
            }
        }
        return false;
    }

    /// Why not, by name, where the response code alone does not tell.
    Optional<String> refusal() {
        return said.text(FactorTlv.REFUSAL);
    }

    /// The same in words, if this terminal knows any.
    Optional<Text> refusalText() {
        return refusal().map(name -> "refusal." + name).filter(Texts.keys(Language.ZH)::contains).map(Text::of);
    }

    /// The rules that a new password broke.
    List<PasswordRules.Rule> broken() {
        List<String> names = List.of(said.text(FactorTlv.RULES_BROKEN).orElse("").split(","));
        return Arrays.stream(PasswordRules.Rule.values()).filter(rule -> names.contains(rule.name())).toList();
    }

    NewPasswordRules newPasswordRules() {
        try {
            Optional<byte[]> rules = said.find(FactorTlv.NEW_PASSWORD_RULES);
            return rules.isPresent() ? NewPasswordRules.decode(rules.get()) : NewPasswordRules.NONE;
        } catch (DecodeException unreadable) {
            return NewPasswordRules.NONE;
        }
    }

    /// Where a code went.
    Optional<String> phoneMasked() {
        return said.text(FactorTlv.PHONE_MASKED);
    }

    Optional<String> stepUpRules() {
        return said.find(FactorTlv.STEP_UP_RULES).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    /// Which part of the rules it is.
    Optional<RulesPart> rulesPart() {
        try {
            Optional<byte[]> part = said.find(FactorTlv.STEP_UP_RULES_PART);
            return part.isPresent() ? Optional.of(RulesPart.decode(part.get())) : Optional.empty();
        } catch (DecodeException unreadable) {
            return Optional.empty();
        }
    }

    /// The amount from which cardholders sign.
    Optional<MinorAmount> signatureFrom() {
        try {
            return said.find(FactorTlv.SIGNATURE_FROM).map(bcd -> MinorAmount.ofField4(HexFormat.of().formatHex(bcd)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    OptionalInt transactionPasswordDaysLeft() {
        return number(FactorTlv.TRANSACTION_PASSWORD_DAYS_LEFT);
    }

    OptionalInt operatorPasswordDaysLeft() {
        return number(FactorTlv.OPERATOR_PASSWORD_DAYS_LEFT);
    }

    private OptionalInt number(int tag) {
        return said.find(tag).filter(value -> value.length == 1).map(value -> OptionalInt.of(value[0] & 0xFF)).orElse(OptionalInt.empty());
    }
}
