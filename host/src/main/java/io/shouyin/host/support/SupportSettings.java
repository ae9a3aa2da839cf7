package io.shouyin.host.support;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.support.*`.
///
/// @param consoleUrl where people open the console: links in text messages begin with it; this computer unless set
/// @param hotline where customers call who have forgotten a password, as the password guide says it; none unless set
/// @param caseAgeMax from opening to approval
/// @param linkAgeMax how long a link to the page for a new console password is good
/// @param codeAgeMax how long a terminal's or card's new initial password is good
/// @param cooling after a case is completed: the account changes nothing, the terminal's sales are capped, a changed phone gets no link or code
/// @param cooledSaleMaxFen the cap
/// @param casesPerSubjectMax opened about the same subject in 24 hours
/// @param casesPerAgentMax opened by the same person in 24 hours
@ConfigurationProperties("shouyin.support")
record SupportSettings(Optional<String> consoleUrl, Optional<String> hotline, @DefaultValue("24h") Duration caseAgeMax,
                       @DefaultValue("15m") Duration linkAgeMax, @DefaultValue("24h") Duration codeAgeMax, @DefaultValue("24h") Duration cooling,
                       @DefaultValue("100000") long cooledSaleMaxFen, @DefaultValue("3") int casesPerSubjectMax,
                       @DefaultValue("20") int casesPerAgentMax) {

    SupportSettings {
        Check.argument(consoleUrl.map(url -> url.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,60}")).orElse(true), "shouyin.support.console-url is http(s)://host[:port]");
        Check.argument(hotline.map(number -> number.matches("[0-9+() -]{3,30}")).orElse(true), "shouyin.support.hotline is a phone number: digits, +, -, brackets, spaces");
        Check.argument(caseAgeMax.isPositive() && caseAgeMax.compareTo(Duration.ofDays(7)) <= 0, "shouyin.support.case-age-max is positive and at most 7d");
        Check.argument(linkAgeMax.isPositive() && linkAgeMax.compareTo(Duration.ofHours(1)) <= 0, "shouyin.support.link-age-max is positive and at most 1h");
        Check.argument(codeAgeMax.compareTo(Duration.ofHours(1)) >= 0 && codeAgeMax.compareTo(Duration.ofHours(72)) <= 0,
                "shouyin.support.code-age-max is 1h to 72h");
        Check.argument(cooling.compareTo(Duration.ofHours(24)) >= 0, "shouyin.support.cooling is at least 24h");
        Check.argument(cooledSaleMaxFen >= 0, "shouyin.support.cooled-sale-max-fen is not negative");
        Check.argument(casesPerSubjectMax >= 1 && casesPerAgentMax >= 1, "shouyin.support.cases-per-subject-max and cases-per-agent-max are at least 1");
    }
}
