package io.shouyin.bench;

import io.shouyin.bench.HttpApi.Answer;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The service provider at the console: logs in, registers merchants and terminals.
final class Console implements AutoCloseable {

    private static final String MODEL = "Shouyin VT-1";
    private static final int MERCHANTS_MAX = 9_000;

    private final HttpApi api;

    private Console(HttpApi api) {
        this.api = api;
    }

    /// What a terminal's box brings along.
    record Handout(String terminalId, String merchantId, String serialNumber, String activationCode, Map<String, String> initialPasswords) {
        @Override
        public String toString() {
            return "Handout[" + terminalId + "]";
        }
    }

    /// Logs in, and changes the initial password if it still is the one.
    ///
    /// @throws Fault with the code of the host's refusal
    static Console logIn(URI host, AccessFile access) {
        HttpApi api = new HttpApi(host);
        api.get("/api/v1/session");                                             // 401, and the cookie that a login needs
        String password = access.password().or(access::initialPassword).orElseThrow(() -> new Fault("CONSOLE_PASSWORD_MISSING",
                Recovery.FIX_THE_INPUT, "the access file has neither console.initialPassword nor console.password"));
        logIn(api, access.username(), password);
        if (api.get("/api/v1/session").body().path("mustChangePassword").asBoolean(false)) {
            String next = Passwords.console();
            api.mustPost("/api/v1/session/password", Map.of("currentPassword", password, "newPassword", next));
            access.keepPassword(next);
            logIn(api, access.username(), next);
        }
        return new Console(api);
    }

    private static void logIn(HttpApi api, String username, String password) {
        Answer answer = api.post("/api/v1/session", Map.of("username", username, "password", password));
        if (!answer.isOk()) {
            throw new Fault(answer.code(), Recovery.FIX_THE_INPUT, "the console refuses the login of " + username
                    + " (" + answer.code() + "): put the present password into the access file as console.password");
        }
    }

    /// Registers merchants; those that an earlier run registered stay as they are.
    List<String> merchants(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= Math.min(count, MERCHANTS_MAX); i++) {
            String number = "1042900" + "5812" + (1000 + i);
            Map<String, String> merchant = new LinkedHashMap<>();
            merchant.put("merchantId", number);
            merchant.put("name", "压测商户 " + i);
            merchant.put("nameEn", "BENCH MERCHANT " + i);
            merchant.put("mcc", "5812");
            merchant.put("city", "SHANGHAI");
            merchant.put("phone", "02155550199");
            api.mustPost("/api/v1/merchants", merchant);
            numbers.add(number);
        }
        return numbers;
    }

    /// What the code on the counter of a merchant says.
    String staticCode(String merchant) {
        return api.get("/api/v1/merchants/" + merchant + "/code").body().path("payload").asString();
    }

    /// Who may log in.
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /// A new account that reads, with its one-time password: it logs in with it any number of times.
    Login account() {
        String username = "bench" + Long.toString(System.nanoTime(), 36);
        JsonNode made = api.mustPost("/api/v1/accounts", Map.of("username", username, "displayName", "压测员", "roles", List.of("AUDITOR")));
        return new Login(username, made.get("oneTimePassword").asString());
    }

    Handout terminal(String merchantId, String serialNumber) {
        JsonNode made = api.mustPost("/api/v1/terminals", Map.of("merchantId", merchantId, "serialNumber", serialNumber, "model", MODEL));
        Map<String, String> passwords = new LinkedHashMap<>();
        made.get("initialPasswords").properties().forEach(entry -> passwords.put(entry.getKey(), entry.getValue().asString()));
        return new Handout(made.get("terminalId").asString(), merchantId, serialNumber, made.get("activationCode").asString(), passwords);
    }

    /// @throws Fault with the code of the problem
    JsonNode read(String path) {
        Answer answer = api.get(path);
        if (!answer.isOk()) {
            throw new Fault(answer.code(), Recovery.FIX_THE_SETUP, "the host answered " + answer.status() + " " + answer.code() + " to GET " + path);
        }
        return answer.body();
    }

    @Override
    public void close() {
        api.close();
    }
}
