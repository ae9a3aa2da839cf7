package io.shouyin.host.channels;

import io.shouyin.host.platform.Recent;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.qr.PayCode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Whose payment code it is, by the table `channels.pay_code`: prefixes of two digits, and how many digits there are. Of two lines that fit the newest
/// one decides.
@Component
public class PayCodes {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final int PREFIX_DIGITS = 2;

    private final InstantSource clock;
    private final Recent<List<Line>> lines;

    PayCodes(JdbcClient jdbc, InstantSource clock) {
        this.clock = clock;
        this.lines = new Recent<>(() -> jdbc.sql("SELECT wallet, prefix_from, prefix_to, digits_min, digits_max, effective_from FROM channels.pay_code ORDER BY effective_from DESC")
                .query((row, _) -> new Line(row.getString("wallet"), row.getString("prefix_from"), row.getString("prefix_to"), row.getInt("digits_min"),
                        row.getInt("digits_max"), row.getObject("effective_from", LocalDate.class))).list());
    }

    private record Line(String wallet, String prefixFrom, String prefixTo, int digitsMin, int digitsMax, LocalDate effectiveFrom) {

        boolean fits(String digits, LocalDate today) {
            String prefix = digits.substring(0, PREFIX_DIGITS);
            return !effectiveFrom.isAfter(today) && prefixFrom.compareTo(prefix) <= 0 && prefix.compareTo(prefixTo) <= 0
                    && digits.length() >= digitsMin && digits.length() <= digitsMax;
        }
    }

    /// @return such as `ALIPAY`; nothing for a code that no wallet makes
    public Optional<String> walletOf(PayCode code) {
        String digits = code.reveal(CARD_DATA);
        LocalDate today = LocalDate.ofInstant(clock.instant(), CHINA);
        return lines.get().stream().filter(line -> line.fits(digits, today)).findFirst().map(Line::wallet);
    }

    @Scheduled(fixedDelay = Recent.REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        lines.refresh();
    }
}
