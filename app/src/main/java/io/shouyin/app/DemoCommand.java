package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.TerminalProfile;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `demo`: everything on one machine, with a merchant, a terminal and cards to play with.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = {"在本机运行全部:数据库、模拟网络、主机、虚拟终端。", "Everything on this machine: database, simulated network, host, virtual terminal."})
final class DemoCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WATCH_MILLIS = 500;
    private static final int SIGNAL_WAIT_MILLIS = 200;

    @Option(names = "--data", defaultValue = "${env:SHOUYIN_DEMO_DATA:-var/demo}", description = "数据目录,再次启动时保留 / data folder, kept (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--profile", defaultValue = "tdes", description = "首次启动时所登记终端的密码算法 / the terminal's cryptography at the first start: tdes, aes, sm4 (${DEFAULT-VALUE})")
    private TerminalProfile profile;

    @Option(names = "--http-port", defaultValue = "${env:SHOUYIN_HTTP_PORT:-8080}", converter = PortOptions.Number.class,
            description = "控制台 / console (${DEFAULT-VALUE})")
    private int httpPort;

    @Option(names = "--management-port", defaultValue = "${env:SHOUYIN_MANAGEMENT_PORT:-8081}", converter = PortOptions.Number.class,
            description = "健康与指标 / health and metrics (${DEFAULT-VALUE})")
    private int managementPort;

    @Option(names = "--gateway-port", defaultValue = "${env:SHOUYIN_GATEWAY_TLS_PORT:-8583}", converter = PortOptions.Number.class,
            description = "终端接入 TLS / terminals, TLS (${DEFAULT-VALUE})")
    private int gatewayPort;

    @Option(names = "--plain-port", defaultValue = "${env:SHOUYIN_GATEWAY_PLAIN_PORT:-8584}", converter = PortOptions.Number.class,
            description = "终端接入明文,仅本机 / terminals, plain (${DEFAULT-VALUE})")
    private int plainPort;

    @Option(names = "--network-port", defaultValue = "${env:SHOUYIN_NETWORK_PORT:-8600}", converter = PortOptions.Number.class,
            description = "模拟网络 / simulated network (${DEFAULT-VALUE})")
    private int networkPort;

    @Option(names = "--network-control-port", defaultValue = "${env:SHOUYIN_NETWORK_CONTROL_PORT:-8601}", converter = PortOptions.Number.class,
            description = "网络的开关 / the network's switches (${DEFAULT-VALUE})")
    private int networkControlPort;

    @Option(names = "--sms-port", defaultValue = "${env:SHOUYIN_NETWORK_SMS_PORT:-2775}", converter = PortOptions.Number.class,
            description = "模拟短信中心 SMPP / simulated message centre (${DEFAULT-VALUE})")
    private int smsPort;

    @Option(names = "--wallet-port", defaultValue = "${env:SHOUYIN_NETWORK_WALLET_PORT:-8602}", converter = PortOptions.Number.class,
            description = "模拟钱包 / simulated wallet (${DEFAULT-VALUE})")
    private int walletPort;

    @Option(names = "--terminal-port", defaultValue = "${env:SHOUYIN_TERMINAL_PORT:-8090}", converter = PortOptions.Number.class,
            description = "虚拟终端 / virtual terminal (${DEFAULT-VALUE})")
    private int terminalPort;

    @Option(names = "--model", defaultValue = "Shouyin VT-1", description = "虚拟终端的型号,如 \"Shouyin VT-E\" / model of the virtual terminal (${DEFAULT-VALUE})")
    private String model;

    @Mixin
    private TillOptions till;

    @Option(names = "--second-network", description = "另起一个模拟网络,作为通道 second / another simulated network, as the channel second")
    private boolean secondNetwork;

    @Option(names = "--json", description = "就绪时输出一行 JSON / one line of JSON when ready")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        till.check();
        ports().refuseSame().refuseTaken();
        PrintStream progress = json ? System.err : System.out;
        CountDownLatch stop = new CountDownLatch(1);
        try (LocalStack stack = new LocalStack(data.toAbsolutePath())) {
            Thread onSignal = new Thread(() -> {
                stop.countDown();
                progress.println("\n正在停止… stopping …");
                stack.close();
                progress.println("已停止,数据保留在 / stopped, data kept in " + data);
            }, "demo-stop");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                start(stack, progress);
                watch(stack, stop);
            } catch (Fault failed) {
                if (stop.await(SIGNAL_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    return 0;                               // Ctrl-C reaches the others too, and may reach them first
                }
                quietly(onSignal);
                throw failed;
            }
        }
        return 0;
    }

    private void start(LocalStack stack, PrintStream progress) {
        boolean first = !Files.exists(stack.accessFile());
        progress.println("1/3 模拟网络 / simulated network …");
        int[] network = stack.startNetwork(networkPort, networkControlPort, smsPort, walletPort);
        if (secondNetwork) {
            progress.println("    第二个网络的开关 / the second network's switches: http://127.0.0.1:" + stack.startSecondNetwork() + "/status");
        }
        stack.makeReleaseSigners();
        progress.println("2/3 数据库与主机 / database and host …" + (first ? "(首次约半分钟 / about half a minute the first time)" : ""));
        LocalStack.HostAddress host = stack.startHost(
                new LocalStack.Ports(httpPort, managementPort, gatewayPort, plainPort, network[0], network[1], terminalPort), network[0], profile);
        progress.println("3/3 虚拟终端 / virtual terminal …");
        int terminal = stack.startTerminalPage(terminalPort, host, model, till);
        describe(stack, host, network[1], terminal, first);
    }

    private void watch(LocalStack stack, CountDownLatch stop) throws InterruptedException {
        while (!stop.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<ChildProcess> ended = stack.ended();
            if (ended.isPresent()) {
                throw new Fault("PROCESS_ENDED", Recovery.STOP,
                        ended.get().name() + " ended by itself; its log is in " + data.resolve("log"));
            }
        }
    }

    /// A start that was refused says why, and nothing of stopping.
    private static void quietly(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException stoppingAlready) {
            return;
        }
    }

    private PortOptions ports() {
        return PortOptions.of("--http-port", httpPort).and("--management-port", managementPort).and("--gateway-port", gatewayPort)
                .and("--plain-port", plainPort).and("--network-port", networkPort).and("--network-control-port", networkControlPort)
                .and("--sms-port", smsPort).and("--wallet-port", walletPort).and("--terminal-port", terminalPort);
    }

    private void describe(LocalStack stack, LocalStack.HostAddress host, int networkControl, int terminal, boolean first) {
        ObjectNode access = (ObjectNode) NamedFile.json(stack.accessFile());
        JsonNode cards = NamedFile.json(stack.networkFolder().resolve("cards.json"));
        access.putObject("addresses")
                .put("console", host.url() + "/console/").put("terminal", "http://localhost:" + terminal + "/")
                .put("terminalTls", "127.0.0.1:" + host.gatewayTls()).put("terminalPlain", "127.0.0.1:" + host.gatewayPlain())
                .put("networkSwitches", "http://127.0.0.1:" + networkControl).put("phone", LocalStack.phonePage(networkControl)).put("wallet", stack.walletPage());
        LocalStack.writePrivately(stack.accessFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(access) + "\n");
        if (json) {
            System.out.println(JSON.writeValueAsString(Map.of("ready", true, "addresses", access.get("addresses"))));
            System.out.flush();
            return;
        }
        PrintStream out = System.out;
        out.println();
        out.println("  虚拟终端 / virtual terminal  http://localhost:" + terminal + "/");
        out.println("  控制台   / console           " + host.url() + "/console/");
        out.println("  手机短信 / phone, texts      " + LocalStack.phonePage(networkControl));
        out.println("  顾客钱包 / a customer's wallet " + stack.walletPage());
        out.println("  终端接入 / for terminals     TLS 127.0.0.1:" + host.gatewayTls() + ", 明文 plain 127.0.0.1:" + host.gatewayPlain());
        out.println("  网络开关 / network switches  http://127.0.0.1:" + networkControl + "/status");
        out.println();
        if (first) {
            out.println("  一次性密码,首次使用时必须修改 / one-time passwords, to be changed at first use:");
            out.println("    控制台 console         admin  " + access.at("/console/initialPassword").asString());
            out.println("    另一位管理员 the other  admin2 " + access.at("/secondAdministrator/initialPassword").asString(""));
            access.at("/terminal/initialPasswords").properties().forEach(entry ->
                    out.println("    终端操作员 operator    " + entry.getKey() + "     " + entry.getValue().asString()));
            out.println("  演示卡密码 / PINs of the demo cards:");
            cards.forEach(card -> out.println("    …" + lastFour(card.get("pan").asString()) + "  " + card.get("pin").asString() + "  "
                    + card.at("/name/zh").asString() + " " + card.at("/hint/zh").asString()));
            out.println();
        }
        out.println("  终端软件 / terminal software " + stack.releaseFolder() + " 可在控制台 软件 上传 / to be uploaded in the console, Software");
        out.println("  密码都在 / the passwords are in " + stack.accessFile() + " (600), " + stack.networkFolder().resolve("cards.json"));
        out.println("  Ctrl-C 停止,数据保留 / stops, data is kept");
        out.flush();
    }

    private static String lastFour(String pan) {
        return pan.substring(pan.length() - 4);
    }
}
