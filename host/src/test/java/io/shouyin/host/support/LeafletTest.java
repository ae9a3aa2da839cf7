package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordRules;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/// The leaflet of a merchant, as a reader of PDF files and a telephone's camera see it.
@HostTest
class LeafletTest {

    private static final MerchantId MERCHANT = new MerchantId("104110054660002");
    private static final String GUIDE = "/api/v1/guidance/" + MERCHANT;
    private static final String LEAFLET = GUIDE + "/leaflet.pdf";
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;

    @BeforeEach
    void aMerchant() {
        merchants.register(new Registration(MERCHANT, "云水茶馆", "CLOUD TEA HOUSE", "5812", "杭州", "057188880001"));
    }

    @Test
    void leaflet_saysWhatThePolicySays_inBothLanguages_andFollowsIt() throws Exception {
        assertThat(text("zh")).contains("密码指南 · 云水茶馆", "守银 Shouyin", "长度 6 至 12 个字符", "每 180 天更换一次", "最近 4 次", "123456").doesNotContain("057188880001");
        assertThat(text("en")).contains("Password guide · CLOUD TEA HOUSE", "6 to 12 characters", "Change it every 180 days", "last 4 passwords");

        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        int newest = admin.get("/api/v1/policies/CARDHOLDER").expect(200).body().path("newestVersion").intValue();
        admin.post("/api/v1/policies/CARDHOLDER", Map.of("level", "MERCHANT", "merchantId", MERCHANT.value(), "seenVersion", newest,
                "changes", Map.of("length.soleMin", 9, "rotation.maxAgeDays", 45))).expect(201);

        assertThat(text("zh")).contains("长度 9 至 12 个字符", "每 45 天更换一次");
        assertThat(text("en")).contains("9 to 12 characters", "Change it every 45 days");
    }

    @Test
    void leaflet_isOnePage_withTitleLanguageAndEveryFontInside() throws Exception {
        for (var language : List.of("zh", "en")) {
            try (var pdf = leaflet(language)) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo(language.equals("zh") ? "zh-CN" : "en");
                assertThat(pdf.getDocumentInformation().getTitle()).contains(language.equals("zh") ? "云水茶馆" : "CLOUD TEA HOUSE");
                var fonts = pdf.getPage(0).getResources();
                for (var name : fonts.getFontNames()) {
                    assertThat(fonts.getFont(name).isEmbedded()).isTrue();
                    assertThat(fonts.getFont(name).getName()).as("a subset").matches("[A-Z]{6}\\+.*");
                }
            }
        }
    }

    @Test
    void qrCode_leadsToThePage() throws Exception {
        try (var pdf = leaflet("zh")) {
            assertThat(scanned(pdf)).isEqualTo(staff.browser().get(GUIDE).expect(200).body().path("pageUrl").asString()).endsWith("/console/guide/" + MERCHANT);
        }
    }

    @Test
    void language_isTheCallers_unlessSaid() throws Exception {
        try (var answer = staff.browser().open(LEAFLET).body(); var pdf = Loader.loadPDF(answer.readAllBytes())) {
            assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("zh-CN");
        }
        staff.browser().get(LEAFLET + "?language=fr").problem(400, "REQUEST_INVALID");
    }

    @Test
    void merchant_unknown_isRefusedByName() {
        staff.browser().get("/api/v1/guidance/104110054669999/leaflet.pdf").problem(404, "MERCHANT_UNKNOWN");
        staff.browser().get("/api/v1/guidance/1041/leaflet.pdf").problem(404, "NOT_FOUND");
    }

    @Test
    void flood_countsWithThePages() {
        var guest = staff.browser().with("X-Forwarded-For", "203.0.113.67");
        for (int i = 0; i < GuidanceController.REQUESTS_PER_MINUTE_MAX; i++) {
            guest.get(GUIDE).expect(200);
        }
        guest.get(LEAFLET).problem(429, "REQUESTS_TOO_MANY");
    }

    @ParameterizedTest
    @CsvSource({"㼆记,㼆记", "𠮷野家,〓野家", "龍門𬭊店,龍門𬭊店", "茶\u202E馆\u200B,茶馆", "a\u2028b,a b", "茶\uD842馆,茶〓馆", "café cafe\u0301,café café", "🍵茶,〓茶", "<b>&amp;,<b>&amp;"})
    void name_ofAnyCharacters_isPrintedAsFarAsTheFontGoes(String name, String printed) throws Exception {
        try (var pdf = Loader.loadPDF(Leaflet.pdf(guide(name, 4), new GuidanceWords(false), DAY))) {
            assertThat(text(pdf)).contains("密码指南 · " + printed);
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("密码指南 · " + printed);
        }
    }

    @Test
    void name_of60Characters_andAPolicyOfManyRules_staysOnThePage() throws Exception {
        for (var name : List.of("很".repeat(60), "W".repeat(60), "Anna's House ".repeat(5).strip())) {
            try (var pdf = Loader.loadPDF(Leaflet.pdf(guide(name, 30), new GuidanceWords(false), DAY))) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(2);
                assertThat(text(pdf).replaceAll("\\s", "")).contains(name.replaceAll("\\s", ""), "规则30");
                assertThat(scanned(pdf)).isEqualTo("https://pay.example/console/guide/" + MERCHANT);
                assertThat(inkAtTheEdges(pdf)).isZero();
            }
        }
    }

    private static Guidance guide(String name, int rules) {
        var lines = IntStream.rangeClosed(1, rules).mapToObj(i -> "规则" + i + ":连续或键盘相邻的数字、字母最多 2 个,同一个字符或同一组字符最多连着出现 2 次。").toList();
        return new Guidance(MERCHANT.value(), new GuidanceWords(false).title(name), Collections.nCopies(2, new Guidance.Section("好的卡密码", lines)), "不要这样设密码",
                List.of(new Guidance.Bad("123456", List.of("必须含有字母"))), PasswordRules.Policy.ofKeypad(6, 12, Set.of(), 2, 2), "https://pay.example/console/guide/" + MERCHANT);
    }

    private String text(String language) throws Exception {
        try (var pdf = leaflet(language)) {
            return text(pdf);
        }
    }

    /// The text in the order in which it was written, lines joined as an English reader would.
    private static String text(PDDocument pdf) throws IOException {
        return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
    }

    private PDDocument leaflet(String language) throws Exception {
        var answer = staff.browser().open(LEAFLET + "?language=" + language);
        try (var body = answer.body()) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("application/pdf");
            assertThat(answer.headers().firstValue("content-disposition")).contains("inline; filename=\"password-guide-" + MERCHANT + "-" + language + ".pdf\"");
            return Loader.loadPDF(body.readAllBytes());
        }
    }

    private static String scanned(PDDocument pdf) throws Exception {
        var image = new PDFRenderer(pdf).renderImageWithDPI(0, 150);
        var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)))).getText();
    }

    /// How many pixels of all pages are not white in the half inch that printers cannot reach.
    private static int inkAtTheEdges(PDDocument pdf) throws IOException {
        var found = new ArrayList<Integer>();
        for (int page = 0; page < pdf.getNumberOfPages(); page++) {
            var image = new PDFRenderer(pdf).renderImageWithDPI(page, 36);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    boolean edge = x < 18 || x > image.getWidth() - 18 || y < 14 || y > image.getHeight() - 14;
                    if (edge && (image.getRGB(x, y) & 0xffffff) != 0xffffff) {
                        found.add(x);
                    }
                }
            }
        }
        return found.size();
    }
}
