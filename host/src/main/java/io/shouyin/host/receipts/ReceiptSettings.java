package io.shouyin.host.receipts;

import io.shouyin.kernel.Check;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.receipts.*`.
///
/// @param linkAgeMax how long a customer's link opens the receipt
/// @param linksPerTransactionMax links of one transaction, those in text messages among them
/// @param messagesPerTerminalMax text messages of one terminal in an hour
/// @param looksPerMinuteMax receipts that one address may open
@ConfigurationProperties("shouyin.receipts")
record ReceiptSettings(@DefaultValue("30d") Duration linkAgeMax, @DefaultValue("5") int linksPerTransactionMax,
                       @DefaultValue("60") int messagesPerTerminalMax, @DefaultValue("30") int looksPerMinuteMax) {

    ReceiptSettings {
        Check.argument(linkAgeMax.toDays() >= 1 && linkAgeMax.toDays() <= 99, "shouyin.receipts.link-age-max is 1d to 99d");
        Check.argument(linksPerTransactionMax >= 1, "shouyin.receipts.links-per-transaction-max is at least 1");
        Check.argument(messagesPerTerminalMax >= 0, "shouyin.receipts.messages-per-terminal-max is not negative");
        Check.argument(looksPerMinuteMax >= 1, "shouyin.receipts.looks-per-minute-max is at least 1");
    }
}
