package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletChannel.Listed;
import io.shouyin.host.channels.WalletChannel.StaticPayment;
import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.Rrn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Asks the wallet for its list of payments into static codes, day by day, and books what no notice told of. Today and yesterday are looked at each time; a
/// host that was away begins with the first day that was not listed to its end.
@Component
class WalletLists {

    private static final int DAYS_BACK_MAX = 30;
    /// A payment of the last moment is in the list by then.
    private static final Duration DAY_SETTLES = Duration.ofMinutes(10);

    private final WalletChannel wallets;
    private final StaticPayments staticPayments;
    private final JdbcClient jdbc;
    private final AcquiringSettings settings;
    private final Threads threads;
    private final InstantSource clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private Instant lookedAt = Instant.MIN;

    WalletLists(WalletChannel wallets, StaticPayments staticPayments, JdbcClient jdbc, AcquiringSettings settings, Threads threads, InstantSource clock) {
        this.wallets = wallets;
        this.staticPayments = staticPayments;
        this.jdbc = jdbc;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void run() {
        Instant now = clock.instant();
        boolean isDue = now.isBefore(lookedAt) || !now.isBefore(lookedAt.plus(settings.walletListPause()));       // at once if the clock was set back
        if (wallets.isOn() && isDue && looking.compareAndSet(false, true)) {
            lookedAt = now;
            threads.start("wallet-list", () -> {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void look() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), BusinessCalendar.CHINA);
        for (LocalDate day = first(today); !day.isAfter(today); day = day.plusDays(1)) {
            Instant asked = clock.instant();
            if (!take(day)) {
                return;                                                                     // the next look begins with this day
            }
            if (asked.isAfter(day.plusDays(1).atStartOfDay().toInstant(BusinessCalendar.CHINA).plus(DAY_SETTLES))) {
                jdbc.sql("INSERT INTO acquiring.wallet_day (day, listed_at) VALUES (?, ?) ON CONFLICT DO NOTHING").params(day, Journal.utc(asked)).update();
            }
        }
    }

    private LocalDate first(LocalDate today) {
        return jdbc.sql("SELECT greatest(least(max(day) + 1, ?), ?) FROM acquiring.wallet_day").params(today.minusDays(1), today.minusDays(DAYS_BACK_MAX)).query(LocalDate.class).single();
    }

    /// @return false if the list did not come to its end
    private boolean take(LocalDate day) {
        Optional<Rrn> after = Optional.empty();
        while (true) {
            Optional<Listed> listed = wallets.staticPayments(day, after);
            if (listed.isEmpty()) {
                return false;
            }
            listed.get().payments().forEach(staticPayments::take);
            if (!listed.get().more()) {
                return true;
            }
            Optional<Rrn> last = listed.get().payments().stream().map(StaticPayment::reference).reduce((_, next) -> next);
            if (last.isEmpty() || last.equals(after)) {                                 // more of nothing, or of the same
                return false;
            }
            after = last;
        }
    }
}
