package io.shouyin.host.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.webauthn.RelyingParty.Assertion;
import io.shouyin.host.webauthn.RelyingParty.Passkey;
import io.shouyin.host.webauthn.RelyingParty.Registration;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RelyingPartyTest {

    private static final String ORIGIN = "http://localhost:8080";

    private final RelyingParty party = new RelyingParty(new WebAuthnSettings(List.of(), ""));
    private final byte[] challenge = party.challenge();
    private final SoftAuthenticator authenticator = new SoftAuthenticator(ORIGIN, "localhost");

    @Test
    void passkey_registeredAndUsed_isRightAndCounts() {
        var kept = registered();
        assertThat(kept.credentialId()).isEqualTo(authenticator.credentialId());
        assertThat(party.verify(json(authenticator.answer(text())), challenge, kept))
                .isInstanceOfSatisfying(Assertion.Right.class, right -> assertThat(right.passkey().signCount()).isEqualTo(1));
    }

    @Test
    void user_notVerified_isRefusedInBothCeremonies() {
        var kept = registered();
        authenticator.verifyingUser(false);
        assertThat(party.register(json(authenticator.register(text())), challenge))
                .isEqualTo(new Registration.Refused(WebAuthnRefusal.PASSKEY_USER_NOT_VERIFIED));
        assertThat(party.verify(json(authenticator.answer(text())), challenge, kept))
                .isEqualTo(new Assertion.Refused(WebAuthnRefusal.PASSKEY_USER_NOT_VERIFIED));
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example, localhost", "http://localhost.evil.example, localhost", "http://127.0.0.1:8080, localhost", ORIGIN + ", evil.example"})
    void answer_fromAnotherPageOrForAnotherDomain_isRefused(String origin, String domain) {
        var elsewhere = new SoftAuthenticator(origin, domain);
        assertThat(party.register(json(elsewhere.register(text())), challenge)).isEqualTo(new Registration.Refused(WebAuthnRefusal.PASSKEY_REFUSED));
    }

    @Test
    void answer_toAnotherChallenge_isRefused() {
        var kept = registered();
        var answer = json(authenticator.answer(text()));
        assertThat(party.verify(answer, party.challenge(), kept)).isEqualTo(new Assertion.Refused(WebAuthnRefusal.PASSKEY_REFUSED));
    }

    @Test
    void answer_ofAnotherKeyOrWithAnOldCounter_isRefused() {
        var kept = registered();
        var right = (Assertion.Right) party.verify(json(authenticator.counting(7).answer(text())), challenge, kept);
        assertThat(right.passkey().signCount()).isEqualTo(8);
        assertThat(party.verify(json(authenticator.counting(7).answer(text())), challenge, right.passkey()))
                .as("a copy of the authenticator").isEqualTo(new Assertion.Refused(WebAuthnRefusal.PASSKEY_REFUSED));
        var another = new SoftAuthenticator(ORIGIN, "localhost");
        assertThat(party.verify(json(another.answer(text())), challenge, kept)).isEqualTo(new Assertion.Refused(WebAuthnRefusal.PASSKEY_REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\"}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\"}}", "x"})
    void answer_thatIsNone_isRefusedByName(String answer) {
        assertThat(party.register(answer, challenge)).isInstanceOf(Registration.Refused.class);
        assertThat(party.verify(answer, challenge, registered())).isInstanceOf(Assertion.Refused.class);
    }

    @Test
    void settings_thatBrowsersWouldNotTake_areRefused() {
        var own = new WebAuthnSettings(List.of(URI.create("https://pos.example.com"), URI.create("https://till.pos.example.com:8443")), "");
        assertThat(own.domain()).isEqualTo("pos.example.com");
        assertThat(own.allows("https", "pos.example.com", 443)).isTrue();
        assertThat(own.allows("https", "till.pos.example.com", 8443)).isTrue();
        assertThat(own.allows("https", "till.pos.example.com", 443)).isFalse();
        assertThat(own.allows("http", "localhost", 8080)).isFalse();
        assertThatThrownBy(() -> new WebAuthnSettings(List.of(URI.create("http://pos.example.com")), "")).hasMessageContaining("https");
        assertThatThrownBy(() -> new WebAuthnSettings(List.of(URI.create("https://pos.example.com")), "example.org")).hasMessageContaining("domain");
    }

    private Passkey registered() {
        return ((Registration.Made) party.register(json(authenticator.verifyingUser(true).register(text())), challenge)).passkey();
    }

    private String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }
}
