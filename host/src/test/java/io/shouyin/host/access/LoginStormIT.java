package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.gateway.RawTerminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More logins than the host has a place for, on a host whose every connection to the database they would take if they held one.
class LoginStormIT {

    private static final int PLACES = 4;
    private static final int PEOPLE = 10;

    @TempDir
    static Path folder;

    @Test
    void sale_whileThePoolIsFull_goesThrough_andTheExcessIsRefusedByName() throws Exception {
        try (var corridor = Corridor.start(folder, Map.of("test.pepper", "true", "shouyin.access.hash-threads", 1,
                "shouyin.access.hash-waiting-max", PLACES - 1, "shouyin.db.connections-max", PLACES))) {
            corridor.awaitNetwork();
            var terminal = RawTerminal.inService(corridor, "SYLS-000000001");
            var pepper = corridor.bean(HeldPepper.class);
            pepper.hold();
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                var logins = new ExecutorCompletionService<TestBrowser.Answer>(people);
                List<Future<TestBrowser.Answer>> all = new ArrayList<>();
                for (int person = 0; person < PEOPLE; person++) {
                    var username = "somebody" + person;
                    all.add(logins.submit(() -> new TestBrowser(URI.create(corridor.url()).getPort()).login(username, "Brave-Kettle-7-Window")));
                }
                for (int refused = 0; refused < PEOPLE - PLACES; refused++) {
                    var answer = logins.take().get();
                    answer.problem(503, "LOGIN_BUSY");
                    assertThat(answer.headers().get("retry-after")).containsExactly("1");
                }
                assertThat(all.stream().filter(login -> !login.isDone())).as("at work or waiting").hasSize(PLACES);
                assertThat(terminal.askSigned(terminal.sale(100, corridor.network.cards().getFirst()).build()).text(39)).isEqualTo("00");
                assertThat(all.stream().filter(login -> !login.isDone())).as("still").hasSize(PLACES);
                pepper.letGo();
                for (int looked = 0; looked < PLACES; looked++) {
                    logins.take().get().problem(401, "LOGIN_REFUSED");
                }
            } finally {
                pepper.letGo();
            }
        }
    }
}
