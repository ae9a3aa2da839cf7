package io.shouyin.host.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@HostTest
class BoardTest {

    @Autowired
    private TestStaff staff;

    @Test
    void board_hasMinutes_channelsWithTheirBreakers_andTerminals() {
        JsonNode board = staff.loggedIn(Role.AUDITOR).get("/api/v1/board?minutes=15").expect(200).body();
        assertThat(board.path("minutes").size()).isEqualTo(15);
        JsonNode channel = board.path("channels").path(0);
        assertThat(channel.path("name").asString()).isEqualTo("main");
        assertThat(channel.path("up").asBoolean()).as("no network answers this host").isFalse();
        assertThat(channel.path("breaker").asString()).isEqualTo("CLOSED");
        assertThat(board.path("terminals").path("total").isNumber()).isTrue();
        assertThat(board.path("answers").path("count").isNumber()).isTrue();
    }

    @Test
    void board_ofAWindowThatIsNone_isRefused() {
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        browser.get("/api/v1/board?minutes=0").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/board?minutes=61").problem(400, "REQUEST_INVALID");
    }
}
