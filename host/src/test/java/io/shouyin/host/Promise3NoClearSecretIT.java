package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.host.keys.Officers;
import io.shouyin.host.platform.DatabaseAccess;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.TerminalProfile;
import java.io.ByteArrayOutputStream;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import tools.jackson.databind.JsonNode;

/// Promise 3: no clear PIN, password, card number, key or track leaves the vault's call: not in a log, an exception, a row,
/// a metric or an event.
///
/// A terminal is used as merchants and thieves use it, with every log level on, and then everything that the host has
/// said or kept is searched for everything that is secret: in clear, in hex of either case, in base64 and in BCD.
class Promise3NoClearSecretIT {

    private static final String CONSOLE_PASSWORD = TwoAdministrators.PASSWORD;
    private static final int SEARCHED_BYTES_MIN = 6;

    @TempDir
    Path folder;

    @Test
    void secrets_afterEverythingThatATerminalDoes_areNowhere() throws Exception {
        Log log = Log.everything();
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        List<String> answers = new ArrayList<>();
        Map<String, byte[]> rows;
        String metrics;
        try (Corridor corridor = Corridor.start(folder, Map.of("shouyin.channels.answer-wait", "300ms",
                "shouyin.acquiring.reversal-retry-min", "100ms", "shouyin.keys.single-length-keys", true))) {
            log.everyLevel();
            use(corridor, secrets, answers);
            answers.addAll(askConsole(corridor, secrets));
            holdCeremonies(corridor, secrets, answers);
            metrics = metrics(corridor);
            rows = rows(corridor);
        } finally {
            log.stop();
        }

        assertThat(secrets).hasSizeGreaterThan(20);
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(log.text()).as("the log was really recorded").contains("INSERT INTO acquiring.transaction").contains("signed on to the card network");
        Map<String, byte[]> places = new LinkedHashMap<>(rows);
        places.put("log", log.text().getBytes(StandardCharsets.UTF_8));
        places.put("metrics", metrics.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < answers.size(); i++) {
            places.put("HTTP answer " + i, answers.get(i).getBytes(StandardCharsets.UTF_8));
        }
        List<String> found = new ArrayList<>();
        places.forEach((place, content) -> {
            Content searched = new Content(content);
            secrets.forEach((name, secret) -> searched.findForms(secret).forEach(form -> found.add(name + " in " + form + ": " + place)));
        });
        assertThat(found).isEmpty();
    }

