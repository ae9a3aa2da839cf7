package io.shouyin.host.support;

import io.shouyin.host.merchants.Merchant;
import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.strength.CommonPasswords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a merchant tells its customers about passwords, in one language, made from the policies in force there: what they need first, what its own
/// staff needs last. Nothing in it is secret.
///
/// @param pageUrl of the public page, which opens in the same language
/// @param rules of a card password that a browser can judge by itself
record Guidance(String merchantId, String title, List<Section> sections, String badTitle, List<Bad> bad, PasswordRules.Policy rules, String pageUrl) {

    record Section(String title, List<String> lines) {}

    /// A password that nobody should choose.
    ///
    /// @param why the rules that it breaks, in words
    record Bad(String example, List<String> why) {}

    private static final List<String> TEMPTING = List.of("123456", "abc123", "aaa888", "password1", "admin888", "qwe147", "a13800138000", "b19900101");
    private static final int MERCHANT_DIGITS = 6;

    /// @param hotline where help is to be had, if the provider has one
    static Guidance of(Merchant merchant, PasswordPolicy card, PasswordPolicy transaction, Optional<String> hotline, String pageUrl, boolean english) {
        var words = new GuidanceWords(english);
        return new Guidance(merchant.merchantId().value(), words.title(english && !merchant.nameEn().isBlank() ? merchant.nameEn() : merchant.name()),
                List.of(new Section(words.cardTitle(), words.rules(card)), new Section(words.keepTitle(), words.keep()),
                        new Section(words.forgottenTitle(), words.forgotten(hotline)), new Section(words.kindsTitle(), words.kinds()),
                        new Section(words.transactionTitle(), words.rules(transaction))),
                words.badTitle(), bad(merchant, card, words), card.text(true), pageUrl);
    }

    /// Those that the policy does refuse, and why.
    private static List<Bad> bad(Merchant merchant, PasswordPolicy policy, GuidanceWords words) {
        var number = merchant.merchantId().value();
        var context = new Context(Set.of(number), Set.of(), Set.of(merchant.name(), merchant.nameEn()));
        return Stream.concat(TEMPTING.stream(), Stream.of("k" + number.substring(number.length() - MERCHANT_DIGITS)))
                .map(example -> new Bad(example, CommonPasswords.broken(example, policy.text(true), context).stream().map(words::of).toList()))
                .filter(example -> !example.why().isEmpty()).toList();
    }
}
