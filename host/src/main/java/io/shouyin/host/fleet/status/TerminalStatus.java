package io.shouyin.host.fleet.status;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How a terminal is 终端状态, as it follows from what is known of it. The first one that fits holds: the order here is the precedence, and there is no other place for it.
///
/// What somebody has to do something about comes before what passes, and what explains a silence before the silence.
public enum TerminalStatus {
    RETIRED("t.state = 'RETIRED'"),
    /// In the register, never activated.
    REGISTERED("t.state = 'REGISTERED'"),
    /// The device has noticed something, or an inspection has, that nobody has looked into.
    TAMPERED("b.tampered_at IS NOT NULL OR f.terminal_id IS NOT NULL"),
    /// The host takes no new transactions from it: a deed of staff's, and why it will look dormant, signed off or silent before long.
    LOCKED("k.terminal_id IS NOT NULL"),
    /// No transaction for twelve months, as [#DORMANT_3M] for three.
    DORMANT_12M("coalesce(p.last_transaction_at, t.activated_at) < :dormant12"),
    DORMANT_3M("coalesce(p.last_transaction_at, t.activated_at) < :dormant3"),
    /// It has said that it leaves.
    SIGNED_OFF("s.terminal_id IS NULL"),
    /// Not heard for long. One that was loaded by hand sends no heartbeats, and is given as long as is unusual between two transactions.
    OFFLINE(Heard.LAST + " < CASE WHEN t.device_key_hash IS NULL THEN :silent ELSE :offline END"),
    /// A heartbeat is missing.
    LATE("t.device_key_hash IS NOT NULL AND " + Heard.LAST + " < :late"),
    ONLINE("TRUE");

    private static final class Heard {
        static final String LAST = "coalesce(greatest(b.received_at, p.last_seen_at), t.activated_at)";
    }

    /// The tables that the conditions speak of.
    public static final String FROM = """
             FROM fleet.terminal t
             LEFT JOIN fleet.sign_in s ON s.terminal_id = t.terminal_id
             LEFT JOIN fleet.presence p ON p.terminal_id = t.terminal_id
             LEFT JOIN fleet.heartbeat b ON b.terminal_id = t.terminal_id
             LEFT JOIN fleet.maintenance_ticket f ON f.terminal_id = t.terminal_id AND f.oddity = 'INSPECTED_TAMPERED' AND f.state <> 'CLOSED'
             LEFT JOIN fleet.terminal_lock k ON k.terminal_id = t.terminal_id
            """;

    /// When it was heard last, by message or heartbeat; null if never.
    public static final String LAST_HEARD = "greatest(b.received_at, p.last_seen_at)";

    /// The name of the status, of [StatusTimes]' parameters.
    public static final String SQL = Arrays.stream(values()).map(status -> "WHEN " + status.condition + " THEN '" + status + "'")
            .collect(Collectors.joining(" ", "CASE ", " END"));

    private final String condition;

    TerminalStatus(String condition) {
        this.condition = condition;
    }
}
