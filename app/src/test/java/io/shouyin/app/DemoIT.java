package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./shouyin demo` as an operator meets it: it keeps what was done, ends as a whole, and says in one sentence why it cannot start.
class DemoIT {

    private static final String CONSOLE_PASSWORD = "Lantern-Quay-3094";

    @TempDir
    Path folder;

    @Test
    void starts_afterSigtermCtrlCAndKill_keepDataAndLeaveNoProcess() throws Exception {
        Path data = folder.resolve("demo");
        String oneTime;
        JsonNode issued;
        try (Demo demo = Demo.start(data)) {
            issued = demo.access().get("terminal");
            oneTime = demo.access().at("/console/initialPassword").asString();
            ConsoleApi console = new ConsoleApi(demo.console());
            assertThat(console.signIn("admin", oneTime)).isEqualTo(200);
            assertThat(console.changePassword(oneTime, CONSOLE_PASSWORD)).isEqualTo(204);
            List<ProcessHandle> processes = Program.processesOf(data);
            assertThat(processes).as("demo, network, host, terminal, and PostgreSQL with its workers").hasSizeGreaterThan(5);
            demo.program().signal("TERM");
            assertAllEnd(processes);
        }
        try (Demo demo = Demo.start(data, "--second-network")) {
            assertThat(demo.access().get("terminal")).isEqualTo(issued);
            assertThat(new ConsoleApi(demo.console()).signIn("admin", oneTime)).isEqualTo(401);
            ConsoleApi console = new ConsoleApi(demo.console());
            assertThat(console.signIn("admin", CONSOLE_PASSWORD)).isEqualTo(200);
            JsonNode terminal = JsonMapper.shared().readTree(console.get("terminals")).at("/items/0");
            assertThat(terminal.get("terminalId")).isEqualTo(issued.get("terminalId"));
            assertThat(terminal.get("state").asString()).isEqualTo("ACTIVATED");
            assertThat(channelsUp(console)).containsExactly("main", "second");
            List<ProcessHandle> processes = Program.processesOf(data);
            demo.program().interruptGroup();
            assertAllEnd(processes);
            assertThat(demo.program().err()).contains("已停止").doesNotContain("PROCESS_ENDED", "\tat ");
        }
        try (Demo demo = Demo.start(data)) {
            List<ProcessHandle> processes = Program.processesOf(data);
            assertBooksHold(data);
            demo.program().process().destroyForcibly();
            assertAllEnd(processes);
        }
        assertBooksHold(data);
    }

    /// Beside the running host, and of one that was killed.
    private static void assertBooksHold(Path data) {
        Program.Ended check = CommandLineRun.run("ledger", "check", "--json", "--data", data.resolve("host").toString());
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(JsonMapper.shared().readTree(check.out()).get("holds").asBoolean()).isTrue();
    }

    @Test
    void start_takenPort_isOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String sentence = refusal(folder.resolve("demo"), "--http-port", "" + taken.getLocalPort());
            assertThat(sentence).startsWith("PORT_TAKEN: ").contains("" + taken.getLocalPort(), "--http-port");
        }
        assertThat(folder.resolve("demo")).doesNotExist();
    }

    @Test
    void start_dataOfAnotherPostgreSql_isOneSentence() throws IOException {
        Path data = Files.createDirectories(folder.resolve("demo/host/postgresql/data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        assertThat(refusal(folder.resolve("demo"))).startsWith("DATABASE_VERSION_OTHER: ").contains("17", "18");
    }

    @Test
    void start_folderBelowAFile_isOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refusal(file.resolve("demo"))).startsWith("FOLDER_UNWRITABLE: ").contains(file.resolve("demo") + " ");
    }

    @Test
    void start_readOnlyFolder_isOneSentence() throws Exception {
        onTmpfs("size=1m,ro", disk -> assertThat(refusal(disk.resolve("demo"))).startsWith("FOLDER_UNWRITABLE: ").contains(disk.resolve("demo") + " "));
    }

    @Test
    void start_diskTooSmallForTheDatabase_isOneSentence() throws Exception {
        onTmpfs("size=16m", disk -> assertThat(refusal(disk.resolve("demo"))).startsWith("DATABASE_DISK_FULL: ").contains(disk.toString()));
    }

    @Test
    void start_diskFullFromTheBeginning_isOneSentence() throws Exception {
        onTmpfs("size=4k", disk -> assertThat(refusal(disk.resolve("demo"))).startsWith("DISK_FULL: ").contains(disk.toString()));
    }

    /// The one line that it says, after which nothing of it runs any more.
    private String refusal(Path data, String... otherOptions) {
        List<String> arguments = new ArrayList<>(List.of(Demo.verb(data)));
        for (int at = 0; at < otherOptions.length; at += 2) {
            arguments.set(arguments.indexOf(otherOptions[at]) + 1, otherOptions[at + 1]);
        }
        Program.Ended ended = Program.run(arguments.toArray(String[]::new));
        assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        List<String> said = ended.err().lines().filter(line -> !line.isBlank() && !line.matches("[1-3]/3 .*")).toList();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).containsPattern("[\\p{IsHan}]").containsPattern("[a-z]+ [a-z]+").doesNotContain("Exception", "\tat ");
        assertThat(Program.processesOf(data)).isEmpty();
        return said.getFirst();
    }

    /// Names of the channels, once all of them are up.
    private static List<String> channelsUp(ConsoleApi console) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        JsonNode channels = JsonMapper.shared().readTree(console.get("channels"));
        while (channels.valueStream().anyMatch(channel -> !channel.get("up").asBoolean())) {
            assertThat(System.nanoTime()).as("both networks are there").isLessThan(deadlineNanos);
            LockSupport.parkNanos(20_000_000);
            channels = JsonMapper.shared().readTree(console.get("channels"));
        }
        return channels.valueStream().map(channel -> channel.get("name").asString()).toList();
    }

    private static void assertAllEnd(List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            process.onExit().get(Program.WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private interface OnDisk {
        void use(Path disk) throws Exception;
    }

    private void onTmpfs(String options, OnDisk work) throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        boolean mounted = System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/mount"))
                && new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()).start().waitFor() == 0;
        Assumptions.assumeTrue(mounted, "only root can mount a small disk");
        try {
            work.use(disk);
        } finally {
            assertThat(new ProcessBuilder("umount", disk.toString()).start().waitFor()).isZero();
        }
    }
}
