package io.shouyin.terminal.flow;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.PinPad.ActivationRequest;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Texts;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.Identity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Activation 激活: with a one-time code the terminal proves itself to the host and gets its number, its keys and its settings.
///
/// Nothing is kept unless all of it came: the identity is written last. It ends only when the terminal is activated.
final class Activation {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Text TITLE = Text.of("activation.title");

    private final Machine machine;
    private final Dialogue dialogue;
    private Optional<String> given;

    Activation(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.given = machine.settings().activationCode();
    }

    void run() {
        while (!machine.store().state().isActivated()) {
            try {
                activate();
            } catch (Unwind.Cancelled again) {
                given = Optional.empty();
            }
        }
    }

    private void activate() {
        // 1 the code that the service provider handed out
        String code = given.orElseGet(this::askCode);
        given = Optional.empty();
        dialogue.busy(Screen.of("activation.working", TITLE).message(Tone.WAITING, Text.of("activation.working")));
        try {
            // 2 prove that we know it, without sending it
            ActivationRequest request = machine.pinPad().beginActivation(machine.store().state().serialNumber(), code);
            JsonNode answer = post(request);
            // 3 open the keys, which only this terminal can
            byte[] settings = machine.pinPad().completeActivation(request, base64(answer, "hostPublicKey"), base64(answer, "hostNonce"),
                    base64(answer, "wrapped"));
            // 4 keep who we are: from here on the terminal is activated
            JsonNode json = JSON.readTree(settings);
            Identity identity = Identity.of(json);
            BatchNumber batch = BatchNumber.of(json.path("batch").asString("000001"));
            // whoever started it in English keeps English; else the merchant's language holds
            Language language = machine.language() == Language.EN ? Language.EN : Language.of(json.path("language").asString("zh"));
            machine.store().update(state -> state.activated(identity, batch).withLanguage(language));
        } catch (Refused refused) {
            Key key = dialogue.tell("activation.refused", TITLE, Tone.REFUSED, refused.text);
            // a code that never got there is still good: the green key tries it again
            given = refused.unused && key == Key.OK ? Optional.of(code) : Optional.empty();
            return;
        } catch (IllegalArgumentException | JacksonException e) {
            dialogue.tell("activation.refused", TITLE, Tone.REFUSED, Text.of("activation.ACTIVATION_ANSWER_WRONG"));
            return;
        } catch (Fault fault) {
            dialogue.tell("activation.refused", TITLE, Tone.REFUSED, FaultTexts.of(fault));
            return;
        }
        Identity identity = machine.identity();
        dialogue.tell(Screen.of("activation.done", TITLE).message(Tone.DONE, Text.of("activation.done"))
                .line("merchant", Text.of("label.merchant"), Text.plain(identity.merchantName()))
                .line("merchantId", Text.of("label.merchantId"), Text.plain(identity.merchantId()))
                .line("terminalId", Text.of("label.terminalId"), Text.plain(identity.terminalId())));
    }

    private String askCode() {
        while (true) {
            String typed = dialogue.text(
                    () -> Screen.of("activation.code", TITLE)
                            .message(Tone.NEUTRAL, Text.of("activation.ask"), Text.of("activation.ask.hint"))
                            .line("serial", Text.of("label.serial"), Text.plain(machine.store().state().serialNumber())),
                    Text.of("activation.code"), MultiTap.Mode.CODE, ActivationExchange.CODE_CHARACTERS, Activation::inGroups);
            try {
                return ActivationExchange.normalised(typed);
            } catch (IllegalArgumentException e) {
                dialogue.tell("activation.refused", TITLE, Tone.REFUSED, Text.of("activation.CODE_CHARACTERS"));
            }
        }
    }

    private static String inGroups(String typed) {
        return typed.replaceAll("(.{4})(?=.)", "$1-");
    }

    private JsonNode post(ActivationRequest request) throws Refused {
        var body = JSON.createObjectNode()
                .put("serialNumber", request.serialNumber())
                .put("model", machine.settings().model())
                .put("devicePublicKey", Base64.getEncoder().encodeToString(request.devicePublicKey()))
                .put("nonce", Base64.getEncoder().encodeToString(request.nonce()))
                .put("proof", Base64.getEncoder().encodeToString(request.proof()));
        var http = HttpRequest.newBuilder(machine.settings().hostUrl().resolve("/device/v1/activations"))
                .timeout(machine.settings().answerTimeout())
                .header("Content-Type", "application/json").header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", machine.language().locale().toLanguageTag())
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(machine.settings().connectTimeout()).build()) {
            HttpResponse<byte[]> response = client.send(http, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return JSON.readTree(response.body());
            }
            throw new Refused(reason(response.body(), response.statusCode()), false);
        } catch (IOException e) {
            throw new Refused(Text.of("activation.HOST_UNREACHABLE", machine.settings().hostUrl()), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unwind.SwitchedOff();
        }
    }

    private static Text reason(byte[] problem, int status) {
        String code;
        try {
            code = JSON.readTree(problem).path("code").asString("");
        } catch (JacksonException notAProblem) {
            code = "";
        }
        String key = "activation." + code;
        return Texts.keys(Language.ZH).contains(key) ? Text.of(key) : Text.of("activation.refused.other", code.isEmpty() ? status : code);
    }

    private static byte[] base64(JsonNode answer, String name) {
        return Base64.getDecoder().decode(answer.path(name).asString(""));
    }

    /// The host says no, or is not there.
    private static final class Refused extends Exception {
        private final transient Text text;
        private final boolean unused;

        Refused(Text text, boolean unused) {
            super(null, null, false, false);
            this.text = text;
            this.unused = unused;
        }
    }
}
