package io.shouyin.app;

import io.shouyin.host.HostApplication;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.TerminalProfile;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `serve`: the host alone.
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = {"只运行主机。SHOUYIN_DB_URL 指向外部 PostgreSQL,否则用内嵌的。",
                "The host alone. SHOUYIN_DB_URL names an external PostgreSQL; without it the embedded one is used."})
final class ServeCommand implements Callable<Integer> {

    private static final Pattern CHANNEL = Pattern.compile("(?<name>[a-z][a-z0-9]*)=(?<address>[^,]+),(?<institution>[0-9]+),(?<folder>.+)");

    @Option(names = "--data", defaultValue = "${env:SHOUYIN_DATA:-var/host}",
            description = "数据目录:数据库、主密钥、证书 / data folder: database, master key, certificate (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--http-port", defaultValue = "${sys:shouyin.http.port:-${env:SHOUYIN_HTTP_PORT:-8080}}", converter = PortOptions.Number.class,
            description = "控制台与 API / console and API (${DEFAULT-VALUE})")
    private int httpPort;

    @Option(names = "--management-port", defaultValue = "${sys:shouyin.management.port:-${env:SHOUYIN_MANAGEMENT_PORT:-8081}}", converter = PortOptions.Number.class,
            description = "健康与指标 / health and metrics (${DEFAULT-VALUE})")
    private int managementPort;

    @Option(names = "--gateway-port", defaultValue = "${sys:shouyin.gateway.tls-port:-${env:SHOUYIN_GATEWAY_TLS_PORT:-8583}}", converter = PortOptions.Number.class,
            description = "终端接入(TLS 1.3) / terminals over TLS 1.3 (${DEFAULT-VALUE})")
    private int gatewayPort;

    @Option(names = "--plain", description = "另开明文端口,仅本机 / a plain listener as well, loopback only")
    private boolean plain;

    @Option(names = "--plain-port", defaultValue = "${sys:shouyin.gateway.plain-port:-${env:SHOUYIN_GATEWAY_PLAIN_PORT:-8584}}", converter = PortOptions.Number.class,
            description = "明文端口 / the plain listener's port (${DEFAULT-VALUE})")
    private int plainPort;

    @Option(names = "--frames-over-http", description = "HTTP 端口也收终端报文(POST /device/v1/frames) / terminals' frames over the HTTP port as well")
    private boolean framesOverHttp;

    @Option(names = "--network", paramLabel = "HOST:PORT", description = "银行卡网络,默认 127.0.0.1:8600 / the card network")
    private String network;

    @Option(names = "--sms-centre", paramLabel = "HOST:PORT", description = {"本机模拟的短信中心(SMPP 明文);真实的用 shouyin.notify.* 设置",
            "the simulated message centre (plain SMPP); a real one is set by shouyin.notify.*"})
    private String smsCentre;

    @Option(names = "--phone-page", paramLabel = "URL", description = "显示短信的模拟手机页面 / the page of the simulated phone that shows the texts")
    private String phonePage;

    @Option(names = "--sms-password-file", paramLabel = "FILE", description = "短信中心的口令文件 / a file with the message centre's password")
    private Path smsPasswordFile;

    @Option(names = "--wallet", paramLabel = "URL", description = "钱包的接口;没有则不开通扫码支付 / the wallets' interface; without it there are no payments by code")
    private URI wallet;

    @Option(names = "--wallet-secret-file", paramLabel = "FILE", description = "与钱包共用的签名密钥文件 / a file with the secret that is shared with the wallets")
    private Path walletSecretFile;

    @Option(names = "--zmk-component", paramLabel = "FILE",
            description = {"本机模拟网络的 ZMK 分量文件,给两个或三个;真实网络的 ZMK 由密钥仪式录入",
                    "a file with a component of the ZMK of the simulated network on this machine, two or three times; a real one comes by a key ceremony"})
    private List<Path> zmkComponents;

    @Option(names = "--channel", paramLabel = "NAME=HOST:PORT,INSTITUTION,FOLDER",
            description = {"另一个通道,到本机的又一个模拟网络:名称、地址、我方机构号、它的数据目录,可给多次;真实的用 shouyin.channels.more.* 设置",
                    "a further channel, to another simulated network on this machine: name, address, our institution number, its data folder; repeatable. A real one is set by shouyin.channels.more.*"})
    private List<String> channels = List.of();

    @Option(names = "--vault-socket", paramLabel = "PATH", description = {"用 vault serve 的安全模块,本进程不打开主密钥",
            "uses the security module of vault serve; this process opens no master key"})
    private Path vaultSocket;

    @Option(names = "--release-keys", paramLabel = "FILE", description = {"终端软件签名人的公钥文件,每行:姓名 编号 公钥;没有则不接受任何发布",
            "the public keys of who signs terminal software, a line each: name id key; without it no release is taken"})
    private Path releaseKeys;

    @Option(names = "--json", description = "就绪时输出一行 JSON / one line of JSON when ready")
    private boolean json;

    @Option(names = "--seed", hidden = true)
    private Path seed;

    @Option(names = "--seed-profile", hidden = true, defaultValue = "tdes")
    private TerminalProfile seedProfile;

    @Mixin
    private ParentWatch parentWatch;

