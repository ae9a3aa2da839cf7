package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Patience;
import io.shouyin.host.fleet.updates.SwuImage.Signer;
import io.shouyin.host.fleet.updates.UpdateWorld.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SWUpdate as Debian ships it, unmodified, against a real host: an update from the first poll to its end, and what neither of the two lets pass.
/// Without SWUpdate the tests are skipped by name, with `CI=true` they fail.
class SwupdateIT {

    private static final Path PROGRAM = Path.of("/usr/bin/swupdate");
    private static final byte[] NEW_SOFTWARE = "the till's next software\n".repeat(4000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static UpdateWorld world;
    private static Signer signer;

    @BeforeAll
    static void start() throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            assertThat(System.getenv("CI")).as("SWUpdate is missing, and with CI=true nothing may be").isNotEqualTo("true");
            Assumptions.abort("SWUpdate is not on this machine");
        }
        world = UpdateWorld.start(Map.of("sleep", "1s", "sleep-min", "1s"));
        signer = Signer.named("pos-release-signer");
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    /// A device with SWUpdate on it.
    private record Client(Device device, Path home) {

        static Client on(Device device) throws IOException {
            Path home = Files.createDirectory(folder.resolve(device.terminal().value()));
            Files.writeString(home.resolve("release-cert.pem"), signer.pem());
            Files.writeString(home.resolve("swupdate.cfg"), """
                    globals : { public-key-file = "%s"; };
                    suricatta : { tenant = "DEFAULT"; id = "%s"; url = "http://127.0.0.1:%d"; targettoken = "%s"; polldelay = 1; };
                    identify : ( { name = "serialNo"; value = "SN-%s"; }, { name = "model"; value = "POSTERM"; } );
                    """.formatted(home.resolve("release-cert.pem"), device.terminal(), world.port(), device.token(), device.terminal()));
            return new Client(device, home);
        }

        Path installed() {
            return home.resolve("app.bin");
        }

        Path log() {
            return home.resolve("swupdate.log");
        }

        /// Runs it until `done`, and ends it.
        void runUntil(String what, java.util.function.BooleanSupplier done, List<String> options, String suricatta) throws Exception {
            List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-H", "posterm:1.0", "-f", home.resolve("swupdate.cfg").toString(), "-l", "5"));
            command.addAll(options);
            command.addAll(List.of("-u", suricatta));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("TMPDIR", Files.createTempDirectory(folder, "run").toString());
            builder.environment().keySet().removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
            Process process = builder.start();
            try {
                Patience.until(what + ", see " + log(), done);
            } catch (AssertionError late) {
                throw new AssertionError(Files.readString(log()), late);
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static String said(long action) {
        return String.join("\n", world.told(action));
    }

    @Test
    void update_ofARealClient_isInstalled_andFinishedAfterItsRestart() throws Exception {
        Client client = Client.on(world.device());
        long action = world.assign(client.device(), world.release("1.0.1", SwuImage.of("1.0.1", NEW_SOFTWARE, client.installed(), signer)));

        client.runUntil("the first run has installed it", () -> said(action).contains("All Chunks Installed."), List.of(), "-p 1");
        assertThat(client.installed()).hasBinaryContent(NEW_SOFTWARE);
        assertThat(world.state(action)).as("until the new software has come up").isEqualTo("RUNNING");

        client.runUntil("the second run has told that it came up", () -> world.state(action).equals("FINISHED"), List.of(), "-p 1 -c 2");
        assertThat(client.device().link("deploymentBase")).isNull();
        assertThat(client.device().link("installedBase")).endsWith("/installedBase/" + action);
        assertThat(world.jdbc().sql("SELECT installed_version FROM fleet.update_target WHERE terminal_id = ?").param(client.device().terminal().value())
                .query(String.class).single()).isEqualTo("1.0.1");
        assertThat(world.jdbc().sql("SELECT value FROM fleet.update_attribute WHERE terminal_id = ? AND name = 'serialNo'").param(client.device().terminal().value())
                .query(String.class).single()).isEqualTo("SN-" + client.device().terminal());
    }

    @Test
    void image_ofAnotherSigner_isRefusedByTheClient_andNothingIsWritten() throws Exception {
        Client client = Client.on(world.device());
        long action = world.assign(client.device(), world.release("1.0.2", SwuImage.of("1.0.2", NEW_SOFTWARE, client.installed(), Signer.named("somebody-else"))));
        client.runUntil("the update has failed", () -> world.state(action).equals("ERROR"), List.of(), "-p 1");
        assertThat(client.installed()).doesNotExist();
    }

    @Test
    void image_withAFlippedByte_isRefusedByTheClient() throws Exception {
        Client client = Client.on(world.device());
        byte[] image = SwuImage.of("1.0.3", NEW_SOFTWARE, client.installed(), signer);
        image[image.length - 2000] ^= 1;
        long action = world.assign(client.device(), world.release("1.0.3", image));
        client.runUntil("the update has failed", () -> world.state(action).equals("ERROR"), List.of(), "-p 1");
        assertThat(client.installed()).doesNotExist();
    }

    @Test
    void image_olderThanWhatIsThere_isRefusedByAClientThatShallNotGoBack() throws Exception {
        Client client = Client.on(world.device());
        long action = world.assign(client.device(), world.release("1.0.4", SwuImage.of("1.0.4", NEW_SOFTWARE, client.installed(), signer)));
        client.runUntil("the update has failed", () -> world.state(action).equals("ERROR"), List.of("-N", "2.0.0"), "-p 1");
        assertThat(client.installed()).doesNotExist();
        assertThat(said(action)).contains("No downgrading allowed");
    }

    @Test
    void cancel_isAcknowledgedByTheClient_andEndsTheUpdate() throws Exception {
        Client client = Client.on(world.device());
        long action = world.assign(client.device(), world.release("1.0.5", SwuImage.of("1.0.5", NEW_SOFTWARE, client.installed(), signer)));
        client.device().get("/deploymentBase/" + action).expect(200);
        world.bean(UpdateProgress.class).stop(client.device().terminal(), action);
        assertThat(world.state(action)).isEqualTo("CANCELING");
        client.runUntil("the cancel is acknowledged", () -> world.state(action).equals("CANCELED"), List.of(), "-p 1");
        assertThat(client.installed()).doesNotExist();
    }
}
