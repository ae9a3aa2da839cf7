package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NetworkProcessIT {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), ProcessUnderTest.class.getName(), folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        return process;
    }

    /// The line that says it is ready; the log goes to the same place and is passed over.
    private static JsonNode ready(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("{")) {
            line = out.readLine();
        }
        assertThat(line).isNotNull();
        return Store.JSON.readTree(line);
    }

    @Test
    void run_json_saysThePortsAndEndsCleanlyOnSigterm() throws Exception {
        Process process = start("--json");
        JsonNode ready = ready(process);
        assertThat(ready.propertyNames()).containsExactly("port", "controlPort", "smsPort", "walletPort");
        Message sale;
        String authCode;
        try (HostSide host = HostSide.signedOn(ready.get("port").asInt(), folder)) {
            sale = host.sale(1, CardFiles.readDrawer(folder).getFirst(), 1_000);
            authCode = host.ask(sale).text(38);
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(host.isClosedByNetwork()).isTrue();
        }
        try (NetworkServer again = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0));
             HostSide host = HostSide.signedOn(again, folder)) {
            assertThat(host.ask(sale).text(38)).isEqualTo(authCode);
        }
    }

    @Test
    void run_text_saysWhereComponentsAndCardsAre() throws Exception {
        Process process = start();
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader();
        String line;
        do {
            line = out.readLine();
            said.append(line).append('\n');
        } while (line != null && !line.contains("simulated network ready"));
        assertThat(said).contains("zmk-component-1.txt", "zmk-component-2.txt", "cards.json");
    }

    @Test
    void kill9_underLoad_losesNoAnsweredSaleAndInventsNone() throws Exception {
        Process process = start("--json");
        JsonNode ready = ready(process);
        Map<String, String> authCodes = new HashMap<>();
        Map<String, Message> sales = new HashMap<>();
        DemoCard card = CardFiles.readDrawer(folder).getFirst();
        try (HostSide host = HostSide.signedOn(ready.get("port").asInt(), folder)) {
            Thread killer = null;
            for (int trace = 1; trace <= 5_000; trace++) {
                Message sale = host.sale(trace, card, 100);
                sales.put(sale.text(11), sale);
                host.send(sale);
                if (trace % 10 == 0) {
                    for (int i = 0; i < 5; i++) {
                        Message answer = host.receive();
                        authCodes.put(answer.text(11), answer.text(38));
                    }
                }
                if (trace == 200) {
                    killer = Thread.ofVirtual().start(process::destroyForcibly);
                }
            }
            killer.join();
        } catch (IOException e) {
            assertThat(authCodes).hasSizeGreaterThan(50);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        try (NetworkServer again = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0));
             HostSide host = HostSide.signedOn(again, folder)) {
            assertThat(again.balanceFen(card.pan())).isEqualTo(5_000_000 - 100L * again.postings().size());
            assertThat(again.postings().size()).isBetween(authCodes.size(), sales.size());
            for (Map.Entry<String, String> answered : authCodes.entrySet()) {
                assertThat(host.ask(sales.get(answered.getKey())).text(38)).isEqualTo(answered.getValue());
            }
        }
    }
}
