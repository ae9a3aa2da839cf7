package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tour`: the main job, headless, against real processes.
@Command(name = "tour", mixinStandardHelpOptions = true,
        description = {"无界面地走一遍主流程,真实进程与端口;每步成立才以 0 结束。",
                "The main job, headless, on real processes and sockets; ends with 0 only if every step held."})
final class TourCommand implements Callable<Integer> {

    @Option(names = "--lang", defaultValue = "zh", description = "zh, en (${DEFAULT-VALUE})")
    private String language;

    @Option(names = "--folder", paramLabel = "DIR", description = "保留数据的目录,默认用后即删 / a folder to keep; by default a temporary one")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        boolean chinese = language.equals("zh");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path work = folder == null ? Files.createTempDirectory("shouyin-tour-") : folder;
        try (LocalStack stack = new LocalStack(work.toAbsolutePath())) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "tour-stop"));
            out.println(chinese ? "启动模拟网络、数据库、主机和终端(各自独立的进程)…" : "starting network, database, host and terminal, a process each …");
            int[] network = stack.startNetwork(0, 0);
            LocalStack.HostAddress host = stack.startHost(LocalStack.Ports.ANY, network[0]);
            HeadlessDriver terminal = new HeadlessDriver(stack.startHeadlessTerminal(host, language));
            new Tour(terminal, Tour.read(stack.accessFile()), Tour.read(stack.networkFolder().resolve("cards.json")), chinese, out).run();
            return 0;
        } catch (Tour.StepFailed failed) {
            throw new Fault("TOUR_STEP_FAILED", Recovery.STOP, failed.getMessage(), failed);
        } finally {
            if (folder == null) {
                delete(work);
            }
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
