package io.shouyin.host.fleet.status;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a terminal says of itself 心跳. Members that this version does not know are passed over.
///
/// @param sequence rises with each beat of a device, and never again goes back
/// @param at by the terminal's clock
/// @param parametersVersion 0 of one that has none
/// @param batteryPercent 0 to 100; empty of a terminal without a battery
/// @param tamper names of what the device has noticed; empty if all is well
/// @param waitingMessages reversals, notices and offline sales that the host does not have yet
/// @param orderSequence the highest order that it has carried out, 0 for none
/// @param checkpointSize of the latest checkpoint of the audit log that it keeps, 0 for none
public record Heartbeat(long sequence, Instant at, long uptimeSeconds, Software software, long parametersVersion, String model,
                        OptionalInt batteryPercent, Optional<Boolean> charging, Paper paper, Optional<Network> network, Optional<Position> position,
                        List<String> tamper, int waitingMessages, Optional<BatchNumber> batch, boolean signedIn, long orderSequence, long checkpointSize) {

    /// @param slot of two, the one that it runs from
    public record Software(String version, String slot) {}

    /// @param signalDbm empty of a wire
    public record Network(String kind, OptionalInt signalDbm) {}

    /// WGS 84, in millionths of a degree: a tenth of a metre.
    ///
    /// @param accuracyMetres around it the terminal is, most likely
    public record Position(int latitudeMicrodegrees, int longitudeMicrodegrees, int accuracyMetres) {}

    public enum Paper { OK, LOW, OUT, NONE }

    /// A member that is missing, of the wrong kind or out of its range.
    static final class Unreadable extends Exception {
        private final String member;

        private Unreadable(String member) {
            super(member, null, false, false);
            this.member = member;
        }

        /// The member's path, one of ours: never what was sent.
        String member() {
            return member;
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();
    /// Whole numbers that every JSON reader keeps.
    private static final long NUMBER_MAX = (1L << 53) - 1;
    private static final long UPTIME_SECONDS_MAX = 100L * 366 * 24 * 3600;
    private static final int ACCURACY_METRES_MAX = 100_000;
    private static final int TAMPER_FLAGS_MAX = 16;
    private static final int WAITING_MAX = 100_000;
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+_-]{1,32}");
    private static final Pattern SLOT = Pattern.compile("[0-9A-Za-z]{1,8}");
    private static final Pattern MODEL = Pattern.compile("[0-9A-Za-z .-]{1,32}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public Heartbeat {
        tamper = List.copyOf(tamper);
    }

    static Heartbeat read(byte[] body) throws Unreadable {
        try {
            JsonNode json = JSON.readTree(body);
            return new Heartbeat(number(json, "sequence", 1, NUMBER_MAX), time(json, "at"), number(json, "uptimeSeconds", 0, UPTIME_SECONDS_MAX),
                    new Software(word(json, "software/version", VERSION), word(json, "software/slot", SLOT)), number(json, "parametersVersion", 0, NUMBER_MAX),
                    word(json, "model", MODEL), maybe(json, "batteryPercent") ? OptionalInt.of((int) number(json, "batteryPercent", 0, 100)) : OptionalInt.empty(),
                    maybe(json, "charging") ? Optional.of(flag(json, "charging")) : Optional.empty(), paper(json), network(json), position(json), tamper(json),
                    (int) number(json, "waitingMessages", 0, WAITING_MAX), maybe(json, "batch") ? Optional.of(batch(json)) : Optional.empty(), flag(json, "signedIn"),
                    number(json, "orderSequence", 0, NUMBER_MAX), number(json, "checkpointSize", 0, NUMBER_MAX));
        } catch (JacksonException noJson) {
            throw new Unreadable("");
        }
    }

    private static JsonNode at(JsonNode json, String member) {
        return json.at("/" + member);
    }

    private static boolean maybe(JsonNode json, String member) {
        JsonNode value = at(json, member);
        return !value.isMissingNode() && !value.isNull();
    }

    private static long number(JsonNode json, String member, long min, long max) throws Unreadable {
        JsonNode value = at(json, member);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < min || value.asLong() > max) {
            throw new Unreadable(member);
        }
        return value.asLong();
    }

    private static double real(JsonNode json, String member, double min, double max) throws Unreadable {
        JsonNode value = at(json, member);
        if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
            throw new Unreadable(member);
        }
        return value.asDouble();
    }

    private static boolean flag(JsonNode json, String member) throws Unreadable {
        JsonNode value = at(json, member);
        if (!value.isBoolean()) {
            throw new Unreadable(member);
        }
        return value.asBoolean();
    }

    private static String word(JsonNode json, String member, Pattern form) throws Unreadable {
        return text(at(json, member), member, form);
    }

    private static String text(JsonNode value, String member, Pattern form) throws Unreadable {
        if (!value.isString() || !form.matcher(value.asString()).matches()) {
            throw new Unreadable(member);
        }
        return value.asString();
    }

    private static Instant time(JsonNode json, String member) throws Unreadable {
        try {
            Instant at = Instant.parse(at(json, member).asString());
            Check.argument(at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("9999-01-01T00:00:00Z")), "a time of this era");
            return at;
        } catch (DateTimeException | IllegalArgumentException | JacksonException unreadable) {
            throw new Unreadable(member);
        }
    }

    private static BatchNumber batch(JsonNode json) throws Unreadable {
        try {
            return BatchNumber.of(word(json, "batch", Pattern.compile("[0-9]{6}")));
        } catch (IllegalArgumentException none) {
            throw new Unreadable("batch");
        }
    }

    private static Paper paper(JsonNode json) throws Unreadable {
        String said = word(json, "paper", WORD).toUpperCase(Locale.ROOT);
        for (Paper paper : Paper.values()) {
            if (paper.name().equals(said)) {
                return paper;
            }
        }
        throw new Unreadable("paper");
    }

    private static Optional<Network> network(JsonNode json) throws Unreadable {
        if (!maybe(json, "network")) {
            return Optional.empty();
        }
        OptionalInt signal = maybe(json, "network/signalDbm") ? OptionalInt.of((int) number(json, "network/signalDbm", -200, 0)) : OptionalInt.empty();
        return Optional.of(new Network(word(json, "network/kind", WORD), signal));
    }

    private static Optional<Position> position(JsonNode json) throws Unreadable {
        if (!maybe(json, "position")) {
            return Optional.empty();
        }
        return Optional.of(new Position((int) Math.round(real(json, "position/latitude", -90, 90) * 1e6), (int) Math.round(real(json, "position/longitude", -180, 180) * 1e6),
                (int) Math.ceil(real(json, "position/accuracyMetres", 0, ACCURACY_METRES_MAX))));
    }

    private static List<String> tamper(JsonNode json) throws Unreadable {
        if (!maybe(json, "tamper")) {
            return List.of();
        }
        JsonNode flags = at(json, "tamper");
        if (!flags.isArray() || flags.size() > TAMPER_FLAGS_MAX) {
            throw new Unreadable("tamper");
        }
        List<String> read = new ArrayList<>();
        for (JsonNode flag : flags) {
            read.add(text(flag, "tamper", WORD));
        }
        return read.stream().distinct().sorted().toList();
    }
}
