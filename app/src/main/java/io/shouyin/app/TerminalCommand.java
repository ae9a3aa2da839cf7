package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.terminal.HandLoad;
import io.shouyin.terminal.HeadlessTerminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.VirtualTerminal;
import io.shouyin.terminal.device.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `terminal`: one virtual terminal, as a page or headless.
@Command(name = "terminal", mixinStandardHelpOptions = true,
        description = {"一台虚拟终端:网页,或 --headless 由标准输入驱动。", "One virtual terminal: a web page, or --headless driven over standard input."},
        footer = {"", "--headless 的命令 / its commands: key 9 9 OK | type abc123 | card swipe|insert|tap 1 | paper in|out|12 | sign 20,90 500,40 | battery 15 | language zh|en | wait SCREEN [SECONDS] | screen | quit"})
final class TerminalCommand implements Callable<Integer> {

    @Option(names = "--data", defaultValue = "${env:SHOUYIN_TERMINAL_DATA:-var/terminal}", description = "状态目录 / state folder (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--host", defaultValue = "${env:SHOUYIN_HOST_URL:-http://127.0.0.1:8080}", converter = HostAddress.class,
            description = "主机 / the host (${DEFAULT-VALUE})")
    private URI host;

    @Option(names = "--port", defaultValue = "${env:SHOUYIN_TERMINAL_PORT:-8090}", converter = PortOptions.Number.class,
            description = "网页端口,0 为任意 / port of the page, 0 = any free one (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--headless", description = "没有网页,从标准输入读命令 / no page, commands from standard input")
    private boolean headless;

    @Option(names = "--activate", paramLabel = "CODE", description = "激活码,否则在终端上输入 / activation code, else it is typed on the terminal")
    private String activationCode;

    @Option(names = "--activate-from", paramLabel = "FILE", description = "从 access.json 读激活码 / reads the code from an access.json")
    private Path activateFrom;

    @Option(names = "--serial", description = "序列号,8 到 32 位 / serial number, 8 to 32 characters")
    private String serialNumber;

    @Option(names = "--model", defaultValue = "Shouyin VT-1", description = "型号:Shouyin VT-1、VT-E 电签、VT-T 智能触屏 / model (${DEFAULT-VALUE})")
    private String model;

    @Option(names = "--cards", paramLabel = "FILE", description = "演示卡 / demo cards (cards.json)")
    private Path cards;

    @Option(names = "--plain", paramLabel = "HOST:PORT", description = "不用 TLS 的接入点 / a gateway without TLS")
    private String plainGateway;

    @Mixin
    private TillOptions till;

    @Option(names = "--lang", defaultValue = "zh", description = "语言 / language: zh, en (${DEFAULT-VALUE})")
    private Language language;

    @Option(names = "--tmk-components", paramLabel = "FILE", split = ",", description = "手工灌装:各分量文件,以逗号分隔 / loads by hand: files with the components, commas between")
    private List<Path> components = List.of();

    @Option(names = "--terminal-settings", paramLabel = "FILE", description = "手工灌装:主机给这台终端的设置 / loads by hand: the host's settings for this terminal")
    private Path deviceSettings;

    @Option(names = "--reset-operators", description = {"手工灌装且自行核验操作员的终端:凭各分量给 99、00、01 新的初始密码,流水保留",
            "loaded by hand and judging its operators itself: new initial passwords for 99, 00 and 01 on proof of the components; what it has kept stays"})
    private boolean resetOperators;

    @Option(names = "--json", description = "输出 JSON / prints JSON")
    private boolean json;

    @Mixin
    private ParentWatch parentWatch;

    @Override
    public Integer call() throws IOException, InterruptedException {
        parentWatch.arm();
        if (resetOperators && components.isEmpty()) {
            throw new Fault("OPTION_MISSING", Recovery.FIX_THE_INPUT, "--reset-operators needs --tmk-components");
        }
        if (!components.isEmpty()) {
            Map<OperatorNumber, Secret> initial = resetOperators ? HandLoad.resetOperators(settings(), components) : HandLoad.load(settings(), components, deviceSettings());
            initial.forEach((operator, password) -> System.err.println(
                    "操作员 " + operator + " 的初始密码,只显示一次 / initial password of operator " + operator + ", shown once: " + Revealed.text(password)));
        }
        if (headless) {
            return HeadlessTerminal.run(settings(), System.in, System.out,
                    json ? HeadlessTerminal.Format.JSON : HeadlessTerminal.Format.PLAIN);
        }
        VirtualTerminal terminal = VirtualTerminal.start(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal-stop"));
        System.out.println(json ? JsonMapper.shared().writeValueAsString(Map.of("port", terminal.port(), "url", terminal.url().toString()))
                : "虚拟终端 / virtual terminal: " + terminal.url());
        System.out.flush();
        new CountDownLatch(1).await();                                  // until a signal ends the process
        return 0;
    }

    private Path deviceSettings() {
        return Optional.ofNullable(deviceSettings).orElseThrow(() -> new Fault("TERMINAL_SETTINGS_UNREADABLE", Recovery.FIX_THE_INPUT, "give --terminal-settings with --tmk-components"));
    }

    private TerminalSettings settings() {
        TerminalSettings settings = TerminalSettings.in(data).withHostUrl(host).withModel(model).withLanguage(language).withWebPort(port);
        settings = serialNumber == null ? settings : settings.withSerialNumber(serialNumber);
        settings = cards == null ? settings : settings.withCardsFile(cards);
        settings = plainGateway == null ? settings : settings.withPlainGateway(TerminalSettings.PlainGateway.of(plainGateway));
        settings = till.onto(settings);
        settings = activateFrom == null ? settings : settings.withActivationCode(codeIn(activateFrom));
        return activationCode == null ? settings : settings.withActivationCode(activationCode);
    }

    static String codeIn(Path accessFile) {
        JsonNode code = NamedFile.json(accessFile).at("/terminal/activationCode");
        if (!code.isString()) {
            throw new Fault("ACTIVATION_CODE_MISSING", Recovery.FIX_THE_INPUT, "the file " + accessFile + " has no activation code");
        }
        return code.asString();
    }
}
