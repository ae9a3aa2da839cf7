package io.shouyin.app;

import io.shouyin.network.NetworkProcess;
import io.shouyin.network.NetworkSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `network`: the simulated card network and its issuer, a message centre and a wallet.
@Command(name = "network", mixinStandardHelpOptions = true,
        description = {"模拟银行卡网络、发卡行、短信中心与钱包。", "The simulated card network, issuer, message centre and wallet."})
final class NetworkCommand implements Callable<Integer> {

    @Option(names = "--data", defaultValue = "${env:SHOUYIN_NETWORK_DATA:-var/network}",
            description = "数据目录 / data folder (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--port", defaultValue = "${env:SHOUYIN_NETWORK_PORT:-8600}", converter = PortOptions.Number.class,
            description = "端口,0 为任意 / port, 0 = any free one (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--control-port", defaultValue = "${env:SHOUYIN_NETWORK_CONTROL_PORT:-8601}", converter = PortOptions.Number.class,
            description = "控制端口:慢、沉默、出错 / control port: slow, silent, wrong (${DEFAULT-VALUE})")
    private int controlPort;

    @Option(names = "--sms-port", defaultValue = "${env:SHOUYIN_NETWORK_SMS_PORT:-2775}", converter = PortOptions.Number.class,
            description = "模拟短信中心 SMPP / simulated message centre (${DEFAULT-VALUE})")
    private int smsPort;

    @Option(names = "--wallet-port", defaultValue = "${env:SHOUYIN_NETWORK_WALLET_PORT:-8602}", converter = PortOptions.Number.class,
            description = "模拟钱包:网页与接口 / simulated wallet: page and API (${DEFAULT-VALUE})")
    private int walletPort;

    @Option(names = "--issuer-of", paramLabel = "FOLDER",
            description = {"另一个模拟网络的数据目录:首次启动时沿用它的发卡行与卡", "data folder of another simulated network: at the first start its issuer's cards are taken over"})
    private Path issuerOf;

    @Option(names = "--json", description = "就绪时输出一行 JSON / one line of JSON when ready")
    private boolean json;

    @Mixin
    private ParentWatch parentWatch;

    @Override
    public Integer call() {
        parentWatch.arm();
        PortOptions.of("--port", port).and("--control-port", controlPort).and("--sms-port", smsPort).and("--wallet-port", walletPort).refuseSame();
        NetworkSettings settings = NetworkSettings.of(data).withPorts(port, controlPort, smsPort, walletPort);
        return NetworkProcess.run(issuerOf == null ? settings : settings.withIssuerOf(issuerOf), json, System.out);
    }
}
