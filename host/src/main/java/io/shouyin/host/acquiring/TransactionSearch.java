package io.shouyin.host.acquiring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.shouyin.host.web.OrdinaryTime;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.springframework.format.annotation.DateTimeFormat;

/// What the journal is searched by, as the API takes it. All of it must fit.
///
/// @param query last four of the card, amount in yuan (`1288`, `¥1,288.00`), RRN or its first nine digits and more, terminal, merchant, voucher number or approval code; with blanks
///     between up to three of them, which must all fit
/// @param from when the request came, first moment
/// @param until and the first moment after it
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TransactionSearch(@Size(max = 100) String query, @Pattern(regexp = OUTCOMES) String outcome, @Pattern(regexp = KINDS) String kind,
                                @Size(max = 8) String terminalId, @Pattern(regexp = "|[0-9A-Z]{2}") String responseCode, @Size(max = 40) String channel,
                                @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant from, @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant until) {

    private static final String OUTCOMES = "|PENDING|APPROVED|DECLINED|IN_DOUBT|REVERSED";
    private static final String KINDS = "|SALE|OFFLINE_SALE|VOID|REFUND|PRE_AUTH|PRE_AUTH_TOP_UP|PRE_AUTH_VOID|COMPLETION|COMPLETION_NOTICE|COMPLETION_VOID|BALANCE";
}
