package io.shouyin.host.keys;

import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.kernel.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Key officers of a running host, each logged in to a browser of his own.
public final class Officers {

    private static final String CEREMONIES = "/api/v1/keys/ceremonies";
    private static final String PASSWORD = "Granite-harbour-58";

    private final List<TestBrowser> browsers = new ArrayList<>();

    /// Makes accounts as two administrators do, and changes their initial passwords.
    public Officers(String url, TwoAdministrators administrators, int count) {
        for (int i = 1; i <= count; i++) {
            String initial = administrators.account("officer" + i, "密钥管理员", Role.KEY_OFFICER);
            TestBrowser browser = new TestBrowser(URI.create(url).getPort());
            browser.login("officer" + i, initial).expect(200);
            browser.post("/api/v1/session/password", Map.of("currentPassword", initial, "newPassword", PASSWORD)).expect(204);
            browsers.add(browser);
        }
    }

    /// The first proposes, the second approves.
    ///
    /// @return the ceremony's number
    public String approved(Map<String, ?> proposal) {
        String id = browsers.getFirst().post(CEREMONIES, proposal).expect(201).body().path("id").asString();
        browsers.get(1).post(CEREMONIES + "/" + id + "/approval", null).expect(200);
        return id;
    }

    /// Each sees his part, with its `hex`.
    public List<JsonNode> seen(String id) {
        return browsers.stream().map(browser -> show(browser, id).expect(200).body()).toList();
    }

    /// Enters one part; the answer is not looked at.
    public TestBrowser.Answer enters(int officer, String id, int number, String hex, String checkValue) {
        return enter(browsers.get(officer), id, number, hex, checkValue);
    }

    /// What the host answers, and if it shows a part, each component with its `hex`.
    static TestBrowser.Answer show(TestBrowser officer, String id) {
        try (PartEnvelopes envelopes = new PartEnvelopes(name(officer))) {
            TestBrowser.Answer answer = officer.post(CEREMONIES + "/" + id + "/parts/shown", envelopes.asked());
            envelopes.open(answer.body());
            return answer;
        }
    }

    static TestBrowser.Answer enter(TestBrowser officer, String id, int number, String hex, String checkValue) {
        JsonNode ceremony = officer.get(CEREMONIES + "/" + id).expect(200).body();
        return officer.post(CEREMONIES + "/" + id + "/parts", PartEnvelopes.entered(ceremony, name(officer), number, Secret.of(hex), checkValue));
    }

    private static String name(TestBrowser officer) {
        return officer.get("/api/v1/session").expect(200).body().path("username").asString();
    }

    public TestBrowser browser(int officer) {
        return browsers.get(officer);
    }
}
