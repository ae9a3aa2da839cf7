package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// A real Chromium: the system's, or the one that Playwright brought (`./shouyin test` asks it to). Without one a test is skipped by name, with `CI=true` it fails.
///
/// What a page complains of in its log (errors, violations of the content policy) is kept, and a test ends with
/// [#saysNothing].
final class TestChromium implements AutoCloseable {

    static final int DESK_WIDTH = 1360;
    static final int DESK_HEIGHT = 900;
    static final int PHONE_WIDTH = 390;
    static final int PHONE_HEIGHT = 844;
    private static final double WAIT_MILLIS = 60_000;
    private static final Duration SETTLES = Duration.ofSeconds(5);
    private static final Path SYSTEM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private TestChromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static TestChromium launch() {
        Path driver = driverFolder().orElseGet(() -> missing("Playwright's driver (node and console/node_modules/playwright-core)"));
        System.setProperty("playwright.cli.dir", driver.toString());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path chromium = Files.isExecutable(SYSTEM) ? SYSTEM : Path.of(playwright.chromium().executablePath());
        if (!Files.isExecutable(chromium)) {
            playwright.close();
            missing("Chromium");
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        try {
            return new TestChromium(playwright, playwright.chromium().launch(
                    new BrowserType.LaunchOptions().setExecutablePath(chromium).setHeadless(true).setArgs(FLAGS)));
        } catch (PlaywrightException lacksLibraries) {
            playwright.close();
            return missing("a Chromium that starts (" + lacksLibraries.getMessage().lines().findFirst().orElse("") + ")");
        }
    }

    /// A window with a profile of its own.
    Page window() {
        BrowserContext profile = browser.newContext(new Browser.NewContextOptions().setViewportSize(DESK_WIDTH, DESK_HEIGHT)
                .setReducedMotion(ReducedMotion.REDUCE).setColorScheme(ColorScheme.LIGHT).setTimezoneId("Asia/Shanghai"));
        profile.setDefaultTimeout(WAIT_MILLIS);
        profile.addInitScript("addEventListener('securitypolicyviolation', e => "
                + "console.error('content policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber))");
        Page page = profile.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.location() + " " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + " " + error));
        return page;
    }

    /// No page has complained, except for the answers that the story provokes.
    ///
    /// @param expected what a line looks like that may be there: `location text`
    void saysNothing(Pattern expected) {
        assertThat(List.copyOf(complaints)).filteredOn(line -> !expected.matcher(line).matches()).isEmpty();
    }

    /// The page is no wider than its window, at the latest a few frames after the window has changed.
    static void fits(Page page) {
        long deadline = System.nanoTime() + SETTLES.toNanos();
        int tooWide = widthBeyondWindow(page);
        while (tooWide > 0 && System.nanoTime() < deadline) {
            tooWide = widthBeyondWindow(page);
        }
        assertThat(tooWide).as(page.url() + " is wider than the window").isLessThanOrEqualTo(0);
    }

    /// In pixels, after the next frame.
    private static int widthBeyondWindow(Page page) {
        return (Integer) page.evaluate("() => new Promise(told => requestAnimationFrame(() => told(document.documentElement.scrollWidth - innerWidth)))");
    }

    /// With `-Dpictures.update=true` the documentation gets this picture.
    static void picture(Page page, String name) {
        if (Boolean.getBoolean("pictures.update")) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Program.folder().resolveSibling("docs/pictures").resolve(name + ".png")));
        }
    }

    /// Playwright's driver is Node and its package; both are here already.
    private static Optional<Path> driverFolder() {
        Path driver = Program.folder().resolveSibling("console/node_modules/playwright-core");
        Optional<Path> node = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "node")).filter(Files::isExecutable).findFirst();
        if (!Files.isDirectory(driver) || node.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createDirectories(Program.folder().resolve("target/playwright"));
            link(folder.resolve("node"), node.get());
            link(folder.resolve("package"), driver);
            return Optional.of(folder);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target.toRealPath());
    }

    private static <T> T missing(String peer) {
        assertThat(System.getenv("CI")).as("%s is missing, and with CI=true nothing may be", peer).isNotEqualTo("true");
        return Assumptions.abort(peer + " is not on this machine");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