    @Override
    public Integer call() throws InterruptedException {
        parentWatch.arm();
        PortOptions ports = PortOptions.of("--http-port", httpPort).and("--management-port", managementPort).and("--gateway-port", gatewayPort);
        (plain ? ports.and("--plain-port", plainPort) : ports).refuseSame();
        ConfigurableApplicationContext host = HostApplication.start(settings());
        Map<String, Secret> firstPasswords = host.getBean(FirstAdministrators.class).ensure();
        if (seed != null) {
            DemoSeed.sow(host, seed, seedProfile, firstPasswords);
        }
        announce(host, firstPasswords);
        CountDownLatch closed = new CountDownLatch(1);
        host.addApplicationListener(event -> {
            if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                closed.countDown();
            }
        });
        closed.await();
        return 0;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("shouyin.db.folder", data.resolve("postgresql").toString());
        settings.put("shouyin.keys.folder", data.resolve("keys").toString());
        settings.put("shouyin.audit.folder", data.resolve("audit").toString());
        settings.put("shouyin.gateway.certificate-folder", data.resolve("gateway").toString());
        settings.put("shouyin.updates.folder", data.resolve("updates").toString());
        settings.put("shouyin.http.port", httpPort);
        settings.put("shouyin.management.port", managementPort);
        settings.put("shouyin.gateway.tls-port", gatewayPort);
        settings.put("shouyin.gateway.plain-port", plainPort);
        if (plain) {
            settings.put("shouyin.gateway.plain-enabled", true);
        }
        if (framesOverHttp) {
            settings.put("shouyin.gateway.http-enabled", true);
        }
        if (seed != null) {
            // a newcomer is in within seconds; a second factor is offered
            settings.put("shouyin.access.profile", "pci-4.0.1-sole");
            // the demo's few cards pay as often as a load generator wants
            settings.put("shouyin.keys.pin-limits.blocks-per-card-max", 1_000_000_000);
            settings.put("shouyin.keys.pin-limits.blocks-per-terminal-max", 1_000_000_000);
        }
        if (releaseKeys != null) {
            settings.put("shouyin.updates.release-keys", releaseKeys.toString());
        }
        if (vaultSocket != null) {
            settings.put("shouyin.vault.socket", vaultSocket.toString());
        }
        putAddress(settings, "--network", network, "shouyin.channels.network-host", "shouyin.channels.network-port");
        channels.forEach(channel -> putChannel(settings, channel));
        putAddress(settings, "--sms-centre", smsCentre, "shouyin.notify.smpp.host", "shouyin.notify.smpp.port");
        if (smsCentre != null) {
            settings.put("shouyin.notify.smpp.tls", false);
        }
        if (phonePage != null) {
            settings.put("shouyin.notify.phone-page", phonePage);
        }
        if (smsPasswordFile != null) {
            settings.put("shouyin.notify.smpp.password-file", smsPasswordFile.toString());
        }
        if (wallet != null) {
            settings.put("shouyin.channels.wallet.url", wallet.toString());
            if (httpPort != 0) {
                settings.put("shouyin.channels.wallet.notice-url", "http://127.0.0.1:" + httpPort + "/wallet/v1/notices");
            }
        }
        if (walletSecretFile != null) {
            settings.put("shouyin.channels.wallet.secret-file", walletSecretFile.toString());
        }
        if (zmkComponents != null) {
            for (int i = 0; i < zmkComponents.size(); i++) {
                settings.put("shouyin.channels.zone-master-key-components[" + i + "]", zmkComponents.get(i).toString());
            }
        }
        return settings;
    }

    private static void putChannel(Map<String, Object> settings, String channel) {
        Matcher given = CHANNEL.matcher(channel);
        if (!given.matches()) {
            throw new IllegalArgumentException("--channel is given as NAME=HOST:PORT,INSTITUTION,FOLDER");
        }
        String prefix = "shouyin.channels.more." + given.group("name") + '.';
        putAddress(settings, "--channel", given.group("address"), prefix + "network-host", prefix + "network-port");
        settings.put(prefix + "institution", given.group("institution"));
        for (int i = 0; i < 2; i++) {
            settings.put(prefix + "zone-master-key-components[" + i + "]", Path.of(given.group("folder"), "zmk-component-" + (i + 1) + ".txt").toString());
        }
    }

    private static void putAddress(Map<String, Object> settings, String option, String address, String hostKey, String portKey) {
        if (address == null) {
            return;
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !PortOptions.isPort(address.substring(colon + 1))) {
            throw new IllegalArgumentException(option + " is given as HOST:PORT");
        }
        settings.put(hostKey, address.substring(0, colon));
        settings.put(portKey, address.substring(colon + 1));
    }

    private void announce(ConfigurableApplicationContext host, Map<String, Secret> firstPasswords) {
        int http = ((WebServerApplicationContext) host).getWebServer().getPort();
        GatewayServer gateway = host.getBean(GatewayServer.class);
        if (json) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("httpPort", http);
            ready.put("gatewayPort", gateway.tlsPort());
            ready.put("plainPort", gateway.plainPort().orElse(0));
            System.out.println(JsonMapper.shared().writeValueAsString(ready));
        } else {
            System.out.println("控制台 / console:    http://127.0.0.1:" + http + "/console/");
            System.out.println("终端接入 / terminals: TLS " + gateway.tlsPort()
                    + gateway.plainPort().map(port -> ", 明文 plain " + port).orElse(""));
            firstPasswords.forEach((username, password) -> System.out.println("管理员 / administrator: " + username
                    + ", 初始密码(只显示一次,登录后修改;两位管理员由两个人担任) / initial password (shown once, to be changed; two administrators are two people): " + Revealed.text(password)));
        }
        System.out.flush();
        firstPasswords.values().forEach(Secret::close);
    }
}
