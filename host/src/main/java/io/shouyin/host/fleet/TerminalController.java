package io.shouyin.host.fleet;

import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.fleet.status.StatusTimes;
import io.shouyin.host.fleet.status.TerminalStatus;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Terminals for the console: list, one terminal, register with its first passwords (shown once), activation codes.
@RestController
@RequestMapping("/api/v1/terminals")
class TerminalController {

    private static final String PROFILES = "tdes|aes|sm4";

    private final JdbcClient jdbc;
    private final Terminals terminals;
    private final TerminalPasswords passwords;
    private final Merchants merchants;
    private final DeviceSettings device;
    private final StatusTimes times;

    TerminalController(JdbcClient jdbc, Terminals terminals, TerminalPasswords passwords, Merchants merchants, DeviceSettings device, StatusTimes times) {
        this.jdbc = jdbc;
        this.terminals = terminals;
        this.passwords = passwords;
        this.merchants = merchants;
        this.device = device;
        this.times = times;
    }

    /// @param status how it is now, as it follows from what is known of it
    /// @param profile `tdes`, `aes` or `sm4`
    /// @param transactionPassword NONE, SET or LOCKED
    record TerminalItem(String terminalId, String serialNumber, String model, String merchantId, String merchantName,
                        String merchantNameEn, TerminalState state, TerminalStatus status, String profile, boolean signedIn, String batch, Instant lastSeenAt,
                        TerminalPasswords.State transactionPassword, Instant createdAt) {}

    record OperatorItem(String number, OperatorNumber.Role role, TerminalPasswords.State state) {}

    record TerminalDetail(TerminalItem terminal, String masterKeyCheckValue, Instant activatedAt, List<OperatorItem> operators) {}

    private record Row(TerminalId terminal, String serialNumber, String model, MerchantId merchant, TerminalState state, TerminalStatus status, String profile,
                       boolean signedIn, int batch, Instant lastSeenAt, Instant createdAt) {}

    private static final String SELECT = """
            SELECT t.terminal_id, t.serial_number, t.model, t.merchant_id, t.state, t.profile, t.batch_number, t.created_at,
                   s.terminal_id IS NOT NULL AS signed_in,\s""" + TerminalStatus.LAST_HEARD + " AS last_seen_at, " + TerminalStatus.SQL + " AS status" + TerminalStatus.FROM;

    /// @param status without it every one
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<TerminalItem> list(@RequestParam(required = false) @Size(max = 100) String query, @RequestParam(required = false) TerminalStatus status,
                            @Valid @ParameterObject PageQuery page) {
        String[] named = query == null || query.isBlank() ? new String[0]
                : merchants.search(query, new PageQuery(0, PageQuery.SIZE_MAX)).items().stream().map(found -> found.merchantId().value()).toArray(String[]::new);
        Map<String, Object> params = times.params();
        params.put("like", LikePattern.containing(query));
        params.put("named", String.join(",", named));
        params.put("status", status == null ? "" : status.name());
        params.put("size", page.size());
        params.put("offset", page.offset());
        String where = "(t.terminal_id ILIKE :like OR t.serial_number ILIKE :like OR t.merchant_id ILIKE :like OR t.merchant_id = ANY (string_to_array(:named, ',')))";
        String found = status == null ? SELECT + "WHERE " + where : "SELECT * FROM (" + SELECT + "WHERE " + where + ") known WHERE status = :status";
        String counted = status == null ? "SELECT count(*) FROM fleet.terminal t WHERE " + where : "SELECT count(*) FROM (" + found + ") known";
        long total = jdbc.sql(counted).params(params).query(Long.class).single();
        List<Row> rows = jdbc.sql(found + " ORDER BY terminal_id LIMIT :size OFFSET :offset").params(params).query(TerminalController::row).list();
        return Page.of(items(rows), total, page);
    }

    @GetMapping("/{terminalId}")
    @PreAuthorize(Allowed.STAFF)
    TerminalDetail detail(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId) {
        Row row = jdbc.sql(SELECT + "WHERE t.terminal_id = :terminal").params(times.params()).param("terminal", terminalId).query(TerminalController::row).optional()
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
        List<OperatorItem> operators = passwords.operators(row.terminal()).stream()
                .map(operator -> new OperatorItem(operator.number().value(), operator.number().role(), operator.state())).toList();
        Activated activated = jdbc.sql("SELECT master_key_check_value, activated_at FROM fleet.terminal WHERE terminal_id = ?")
                .param(terminalId).query((found, _) -> new Activated(found.getString("master_key_check_value"),
                        instant(found.getObject("activated_at", OffsetDateTime.class)))).single();
        return new TerminalDetail(items(List.of(row)).getFirst(), activated.masterKeyCheckValue(), activated.at(), operators);
    }

