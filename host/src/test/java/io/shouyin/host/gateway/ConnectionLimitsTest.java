package io.shouyin.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.gateway.ConnectionLimits.Place;
import io.shouyin.kernel.TerminalId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private static final InetAddress SHOPS = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");
    private static final TerminalId TERMINAL = new TerminalId("10000001");
    private static final TerminalId OTHER_TERMINAL = new TerminalId("10000002");

    private final ConnectionLimits limits = new ConnectionLimits(4, 3);
    private final List<String> sentAway = new ArrayList<>();

    @Test
    void newcomer_atAFullAddress_takesThePlaceOfTheOldestThatHasShownNothing() {
        enter("a", SHOPS).orElseThrow().proven(TERMINAL);
        enter("b", SHOPS);
        enter("c", SHOPS);
        assertThat(enter("d", SHOPS)).isPresent();
        assertThat(enter("e", SHOPS)).isPresent();
        assertThat(sentAway).containsExactly("b", "c");
        assertThat(limits.open()).isEqualTo(3);
    }

    @Test
    void newcomer_whereEverybodyHasShownATerminal_isRefused() {
        for (int i = 0; i < 3; i++) {
            enter("terminal " + i, SHOPS).orElseThrow().proven(new TerminalId("2000000" + i));
        }
        assertThat(enter("newcomer", SHOPS)).isEmpty();
        assertThat(sentAway).isEmpty();
        assertThat(enter("elsewhere", ELSEWHERE)).isPresent();
    }

    @Test
    void newcomer_whenAllPlacesAreTaken_takesThatOfTheOldestOfAnyAddress() {
        enter("a", SHOPS).orElseThrow().proven(TERMINAL);
        enter("b", SHOPS);
        enter("c", ELSEWHERE);
        enter("d", SHOPS);
        assertThat(enter("e", ELSEWHERE)).isPresent();
        assertThat(sentAway).containsExactly("b");
        assertThat(limits.open()).isEqualTo(4);
    }

    @Test
    void terminal_onASecondLine_vouchesForThatOneOnly() {
        enter("first", SHOPS).orElseThrow().proven(TERMINAL);
        enter("second", SHOPS).orElseThrow().proven(TERMINAL);
        enter("third", SHOPS).orElseThrow().proven(OTHER_TERMINAL);
        enter("newcomer", SHOPS);
        assertThat(sentAway).containsExactly("first");
    }

    @Test
    void line_ofSeveralTerminals_keepsItsPlace() {
        Place concentrator = enter("concentrator", SHOPS).orElseThrow();
        for (TerminalId terminal : List.of(TERMINAL, OTHER_TERMINAL, TERMINAL)) {
            concentrator.proven(terminal);
        }
        for (int i = 0; i < 5; i++) {
            enter("peer " + i, SHOPS);
        }
        assertThat(sentAway).containsExactly("peer 0", "peer 1", "peer 2");
    }

    @Test
    void place_givenBack_isFree_andGivenBackOnce() {
        Place place = enter("a", SHOPS).orElseThrow();
        place.proven(TERMINAL);
        place.leave();
        place.leave();
        place.proven(TERMINAL);
        assertThat(limits.open()).isZero();
    }

    private Optional<Place> enter(String name, InetAddress address) {
        return limits.enter(address, () -> sentAway.add(name));
    }
}