    /// The search itself has to find what is there.
    @Test
    void search_forAPlantedSecret_findsEachForm() {
        byte[] secret = "6216261000000000018".getBytes(StandardCharsets.US_ASCII);
        for (String planted : List.of("card 6216261000000000018.", "x" + HexFormat.of().formatHex(secret), HexFormat.of().withUpperCase().formatHex(secret),
                Base64.getEncoder().encodeToString(secret), Base64.getEncoder().encodeToString("ab6216261000000000018".getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(new Content(planted.getBytes(StandardCharsets.US_ASCII)).findForms(secret)).as(planted).isNotEmpty();
        }
        assertThat(new Content(HexFormat.of().parseHex("FF6216261000000000018F")).findForms(secret)).isNotEmpty();
        assertThat(new Content(HexFormat.of().parseHex("FFF6216261000000000018")).findForms(secret)).isNotEmpty();
        assertThat(new Content("nothing of it: 621626******0018".getBytes(StandardCharsets.US_ASCII)).findForms(secret)).isEmpty();
    }

    // what happens -----------------------------------------------------------------------------------------------------

    private static void use(Corridor corridor, Map<String, byte[]> secrets, List<String> answers) {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYSEC-00000001");
        remember(secrets, terminal);
        answers.add(terminal.activate(corridor, "2222-3333-4444", EcKeys.P256.generate()).body());
        answers.add(RawTerminal.post(corridor, "{\"serialNumber\":\"SYSEC-00000001\",\"proof\":7}").body());
        terminal.ask(terminal.logOn("99", terminal.handout().initialPasswords().get("99")));
        terminal.ask(terminal.changeOwn("99", terminal.handout().initialPasswords().get("99"), "123456"));
        terminal.ask(terminal.changeOwn("99", "wrongOne77", "Fresh9one4"));
        text(secrets, "refused password", "wrongOne77");
        text(secrets, "new password after a wrong one", "Fresh9one4");
        terminal.changeInitial("99", Corridor.ADMINISTRATOR_PASSWORD);
        terminal.changeInitial("00", Corridor.SUPERVISOR_PASSWORD);
        terminal.changeInitial("01", Corridor.CASHIER_PASSWORD);
        terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "weakabc1"));
        terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, Corridor.TRANSACTION_PASSWORD));
        text(secrets, "administrator's password", Corridor.ADMINISTRATOR_PASSWORD);
        text(secrets, "supervisor's password", Corridor.SUPERVISOR_PASSWORD);
        text(secrets, "cashier's password", Corridor.CASHIER_PASSWORD);
        text(secrets, "transaction password", Corridor.TRANSACTION_PASSWORD);
        text(secrets, "weak transaction password", "weakabc1");
        for (KeySet set : KeySet.values()) {
            RawTerminal ofProfile = set.profile() == TerminalProfile.TDES ? terminal
                    : RawTerminal.inService(corridor, "SYSEC-" + set, set.profile());
            ofProfile.signIn(set);
            remember(secrets, ofProfile);
            for (DemoCard card : corridor.network.cards()) {
                ofProfile.askSigned(ofProfile.sale(100, card).build());
            }
        }
        DemoCard card = corridor.network.cards().getFirst();
        text(secrets, "wrong PIN", "918273");
        terminal.askSigned(terminal.sale(100, card, Corridor.TRANSACTION_PASSWORD, "918273").build());
        terminal.askSigned(terminal.sale(100, card, "badGuess5", "918273").build());
        text(secrets, "guessed transaction password", "badGuess5");
        corridor.network.behaviour(Behaviour.approveThenSilent().times(1));
        terminal.askSigned(terminal.sale(100, card).build());
        corridor.network.behaviour(Behaviour.garbage().times(1));
        terminal.askSigned(terminal.sale(100, card).build());
        terminal.askSigned(terminal.sale(100, card).text(35, card.track2(CardDataAccess.granted()) ).build());      // clear where it says encrypted
        terminal.askSigned(terminal.sale(100, card).text(4, "000000000000").build());
        terminal.exchange(RawTerminal.framed(card.track2(CardDataAccess.granted()).getBytes(StandardCharsets.US_ASCII)));
        terminal.askSigned(terminal.sale(100, card).text(42, "104290058129999").build());
        corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction").query(Long.class).single();
        try {
            corridor.jdbc().sql("INSERT INTO fleet.presence (terminal_id, last_seen_at) VALUES ('99999999', now())").update();
        } catch (RuntimeException refused) {
            answers.add(refused.getMessage());
        }
        for (DemoCard each : corridor.network.cards()) {
            text(secrets, "number of " + each.name().en(), each.pan().reveal(CardDataAccess.granted()));
            text(secrets, "track of " + each.name().en(), each.track2(CardDataAccess.granted()));
            String discretionary = each.track2(CardDataAccess.granted()).split("=")[1];
            if (discretionary.chars().distinct().count() > 4) {
                text(secrets, "rear of the track of " + each.name().en(), discretionary);
            }
            text(secrets, "PIN of " + each.name().en(), each.pin(SecretAccess.granted()));
        }
        terminal.handout().initialPasswords().forEach((operator, password) -> text(secrets, "initial password of " + operator, password));
        text(secrets, "activation code", terminal.handout().activationCode());
        text(secrets, "activation code without hyphens", terminal.handout().activationCode().replace("-", ""));
    }

    private static void remember(Map<String, byte[]> secrets, RawTerminal terminal) {
        int sequence = secrets.size();
        secrets.put("TMK " + sequence, terminal.masterKey());
        secrets.put("TCK " + sequence, terminal.credentialKey());
        if (terminal.isSignedIn()) {
            secrets.put("PIK " + sequence, terminal.pinKey());
            secrets.put("MAK " + sequence, terminal.macKey());
            terminal.trackKey().ifPresent(key -> secrets.put("TDK " + sequence, key));
        }
    }

    private static void text(Map<String, byte[]> secrets, String name, String secret) {
        assertThat(secret.length()).as("long enough to be told from chance: " + name).isGreaterThanOrEqualTo(SEARCHED_BYTES_MIN);
        secrets.put(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    /// What the console tells somebody who is not logged in, and then the administrator.
    private static List<String> askConsole(Corridor corridor, Map<String, byte[]> secrets) throws IOException, InterruptedException {
        Map<String, Secret> issued = corridor.bean(FirstAdministrators.class).ensure();
        String initial = Corridor.clear(issued.get(FirstAdministrators.FIRST));
        text(secrets, "second administrator's initial password", new String(issued.get(FirstAdministrators.SECOND).reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
        TwoAdministrators.loggedIn(URI.create(corridor.url()).getPort(), FirstAdministrators.SECOND, issued);
        text(secrets, "console's initial password", initial);
        text(secrets, "console password", CONSOLE_PASSWORD);
        List<String> answers = new ArrayList<>();
        CookieManager cookies = new CookieManager();
        try (HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            answers.add(get(http, corridor, "/api/v1/session"));
            answers.add(get(http, corridor, "/api/v1/transactions"));
            answers.add(post(http, cookies, corridor, "/api/v1/session", "{\"username\":\"admin\",\"password\":\"Wrong-harbour-17\"}"));
            answers.add(post(http, cookies, corridor, "/api/v1/session", "{\"username\":\"admin\",\"password\":\"" + initial + "\"}"));
            answers.add(post(http, cookies, corridor, "/api/v1/session/password",
                    "{\"currentPassword\":\"" + initial + "\",\"newPassword\":\"" + CONSOLE_PASSWORD + "\"}"));
            String transactions = get(http, corridor, "/api/v1/transactions?size=100");
            assertThat(transactions).as("what an administrator sees").contains("cardMasked");
            answers.add(transactions);
            for (String path : List.of("/api/v1/transactions.csv", "/api/v1/terminals", "/api/v1/terminals/00000001", "/api/v1/audit?size=100",
                    "/api/v1/merchants", "/api/v1/overview", "/api/v1/session", "/v3/api-docs", "/nowhere")) {
                answers.add(get(http, corridor, path));
            }
        }
        return answers;
    }

    /// Keys in components, seen and entered; what an officer sees of his own part is not looked through, all else is.
    private static void holdCeremonies(Corridor corridor, Map<String, byte[]> secrets, List<String> answers) {
        TestBrowser administrator = new TestBrowser(URI.create(corridor.url()).getPort());
        administrator.login("admin", CONSOLE_PASSWORD).expect(200);
        TestBrowser second = new TestBrowser(URI.create(corridor.url()).getPort());
        second.login(FirstAdministrators.SECOND, TwoAdministrators.PASSWORD).expect(200);
        Officers officers = new Officers(corridor.url(), new TwoAdministrators(administrator, second), 2);
        Map<String, Object> proposal = Map.of("kind", "GENERATE", "keyName", "secret-zpk", "purpose", "ZONE_PIN", "form", "COMPONENTS", "parts", 2);
        List<JsonNode> seen = officers.seen(officers.approved(proposal));
        String whole = seen.getFirst().path("components").get(0).path("wholeCheckValue").asString();
        String entered = officers.approved(Map.of("kind", "ENTER", "keyName", "secret-zpk", "purpose", "ZONE_PIN", "form", "COMPONENTS", "parts", 2, "checkValue", whole));
        for (JsonNode part : seen) {
            JsonNode component = part.path("components").get(0);
            int number = part.path("part").asInt();
            byte[] clear = HexFormat.of().parseHex(component.path("hex").asString());
            secrets.put("key component " + number, clear);
            text(secrets, "key component in hex " + number, component.path("hex").asString());
            answers.add(officers.enters(number - 1, entered, number, component.path("hex").asString() + "7", "00000000").text());
            answers.add(officers.enters(number - 1, entered, number, component.path("hex").asString(), "00000000").text());
            if (number == 1) {
                answers.add(officers.enters(0, entered, 1, component.path("hex").asString(), component.path("checkValue").asString()).expect(200).text());
            }
        }
        for (String path : List.of("/api/v1/keys", "/api/v1/keys/ceremonies", "/api/v1/keys/ceremonies/" + entered)) {
            answers.add(officers.browser(0).get(path).text());
        }
        answers.add(administrator.get("/api/v1/audit?size=100").text());
    }

    private static String get(HttpClient http, Corridor corridor, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(corridor.url() + path)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String post(HttpClient http, CookieManager cookies, Corridor corridor, String path, String body)
            throws IOException, InterruptedException {
        String csrf = cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue).findFirst().orElseThrow();
        return http.send(HttpRequest.newBuilder(URI.create(corridor.url() + path)).header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", csrf).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    // where it is searched ---------------------------------------------------------------------------------------------

    /// Every row of every table as its text, each binary column as its bytes too.
    private static Map<String, byte[]> rows(Corridor corridor) throws SQLException {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        DatabaseAccess.Login owner = corridor.database.owner().orElseThrow();
        try (Connection connection = DriverManager.getConnection(corridor.database.url(), owner.user(), owner.reveal(SecretAccess.granted()));
             Statement sql = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet all = sql.executeQuery("""
                    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""")) {
                while (all.next()) {
                    tables.add(all.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet row = sql.executeQuery("SELECT t::text AS whole, t.* FROM " + table + " t")) {
                    for (int number = 1; row.next(); number++) {
                        String place = table + " row " + number;
                        rows.put(place, row.getString("whole").getBytes(StandardCharsets.UTF_8));
                        for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
                            if (row.getMetaData().getColumnTypeName(column).equals("bytea") && row.getBytes(column) != null) {
                                rows.put(place + " " + row.getMetaData().getColumnName(column), row.getBytes(column));
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    private static String metrics(Corridor corridor) {
        StringBuilder text = new StringBuilder();
        for (Meter meter : corridor.bean(MeterRegistry.class).getMeters()) {
            text.append(meter.getId()).append(' ');
            meter.measure().forEach(text::append);
            text.append('\n');
        }
        assertThat(text).contains("shouyin.gateway");
        return text.toString();
    }

    /// A haystack, prepared for every form that a needle may have.
    private static final class Content {

        private final String latin;
        private final String lower;
        private final String hex;

        Content(byte[] content) {
            latin = new String(content, StandardCharsets.ISO_8859_1);
            lower = latin.toLowerCase(Locale.ROOT);
            hex = HexFormat.of().formatHex(content);
        }

        /// The forms in which the secret is there.
        List<String> findForms(byte[] secret) {
            List<String> found = new ArrayList<>();
            String clear = new String(secret, StandardCharsets.ISO_8859_1);
            boolean decimal = clear.chars().allMatch(c -> c >= '0' && c <= '9');
            if (decimal && clear.length() < 12 ? hasNumber(clear) : latin.contains(clear)) {
                found.add("clear");
            }
            String asHex = HexFormat.of().formatHex(secret);
            if (lower.contains(asHex)) {
                found.add("hex");
            }
            if (lower.contains(HexFormat.of().formatHex(asHex.getBytes(StandardCharsets.US_ASCII)))) {
                found.add("hex of hex");
            }
            for (int offset = 0; offset < 3; offset++) {
                String part = base64Inside(secret, offset);
                if (latin.contains(part) || latin.contains(part.replace('+', '-').replace('/', '_'))) {
                    found.add("base64");
                }
            }
            if (decimal && clear.length() >= 8 && (hex.contains(clear) || lower.contains(HexFormat.of().formatHex(clear.getBytes(StandardCharsets.US_ASCII))))) {
                found.add("BCD");
            }
            if (clear.contains("=") && (hex.contains(clear.replace('=', 'd')) || lower.contains(clear.replace('=', 'd')))) {
                found.add("packed track");
            }
            return found;
        }

        /// A short number counts as a number of its own only: longer ones and fractions of seconds hold it by chance.
        private boolean hasNumber(String digits) {
            for (int at = latin.indexOf(digits); at >= 0; at = latin.indexOf(digits, at + 1)) {
                char before = at == 0 ? ' ' : latin.charAt(at - 1);
                char after = at + digits.length() == latin.length() ? ' ' : latin.charAt(at + digits.length());
                if (!Character.isLetterOrDigit(before) && before != '.' && !Character.isLetterOrDigit(after)) {
                    return true;
                }
            }
            return false;
        }

        /// The characters of base64 that a secret makes whatever stands around it, beginning `offset` bytes into a group.
        private static String base64Inside(byte[] secret, int offset) {
            byte[] shifted = new byte[offset + secret.length];
            System.arraycopy(secret, 0, shifted, offset, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = offset == 0 ? 0 : offset + 1;
            int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
            return encoded.substring(from, to);
        }
    }

    /// Everything that this process prints, and so everything that anybody in it logs: the host runs with all levels
    /// on, and its logging writes to standard output.
    private static final class Log {

        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final PrintStream out = System.out;
        private final PrintStream err = System.err;

        static Log everything() {
            Log log = new Log();
            PrintStream into = new PrintStream(log.printed, true, StandardCharsets.UTF_8);
            System.setOut(into);
            System.setErr(into);
            return log;
        }

        /// Once a host runs: its start sets the levels anew.
        void everyLevel() {
            levels(LogLevel.DEBUG, LogLevel.TRACE);
        }

        private static void levels(LogLevel all, LogLevel ours) {
            LoggingSystem logging = LoggingSystem.get(Log.class.getClassLoader());
            logging.setLogLevel("org.springframework", all);
            logging.setLogLevel("com.zaxxer.hikari", all);
            logging.setLogLevel("io.shouyin", ours);
        }

        void stop() {
            System.setOut(out);
            System.setErr(err);
            levels(LogLevel.WARN, LogLevel.INFO);
        }

        String text() {
            return printed.toString(StandardCharsets.UTF_8);
        }
    }
}