    private record Activated(String masterKeyCheckValue, Instant at) {}

    @Operation(summary = "What the device must know besides its keys, for one that is loaded by hand")
    @GetMapping("/{terminalId}/settings")
    @PreAuthorize(Allowed.STAFF)
    Map<String, Object> settings(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId) {
        TerminalSession found = terminals.session(new TerminalId(terminalId))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
        return device.of(found.terminal(), found.merchant(), found.batch(), found.profile(), found.stepUpOnline() ? "online" : "local");
    }

    /// @param profile `tdes`, `aes` or `sm4`; `tdes` without it
    record Registration(@NotNull @Pattern(regexp = "[0-9A-Za-z]{15}") String merchantId,
                        @NotNull @Pattern(regexp = "[0-9A-Za-z-]{8,32}") String serialNumber,
                        @NotNull @Pattern(regexp = "[0-9A-Za-z .-]{1,32}") String model,
                        @Pattern(regexp = PROFILES) String profile) {}

    /// Shown once; nothing of it can be asked for again.
    record Registered(String terminalId, String activationCode, Instant activationExpiresAt, Map<String, String> initialPasswords) {}

    @Operation(summary = "Registers a terminal; its activation code and first passwords are shown this once, and its merchant is told by text message")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.FIRST_SECRETS)
    @FreshLogin
    Registered register(@Valid @RequestBody Registration registration) {
        Terminals.Registered registered = terminals.register(new MerchantId(registration.merchantId()), registration.serialNumber(),
                registration.model(), profile(registration.profile()).orElse(TerminalProfile.TDES));
        Map<String, String> initial = new LinkedHashMap<>();
        registered.initialPasswords().forEach((operator, password) -> initial.put(operator.value(), shownOnce(password)));
        return new Registered(registered.terminal().value(), shownOnce(registered.activation().clear()),
                registered.activation().expiresAt(), initial);
    }

    /// @param profile the cryptography of the keys to come; without it that of the present ones
    record ActivationWanted(@Pattern(regexp = PROFILES) String profile) {}

    record ActivationIssued(String activationCode, Instant activationExpiresAt) {}

    @Operation(summary = "Issues a new activation code, shown this once; the merchant is told by text message")
    @PostMapping("/{terminalId}/activation")
    @PreAuthorize(Allowed.FIRST_SECRETS)
    @FreshLogin
    ActivationIssued issueActivation(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId,
                                     @Valid @RequestBody(required = false) ActivationWanted wanted) {
        Terminals.ActivationCode code = terminals.issueActivation(new TerminalId(terminalId),
                Optional.ofNullable(wanted).flatMap(asked -> profile(asked.profile())));
        return new ActivationIssued(shownOnce(code.clear()), code.expiresAt());
    }

    /// For the live feed.
    Optional<TerminalItem> find(TerminalId terminal) {
        return jdbc.sql(SELECT + "WHERE t.terminal_id = :terminal").params(times.params()).param("terminal", terminal.value()).query(TerminalController::row).optional()
                .map(row -> items(List.of(row)).getFirst());
    }

    private List<TerminalItem> items(List<Row> rows) {
        Map<TerminalId, TerminalPasswords.State> guards = passwords.transactionPasswords(rows.stream().map(Row::terminal).toList());
        return rows.stream().map(row -> {
            Optional<Merchant> merchant = merchants.find(row.merchant());
            return new TerminalItem(row.terminal().value(), row.serialNumber(), row.model(), row.merchant().value(),
                    merchant.map(Merchant::name).orElse(""), merchant.map(Merchant::nameEn).orElse(""), row.state(), row.status(), row.profile(),
                    row.signedIn(), "%06d".formatted(row.batch()), row.lastSeenAt(),
                    guards.getOrDefault(row.terminal(), TerminalPasswords.State.NONE), row.createdAt());
        }).toList();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(new TerminalId(row.getString("terminal_id")), row.getString("serial_number"), row.getString("model"),
                new MerchantId(row.getString("merchant_id")), TerminalState.valueOf(row.getString("state")), TerminalStatus.valueOf(row.getString("status")), row.getString("profile"),
                row.getBoolean("signed_in"),
                row.getInt("batch_number"), instant(row.getObject("last_seen_at", OffsetDateTime.class)),
                instant(row.getObject("created_at", OffsetDateTime.class)));
    }

    private static Optional<TerminalProfile> profile(String code) {
        return Optional.ofNullable(code).map(TerminalProfile::of);
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static String shownOnce(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }
}
