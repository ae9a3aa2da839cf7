package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Key ceremonies as two officers hold them: in the console, one of them in Chinese and one in English, and on the command line.
class KeyCeremonyIT {

    private static final String PASSWORD = "Harbour-Kite-5207";
    private static final Pattern PROVOKED = Pattern.compile("\\S+/api/v1/(session|keys/ceremonies)\\S* .*status of (401|403|422).*");

    @TempDir
    Path folder;

    @Test
    void twoOfficers_inTheConsoleAndOnTheCommandLine_makeAndLoadKeys() throws IOException {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"))) {
            String host = URI.create(demo.console()).resolve("/").toString();
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            KeyOfficers.make(host, demo.access(), password, List.of("lin", "zhou"));
            Program.Ended alone = new KeyOfficers(host, password).account("mao", "admin");
            assertThat(alone.exit()).isEqualTo(1);
            assertThat(alone.err()).contains("PROPOSAL_SECOND_PERSON_NEEDED");

            ConsolePage lin = signedIn(chromium, demo, "lin", "zh-CN");
            ConsolePage zhou = signedIn(chromium, demo, "zhou", "en");
            assertThat(lin.page().getByTestId("keys-soft")).containsText("不是经认证的加密机");
            assertThat(zhou.page().getByTestId("keys-soft")).containsText("approved device");
            assertThat(lin.page().getByTestId("master-key")).containsText("PKCS#12");
            assertThat(lin.page().getByTestId("master-key")).containsText("软件,在主机进程内");
            approvesAThird(zhou, host);
            generatedInComponents(lin, zhou);
            TestChromium.picture(lin.page(), "keys");
            sharedOutAndPutTogether(lin, zhou);
            lin.page().setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            TestChromium.fits(lin.page());
            chromium.saysNothing(PROVOKED);

            String terminal = terminalKey(demo, host, password);
            keysReplacedOnlyWhereThatIsSaid(lin.page(), terminal);
        }
    }

    private static ConsolePage signedIn(TestChromium chromium, Demo demo, String name, String locale) {
        ConsolePage console = ConsolePage.open(chromium.window(), demo.console());
        console.speaks(locale);
        console.signsIn(name, PASSWORD);
        console.goesTo("keys");
        return console;
    }

    /// An officer is the second person for another officer's account.
    private static void approvesAThird(ConsolePage officer, String host) {
        HostConsole administrator = new HostConsole(URI.create(host));
        administrator.logIn("admin", Secret.of(PASSWORD));
        String id = administrator.post("accounts", Map.of("username", "wu", "displayName", "吴", "roles", List.of("KEY_OFFICER"))).at("/proposal/id").asString();
        officer.goesTo("staff");
        officer.page().getByTestId("proposal-approve-" + id).click();
        officer.page().getByTestId("confirm-yes").click();
        assertThat(officer.page().getByTestId("one-time-password")).hasText(Pattern.compile("[a-z2-9]{5}-[a-z2-9]{5}"));
        officer.page().getByTestId("one-time-kept").click();
        officer.page().getByTestId("one-time-done").click();
        assertThat(officer.rows("proposals").filter(new Locator.FilterOptions().setHasText(id))).containsText("Done");
        officer.goesTo("keys");
    }

    private static void generatedInComponents(ConsolePage lin, ConsolePage zhou) {
        lin.page().getByTestId("keys-propose").click();
        lin.page().getByTestId("propose-name").fill("browser-zmk");
        lin.page().getByTestId("propose-submit").click();
        assertThat(lin.page().getByTestId("ceremony-hint")).containsText("另一位密钥管理员");

        approves(zhou, "browser-zmk");
        zhou.page().getByTestId("ceremony-show").click();
        sees(zhou.page());
        assertThat(zhou.page().getByTestId("ceremony-hint")).containsText("Your part is done");
        zhou.page().getByTestId("ceremony-close").click();

        lin.page().getByTestId("ceremony-show").click();
        sees(lin.page());
        assertThat(lin.page().getByTestId("ceremony-state")).hasText("完成");
        String checkValue = lin.page().getByTestId("ceremony-check").innerText();
        lin.page().getByTestId("ceremony-close").click();

        lin.page().getByTestId("key-browser-zmk-1-ACTIVATE").click();
        lin.page().getByTestId("propose-check").fill("000000");
        lin.page().getByTestId("propose-submit").click();
        assertThat(lin.page().getByTestId("propose-problem")).containsText("校验值");
        lin.page().getByTestId("propose-cancel").click();
        changed(lin, zhou, "ACTIVATE", checkValue, "Active");
        changed(lin, zhou, "REVOKE", checkValue, "Revoked");
        changed(lin, zhou, "DESTROY", checkValue, "Destroyed");
    }

    /// One clicks at the key and types its check value, the other approves.
    private static void changed(ConsolePage lin, ConsolePage zhou, String kind, String checkValue, String state) {
        lin.page().getByTestId("key-browser-zmk-1-" + kind).click();
        lin.page().getByTestId("propose-check").fill(checkValue);
        lin.page().getByTestId("propose-submit").click();
        assertThat(lin.page().getByTestId("ceremony-state")).hasText("待批准");
        lin.page().getByTestId("ceremony-close").click();
        approves(zhou, "browser-zmk");
        assertThat(zhou.page().getByTestId("ceremony-state")).hasText("Done");
        zhou.page().getByTestId("ceremony-close").click();
        assertThat(zhou.rows("keys").filter(new Locator.FilterOptions().setHasText("browser-zmk"))).containsText(state);
    }

    private static void approves(ConsolePage officer, String key) {
        Locator newest = officer.rows("ceremonies").first();
        assertThat(newest).containsText(Pattern.compile(key + ".*Waits for approval", Pattern.DOTALL));
        newest.click();
        officer.page().getByTestId("ceremony-approve").click();
    }

    /// Shares that were shown give the same key when they are typed.
    private static void sharedOutAndPutTogether(ConsolePage lin, ConsolePage zhou) {
        lin.page().getByTestId("keys-propose").click();
        lin.page().getByTestId("propose-name").fill("browser-shared");
        lin.page().getByTestId("propose-shares").click();
        lin.page().getByTestId("propose-submit").click();
        assertThat(lin.page().getByTestId("ceremony-dialog")).containsText("2 份中任 2 份");
        approves(zhou, "browser-shared");
        zhou.page().getByTestId("ceremony-show").click();
        Part first = sees(zhou.page());
        zhou.page().getByTestId("ceremony-close").click();
        lin.page().getByTestId("ceremony-show").click();
        Part second = sees(lin.page());
        String checkValue = lin.page().getByTestId("ceremony-check").innerText();
        lin.page().getByTestId("ceremony-close").click();

        lin.page().getByTestId("keys-propose").click();
        lin.page().getByTestId("propose-kind").click();
        lin.page().getByTestId("propose-kind-ENTER").click();
        lin.page().getByTestId("propose-name").fill("browser-typed");
        lin.page().getByTestId("propose-shares").click();
        lin.page().getByTestId("propose-check").fill(checkValue);
        lin.page().getByTestId("propose-submit").click();
        approves(zhou, "browser-typed");
        types(zhou.page(), 1, first);
        assertThat(zhou.page().getByTestId("ceremony-hint")).containsText("Your part is done");
        zhou.page().getByTestId("ceremony-close").click();
        types(lin.page(), 2, second);
        assertThat(lin.page().getByTestId("ceremony-state")).hasText("完成");
        assertThat(lin.page().getByTestId("ceremony-check")).hasText(checkValue);
        lin.page().getByTestId("ceremony-close").click();
    }

    private static void types(Page page, int number, Part part) {
        page.getByTestId("part-number").locator("input").fill("" + number);
        page.getByTestId("part-check").fill(part.checkValue());
        page.getByTestId("part-hex").fill(part.hex());
        page.getByTestId("part-again").fill(part.hex());
        page.getByTestId("ceremony-enter").click();
    }

    /// What an officer writes down.
    private record Part(String hex, String checkValue) {}

    private static Part sees(Page page) {
        assertThat(page.getByTestId("part-hex-ZONE_MASTER")).hasText(Pattern.compile("([0-9A-F]{4} ){15}[0-9A-F]{4}"));
        Part part = new Part(page.getByTestId("part-hex-ZONE_MASTER").innerText(), page.getByTestId("part-check-ZONE_MASTER").innerText());
        assertThat(page.getByTestId("part-done")).isDisabled();
        page.getByTestId("part-kept").click();
        page.getByTestId("part-done").click();
        return part;
    }

    /// The files that the officers carry make a virtual terminal ready to log on to.
    ///
    /// @return its number
    private String terminalKey(Demo demo, String host, Path password) throws IOException {
        HostConsole administrator = new HostConsole(URI.create(host));
        administrator.logIn("admin", Secret.of(PASSWORD));
        String merchant = administrator.get("merchants").path("items").get(0).path("merchantId").asString();
        String terminal = administrator.post("terminals", Map.of("merchantId", merchant, "serialNumber", "SYHAND-0001", "model", "Shouyin VT-1"))
                .path("terminalId").asString();
        Path one = folder.resolve("component-1.txt");
        Path two = folder.resolve("component-2.txt");
        Path settings = folder.resolve("settings.json");
        Program.Ended same = CommandLineRun.run("vault", "terminal-key", terminal, "--host", host, "--officers", "lin,lin", "--password-files",
                password + "," + password, "--part-files", one + "," + two, "--terminal-settings", settings.toString());
        assertThat(same.exit()).isEqualTo(1);
        assertThat(same.err()).contains("CEREMONY_SECOND_PERSON_NEEDED");
        assertThat(terminalCeremonies(host, password)).as("refused before anything is proposed").isEmpty();
        assertThat(List.of(one, two, settings)).noneMatch(Files::exists);

        Path wrong = Files.writeString(folder.resolve("wrong-password"), "Wrong-Kite-5207");
        Program.Ended halted = CommandLineRun.run("vault", "terminal-key", terminal, "--host", host, "--officers", "lin,zhou,admin", "--password-files",
                password + "," + password + "," + wrong, "--part-files", one + "," + two + "," + folder.resolve("component-3.txt"),
                "--terminal-settings", settings.toString());
        assertThat(halted.exit()).isEqualTo(1);
        assertThat(halted.err().strip().lines()).hasSize(1).allMatch(line -> line.startsWith("LOGIN_REFUSED: "));
        assertThat(terminalCeremonies(host, password)).singleElement().asString().contains(" CANCELLED ");
        assertThat(List.of(one, two, folder.resolve("component-3.txt"), settings)).noneMatch(Files::exists);

        Files.writeString(two, "kept");
        Program.Ended taken = CommandLineRun.run("vault", "terminal-key", terminal, "--host", host, "--officers", "lin,zhou", "--password-files",
                password + "," + password, "--part-files", one + "," + two);
        assertThat(taken.err()).startsWith("KEY_PART_FILE_REFUSED: ");
        assertThat(terminalCeremonies(host, password)).hasSize(1);
        assertThat(one).doesNotExist();
        assertThat(two).hasContent("kept");
        Files.delete(two);

        Program.Ended loaded = CommandLineRun.run("vault", "terminal-key", terminal, "--host", host, "--officers", "lin,zhou", "--password-files",
                password + "," + password, "--part-files", one + "," + two, "--credential-key", "--terminal-settings", settings.toString());
        assertThat(loaded.exit()).as(loaded.err()).isZero();
        assertThat(loaded.out()).contains("TERMINAL " + terminal + " DONE").doesNotContain("component=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one))).isEqualTo("rw-------");
        Program.Ended again = CommandLineRun.run("vault", "terminal-key", terminal, "--host", host, "--officers", "lin,zhou", "--password-files",
                password + "," + password);
        assertThat(again.err()).startsWith("TERMINAL_HAS_KEYS: 终端已激活并有密钥").contains("--replace");
        Program.Ended screen = CommandLineRun.runWith("wait logon.operator 60\nquit\n", "terminal", "--headless", "--data", folder.resolve("terminal").toString(),
                "--host", host, "--serial", "SYHAND-0001", "--tmk-components", one + "," + two, "--terminal-settings", settings.toString());
        assertThat(screen.exit()).as(screen.err()).isZero();
        assertThat(screen.out()).contains("logon.operator");
        return terminal;
    }

    private static void keysReplacedOnlyWhereThatIsSaid(Page lin, String terminal) {
        lin.getByTestId("keys-propose").click();
        lin.getByTestId("propose-kind").click();
        lin.getByTestId("propose-kind-TERMINAL").click();
        lin.getByTestId("propose-terminal").fill(terminal);
        lin.getByTestId("propose-submit").click();
        assertThat(lin.getByTestId("propose-problem")).containsText("终端已激活并有密钥");
        lin.getByTestId("propose-replace").click();
        lin.getByTestId("propose-submit").click();
        assertThat(lin.getByTestId("ceremony-replace")).containsText("换掉已激活终端现用的密钥");
        lin.getByTestId("ceremony-cancel").click();
        assertThat(lin.getByTestId("ceremony-state")).hasText("已取消");
    }

    private static List<String> terminalCeremonies(String host, Path password) {
        return CommandLineRun.run("vault", "ceremony", "list", "--host", host, "--user", "lin", "--password-file", password.toString()).out().lines()
                .filter(line -> line.contains(" TERMINAL ")).toList();
    }
}
