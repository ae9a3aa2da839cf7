package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.device.Language;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tour`: the main job, headless, against real processes.
@Command(name = "tour", mixinStandardHelpOptions = true,
        description = {"无界面地走一遍主流程,真实进程与端口;每步成立才以 0 结束。",
                "The main job, headless, on real processes and sockets; ends with 0 only if every step held."})
final class TourCommand implements Callable<Integer> {

    private static final int STOP_WAIT_SECONDS = 20;

    @Option(names = "--lang", defaultValue = "zh", description = "语言 / language: zh, en (${DEFAULT-VALUE})")
    private Language language;

    @Option(names = "--profile", defaultValue = "tdes", description = "终端的密码算法 / the terminal's cryptography: tdes, aes, sm4 (${DEFAULT-VALUE})")
    private TerminalProfile profile;

    @Option(names = "--folder", paramLabel = "DIR", description = "保留数据的目录,默认用后即删 / a folder to keep; by default a temporary one")
    private Path folder;

    @Option(names = "--vault-process", description = "安全模块用独立进程 / with the security module in a process of its own")
    private boolean vaultProcess;

    @Option(names = "--network-behaviour", paramLabel = "JSON", description = {"模拟网络怎样出错,例如 {\"mode\":\"DECLINE\",\"code\":\"91\"}:看流程如何停下",
            "how the simulated network goes wrong: see the tour stop"})
    private String networkBehaviour;

    @Override
    public Integer call() throws IOException {
        boolean chinese = language == Language.ZH;
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path work = folder == null ? Files.createTempDirectory("shouyin-tour-") : folder;
        CountDownLatch done = new CountDownLatch(1);
        try (LocalStack stack = new LocalStack(work.toAbsolutePath())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, done), "tour-stop"));
            out.println(chinese ? "启动模拟网络、数据库、主机和终端(各自独立的进程)…" : "starting network, database, host and terminal, a process each …");
            int[] network = stack.startNetwork(0, 0);
            if (networkBehaviour != null) {
                misbehave(network[1]);
            }
            if (vaultProcess) {
                stack.startVault();
            }
            LocalStack.HostAddress host = stack.startHost(LocalStack.Ports.ANY, network[0], profile);
            HeadlessDriver terminal = new HeadlessDriver(stack.startHeadlessTerminal(host, chinese ? "zh" : "en"));
            new Tour(terminal, NamedFile.json(stack.accessFile()), NamedFile.json(stack.networkFolder().resolve("cards.json")), chinese, out).run();
            return 0;
        } catch (Tour.StepFailed failed) {
            throw new Fault("TOUR_STEP_FAILED", Recovery.STOP, failed.getMessage(), failed);
        } finally {
            if (folder == null) {
                delete(work);
            }
            done.countDown();
        }
    }

    /// Ctrl-C: ends the processes, and lets the temporary folder be deleted.
    private static void stop(LocalStack stack, CountDownLatch done) {
        stack.close();
        try {
            done.await(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException halted) {
            Thread.currentThread().interrupt();
        }
    }

    private void misbehave(int controlPort) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/behaviour")).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(networkBehaviour)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Fault("NETWORK_BEHAVIOUR_REFUSED", Recovery.FIX_THE_INPUT, "the network does not know this behaviour: " + answer.body());
            }
        } catch (IOException unreachable) {
            throw new Fault("PROCESS_ENDED", Recovery.STOP, "the network's switches cannot be reached", unreachable);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("PROCESS_ENDED", Recovery.STOP, "the tour was stopped", stopping);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
