package io.shouyin.host.monitoring;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.host.acquiring.RecentFigures;
import io.shouyin.host.acquiring.RecentFigures.Figures;
import io.shouyin.host.acquiring.RecentFigures.Minute;
import io.shouyin.host.acquiring.RecentFigures.Times;
import io.shouyin.host.channels.BreakerState;
import io.shouyin.host.channels.ChannelStates;
import io.shouyin.host.channels.ChannelStates.ChannelState;
import io.shouyin.host.fleet.FleetCounts;
import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The live board: what goes on now, in figures that each lead to their transactions.
@RestController
@RequestMapping("/api/v1")
class BoardController {

    private static final Duration TERMINALS_KEPT = Duration.ofSeconds(5);

    private final RecentFigures figures;
    private final ChannelStates channels;
    /// Counting a hundred thousand terminals takes a while, and who looks at a board looks each second.
    private final LoadingCache<BoardController, FleetCounts.Counts> terminals;

    BoardController(RecentFigures figures, ChannelStates channels, FleetCounts fleet) {
        this.figures = figures;
        this.channels = channels;
        this.terminals = Caffeine.newBuilder().expireAfterWrite(TERMINALS_KEPT).build(_ -> fleet.count());
    }

    /// @param minutes that the figures are of, the present one among them; by default 60
    record Window(@Min(1) @Max(RecentFigures.MINUTES_MAX) Integer minutes) {}

    record CodeCount(String code, long count) {}

    /// @param up as this host sees it
    /// @param times of the window; null if nothing went out
    record ChannelOnBoard(String name, boolean up, BreakerState breaker, Long answered, Long unknown, Instant lastAnswerAt, Times times) {}

    /// @param from the window's beginning: with `until` it finds the transactions of each figure in the list
    /// @param codes the most frequent first
    record Board(Instant from, Instant until, long count, long approved, Double approvalRate, List<Minute> minutes, List<CodeCount> codes, Times answers,
                 List<ChannelOnBoard> channels, FleetCounts.Counts terminals) {}

    @Operation(summary = "What goes on now: transactions by the minute, response codes, times, channels, terminals")
    @GetMapping("/board")
    @PreAuthorize(Allowed.STAFF)
    Board board(@Valid @ParameterObject Window window) {
        Figures now = figures.look(Objects.requireNonNullElse(window.minutes(), RecentFigures.MINUTES_MAX));
        List<CodeCount> codes = now.codes().entrySet().stream().map(code -> new CodeCount(code.getKey(), code.getValue()))
                .sorted(Comparator.comparingLong(CodeCount::count).reversed().thenComparing(CodeCount::code)).toList();
        return new Board(now.from(), now.until(), now.count(), now.approved(), now.approvalRate(), now.minutes(), codes, now.answers(),
                channels.all().stream().map(channel -> onBoard(channel, now.channels().get(channel.name()))).toList(), terminals.get(this));
    }

    private static ChannelOnBoard onBoard(ChannelState channel, Times times) {
        return new ChannelOnBoard(channel.name(), channel.up(), channel.breaker(), channel.answered(), channel.unknown(), channel.lastAnswerAt(), times);
    }
}
