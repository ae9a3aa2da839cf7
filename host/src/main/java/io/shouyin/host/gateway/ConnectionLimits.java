package io.shouyin.host.gateway;

import io.shouyin.kernel.TerminalId;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// How many connections may be open, in all and from one address, and who gives way when there is no room.
///
/// Many shops sit behind one address, so a limit alone would let one peer there lock all others out. A connection on which
/// a terminal has shown a right MAC keeps its place; where there is no room, a newcomer takes the place of the oldest one
/// that has shown nothing. So a peer that only opens connections takes places from itself. A terminal vouches for one
/// connection, its latest: a single key does not fill an address either.
final class ConnectionLimits {

    private final int perAddressMax;
    private final Places all;
    private final Map<InetAddress, Places> byAddress = new HashMap<>();
    private final Map<TerminalId, Place> vouchedFor = new HashMap<>();

    ConnectionLimits(int max, int perAddressMax) {
        this.perAddressMax = perAddressMax;
        this.all = new Places(max);
    }

    /// How many places are taken, and by whom that may be sent away, the oldest first.
    private static final class Places {
        private final int max;
        private final SequencedSet<Place> unproven = new LinkedHashSet<>();
        private int taken;

        private Places(int max) {
            this.max = max;
        }

        private boolean isFull() {
            return taken >= max;
        }
    }

    /// The place of one open connection.
    final class Place {
        private final InetAddress address;
        private final Runnable giveWay;
        private boolean taken;
        private TerminalId terminal;

        private Place(InetAddress address, Runnable giveWay) {
            this.address = address;
            this.giveWay = giveWay;
        }

        /// The terminal has shown a right MAC on this connection.
        void proven(TerminalId shown) {
            synchronized (ConnectionLimits.this) {
                if (taken && !shown.equals(terminal)) {
                    vouch(shown, this);
                }
            }
        }

        /// Gives the place back, unless another has taken it.
        void leave() {
            synchronized (ConnectionLimits.this) {
                if (taken) {
                    give(this);
                }
            }
        }
    }

    /// @param giveWay ends the connection, if its place is wanted for another
    /// @return empty if there is no room, and everybody has shown more than a newcomer
    Optional<Place> enter(InetAddress address, Runnable giveWay) {
        Place newcomer = new Place(address, giveWay);
        Optional<Place> displaced = Optional.empty();
        synchronized (this) {
            Places here = places(address);
            Places tight = here.isFull() ? here : all;
            if (tight.isFull()) {
                if (tight.unproven.isEmpty()) {
                    return Optional.empty();
                }
                displaced = Optional.of(tight.unproven.getFirst());
                give(displaced.get());
            }
            take(newcomer);
        }
        displaced.ifPresent(oldest -> oldest.giveWay.run());
        return Optional.of(newcomer);
    }

    synchronized int open() {
        return all.taken;
    }

    private Places places(InetAddress address) {
        return byAddress.getOrDefault(address, new Places(perAddressMax));
    }

    private void take(Place place) {
        Places here = byAddress.computeIfAbsent(place.address, this::places);
        place.taken = true;
        here.taken++;
        all.taken++;
        here.unproven.addLast(place);
        all.unproven.addLast(place);
    }

    private void give(Place place) {
        Places here = byAddress.get(place.address);
        place.taken = false;
        here.taken--;
        all.taken--;
        here.unproven.remove(place);
        all.unproven.remove(place);
        if (here.taken == 0) {
            byAddress.remove(place.address);
        }
        if (place.terminal != null) {
            vouchedFor.remove(place.terminal);
        }
    }

    private void vouch(TerminalId terminal, Place place) {
        Place earlier = vouchedFor.put(terminal, place);
        if (earlier != null) {                                                      // a line that it has left behind
            earlier.terminal = null;
            byAddress.get(earlier.address).unproven.addFirst(earlier);
            all.unproven.addFirst(earlier);
        }
        if (place.terminal != null) {                                               // several terminals on one line
            vouchedFor.remove(place.terminal);
        }
        place.terminal = terminal;
        byAddress.get(place.address).unproven.remove(place);
        all.unproven.remove(place);
    }
}
