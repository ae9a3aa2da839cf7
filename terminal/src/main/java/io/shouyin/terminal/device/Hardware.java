package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a machine senses of itself and its surroundings, for the heartbeats.
///
/// @param position empty where there is no fix
/// @param caseOpen the switch in its case says so
public record Hardware(boolean charging, Network network, Optional<Position> position, boolean caseOpen) {

    private static final int SIGNAL_DBM_MIN = -120;
    private static final int SIGNAL_DBM_MAX = -20;
    private static final int ACCURACY_METRES_MAX = 100_000;

    /// On a desk: at the mains, on the wireless network, its case closed, nobody knows where.
    public static final Hardware USUAL = new Hardware(true, new Network(Kind.WIFI, OptionalInt.of(-58)), Optional.empty(), false);

    public enum Kind { ETHERNET, WIFI, CELLULAR }

    /// @param signalDbm empty of a cable
    public record Network(Kind kind, OptionalInt signalDbm) {

        public Network {
            Check.argument((kind == Kind.ETHERNET) == signalDbm.isEmpty(), "a radio has a signal, a cable has none");
            Check.argument(signalDbm.orElse(SIGNAL_DBM_MIN) >= SIGNAL_DBM_MIN && signalDbm.orElse(SIGNAL_DBM_MAX) <= SIGNAL_DBM_MAX, "a signal is -120 to -20 dBm");
        }
    }

    /// WGS 84 in millionths of a degree, about a hand's breadth.
    public record Position(int latitudeMicrodegrees, int longitudeMicrodegrees, int accuracyMetres) {

        private static final int MICRO = 1_000_000;

        public Position {
            Check.argument(Math.abs(latitudeMicrodegrees) <= 90 * MICRO && Math.abs(longitudeMicrodegrees) <= 180 * MICRO, "a position is on earth");
            Check.argument(accuracyMetres >= 0 && accuracyMetres <= ACCURACY_METRES_MAX, "an accuracy is 0 to 100,000 metres");
        }

        public static Position ofDegrees(double latitude, double longitude, int accuracyMetres) {
            return new Position((int) Math.round(latitude * MICRO), (int) Math.round(longitude * MICRO), accuracyMetres);
        }

        public double latitude() {
            return latitudeMicrodegrees / (double) MICRO;
        }

        public double longitude() {
            return longitudeMicrodegrees / (double) MICRO;
        }
    }

    /// The flags that are up, as heartbeats name them.
    public List<String> tamper() {
        return caseOpen ? List.of("case-open") : List.of();
    }

    public Hardware withCharging(boolean next) {
        return new Hardware(next, network, position, caseOpen);
    }

    /// @param signalDbm of a cable it is not looked at
    public Hardware withNetwork(Kind kind, int signalDbm) {
        return new Hardware(charging, new Network(kind, kind == Kind.ETHERNET ? OptionalInt.empty() : OptionalInt.of(signalDbm)), position, caseOpen);
    }

    public Hardware withPosition(Optional<Position> next) {
        return new Hardware(charging, network, next, caseOpen);
    }

    public Hardware withCaseOpen(boolean next) {
        return new Hardware(charging, network, position, next);
    }
}
