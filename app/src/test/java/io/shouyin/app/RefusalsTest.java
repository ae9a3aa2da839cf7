package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every refusal has a name, a message in Chinese and English, and a place in `docs/reference/refusals.md`, which is made here:
/// `-Dgolden.update=true` writes it anew.
class RefusalsTest {

    private static final Path PAGE = Program.folder().resolveSibling("docs/reference/refusals.md");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern FAULT_BY_CODE = Pattern.compile("new Fault\\(\\s*\"([A-Z][A-Z0-9_]*)\"");

    /// Where the members of an enum are said, in the order of the page. An enum that is missing here has no place on it.
    private static final Map<String, String> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("ResponseCode", "应答码,域 39 · Response codes, field 39");
        PLACES.put("Rule", "密码规则 · Rules for passwords");
        PLACES.put("DecodeRefusal", "报文解码 · Decoding of messages");
        PLACES.put("GatewayRefusal", "终端接入 · The gateway");
        PLACES.put("TerminalRefusal", "终端 · The terminal");
        PLACES.put("FleetRefusal", "终端登记与激活 · Register and activation of terminals");
        PLACES.put("ReleaseRefusal", "发布与更新指令 · Releases, and orders to install them");
        PLACES.put("UpdateRefusal", "终端软件更新 · Updates of terminals");
        PLACES.put("HeartbeatRefusal", "心跳 · Heartbeats");
        PLACES.put("RegisterRefusal", "设备 · Devices, from stock to scrap");
        PLACES.put("MaintenanceRefusal", "维护工单 · Maintenance tickets");
        PLACES.put("OrderRefusal", "终端指令 · Orders to terminals");
        PLACES.put("LogRefusal", "终端日志与截屏 · Logs and screens of terminals");
        PLACES.put("ParameterRefusal", "终端参数 · Parameters of terminals");
        PLACES.put("SoftwareRefusal", "终端软件的更新 · Updates of a terminal's software");
        PLACES.put("ReceiptRefusal", "签购单 · Receipts");
        PLACES.put("OriginalRefusal", "原交易 · The transaction that is voided, refunded or completed");
        PLACES.put("BatchRefusal", "批次 · Batches");
        PLACES.put("CodeRefusal", "二维码 · Codes of merchants and customers");
        PLACES.put("WalletRefusal", "扫码支付 · Payments by code");
        PLACES.put("WalletNoticeRefusal", "钱包的通知 · Notices of wallets");
        PLACES.put("RoutingRefusal", "路由 · Routing");
        PLACES.put("StepUpRefusal", "交易验证 · Factors of a transaction");
        PLACES.put("WatchRefusal", "密码观察 · Password watch");
        PLACES.put("ListRefusal", "交易列表 · The list of transactions");
        PLACES.put("MonitoringRefusal", "监控 · Monitoring");
        PLACES.put("ExportRefusal", "导出 · Exports");
        PLACES.put("SecretRefusal", "密码签发与验证规则 · Issuing passwords, and step-up rules");
        PLACES.put("CardholderRefusal", "持卡用户 · Card users");
        PLACES.put("SheetRefusal", "表格文件 · Tables in files");
        PLACES.put("CeremonyRefusal", "密钥仪式 · Key ceremonies");
        PLACES.put("MerchantRefusal", "商户登记 · Register of merchants");
        PLACES.put("PricingRefusal", "商户费率 · Merchants' rates");
        PLACES.put("AccessRefusal", "控制台登录 · Console logins");
        PLACES.put("ProposalRefusal", "两人复核 · Proposals that a second person approves");
        PLACES.put("WebAuthnRefusal", "通行密钥 · Passkeys");
        PLACES.put("PolicyRefusal", "密码策略 · Password policies");
        PLACES.put("CaseRefusal", "重置申请 · Cases of the service desk");
        PLACES.put("AuditRefusal", "审计日志的查询 · Questions to the audit log");
        PLACES.put("Trouble", "审计日志为何不签署 · Why the audit log is not signed");
        PLACES.put("TlogRefusal", "审计证据的验证 · Verification of the log's evidence");
        PLACES.put("WebRefusal", "HTTP 接口 · HTTP");
        PLACES.put("VaultRefusal", "安全模块 · The security module");
        PLACES.put("KeysRefusal", "更换主密钥 · Change of the master key");
        PLACES.put("VaultSocketRefusal", "独立进程的安全模块 · The security module in a process of its own");
        PLACES.put("NetworkRefusal", "模拟网络 · The simulated network");
        PLACES.put("LineEnd", "模拟网络的连接怎样结束 · How a line of the simulated network ends");
    }

    private static final Map<String, List<Refusal>> REFUSALS = refusals();
    private static final Map<String, Set<String>> FAULTS = faultsByCode();

    private static Map<String, List<Refusal>> refusals() {
        Map<String, List<Refusal>> found = new TreeMap<>(Comparator.comparing((String name) -> List.copyOf(PLACES.keySet()).indexOf(name))
                .thenComparing(Comparator.naturalOrder()));
        for (JavaClass one : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.shouyin")) {
            if (one.isAssignableTo(Refusal.class) && one.isEnum()) {
                found.put(one.getSimpleName(), Arrays.stream(one.reflect().getEnumConstants()).map(Refusal.class::cast).toList());
            }
        }
        return found;
    }

    /// Codes that are written as a text where a fault is thrown, each with the modules that do so.
    private static Map<String, Set<String>> faultsByCode() {
        Map<String, Set<String>> found = new TreeMap<>();
        Set<String> named = names().collect(Collectors.toSet());
        try (Stream<Path> sources = Files.walk(Program.folder().getParent(), 12)) {
            for (Path source : sources.filter(path -> path.toString().contains("/src/main/java/") && path.toString().endsWith(".java")).toList()) {
                Matcher fault = FAULT_BY_CODE.matcher(Files.readString(source));
                while (fault.find()) {
                    if (!named.contains(fault.group(1))) {
                        found.computeIfAbsent(fault.group(1), _ -> new TreeSet<>()).add(Program.folder().getParent().relativize(source).getName(0).toString());
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    private static Stream<String> names() {
        return REFUSALS.values().stream().flatMap(List::stream).map(Refusal::name);
    }

    @Test
    void everyEnum_hasAPlaceOnThePage() {
        assertThat(REFUSALS.keySet()).containsExactlyElementsOf(PLACES.keySet());
    }

    @Test
    void everyRefusal_saysItInBothLanguages() {
        REFUSALS.forEach((where, all) -> assertThat(all).as(where).isNotEmpty().allSatisfy(refusal -> {
            assertThat(refusal.name()).matches("[A-Z][A-Z0-9_]*");
            assertThat(refusal.zh()).as(refusal.name()).isNotBlank().containsPattern(CHINESE);
            assertThat(refusal.en()).as(refusal.name()).isNotBlank().doesNotContainPattern(CHINESE);
        }));
    }

    @Test
    void sameName_saysTheSame() {
        Map<String, Set<String>> texts = new TreeMap<>();
        REFUSALS.values().stream().flatMap(List::stream)
                .forEach(refusal -> texts.computeIfAbsent(refusal.name(), _ -> new LinkedHashSet<>()).add(refusal.zh() + " / " + refusal.en()));
        assertThat(texts).allSatisfy((name, said) -> assertThat(said).as(name).hasSize(1));
    }

    @Test
    void everyFaultByCode_hasATextInBothLanguagesAndNoTextIsIdle() {
        ResourceBundle zh = faultTexts(Locale.CHINESE);
        ResourceBundle en = faultTexts(Locale.ENGLISH);
        assertThat(FAULTS).isNotEmpty();
        assertThat(zh.keySet()).containsExactlyInAnyOrderElementsOf(FAULTS.keySet());
        assertThat(en.keySet()).containsExactlyInAnyOrderElementsOf(FAULTS.keySet());
        assertThat(FAULTS.keySet()).allSatisfy(code -> {
            assertThat(zh.getString(code)).as(code).containsPattern(CHINESE);
            assertThat(en.getString(code)).as(code).isNotBlank().doesNotContainPattern(CHINESE);
        });
    }

    @Test
    void page_listsExactlyThem() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("write it anew with -Dgolden.update=true").content().isEqualTo(page);
    }

    private static String page() {
        List<String> lines = new ArrayList<>(List.of("# 拒绝一览 Refusals", "",
                "每一个“不”都有名字,有中文和英文。本页由 `RefusalsTest` 生成并比对。",
                "Every \"no\" has a name, and a text in Chinese and English. `RefusalsTest` makes this page and compares it.", ""));
        REFUSALS.forEach((where, all) -> {
            boolean wire = all.getFirst() instanceof ResponseCode;
            lines.addAll(List.of("## " + PLACES.getOrDefault(where, where), "",
                    wire ? "| 码 Code | 名字 Name | 中文 | English |" : "| 名字 Name | 中文 | English |", wire ? "|---|---|---|---|" : "|---|---|---|"));
            all.forEach(refusal -> lines.add("| " + (refusal instanceof ResponseCode code ? "`" + code.code() + "` | " : "")
                    + "`" + refusal.name() + "` | " + cell(refusal.zh()) + " | " + cell(refusal.en()) + " |"));
            lines.add("");
        });
        lines.addAll(List.of("## 环境与设置 · Surroundings and set-up", "",
                "外部条件不允许时,程序以这样一句话结束,退出码 1。", "When its surroundings do not allow it, the program ends with such a sentence and exit code 1.", "",
                "| 名字 Name | 中文 | English | 模块 Said by |", "|---|---|---|---|"));
        FAULTS.forEach((code, modules) -> lines.add("| `" + code + "` | " + text(Locale.CHINESE, code) + " | " + text(Locale.ENGLISH, code) + " | "
                + String.join(", ", modules) + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static ResourceBundle faultTexts(Locale locale) {
        return ResourceBundle.getBundle("io.shouyin.app.faults", locale);
    }

    private static String text(Locale locale, String code) {
        ResourceBundle texts = faultTexts(locale);
        return texts.containsKey(code) ? cell(texts.getString(code)) : "";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
