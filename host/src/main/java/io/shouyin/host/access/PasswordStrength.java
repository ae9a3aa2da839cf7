package io.shouyin.host.access;

import io.shouyin.host.web.Texts;
import java.util.List;

/// How strong a password would be, in the caller's language.
///
/// @param score 0 to 4
/// @param weaknesses what makes it easy to guess
/// @param broken rules of the policy in force; history is looked at when it is changed
public record PasswordStrength(int score, List<Point> weaknesses, List<Point> broken) {

    public record Point(String name, String text) {}

    static PasswordStrength of(PasswordAdvice.Advice advice) {
        return new PasswordStrength(advice.strength().score(), advice.strength().weaknesses().stream().map(one -> new Point(one.name(), Texts.english() ? one.en() : one.zh())).toList(),
                advice.broken().stream().map(rule -> new Point(rule.name(), Texts.of(rule))).toList());
    }
}
