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

    /// @param given the code to begin with; without one the terminal asks
    Activation(Machine machine, Optional<String> given) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.given = given;
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
        } catch (DeviceApi.Refused refused) {
            Key key = dialogue.tell("activation.refused", TITLE, Tone.REFUSED, reason(refused));
            // a code that never got there is still good: the green key tries it again
            given = refused.isUnreached() && key == Key.OK ? Optional.of(code) : Optional.empty();
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
                    Text.of("activation.code"), MultiTap.Mode.CODE, ActivationExchange.CODE_CHARACTERS, ActivationExchange.CODE_CHARACTERS, Activation::inGroups);
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

    private JsonNode post(ActivationRequest request) throws DeviceApi.Refused {
        return new DeviceApi(machine).post("/device/v1/activations", JSON.createObjectNode()
                .put("serialNumber", request.serialNumber())
                .put("model", machine.settings().model())
                .put("devicePublicKey", DeviceApi.base64(request.devicePublicKey()))
                .put("nonce", DeviceApi.base64(request.nonce()))
                .put("proof", DeviceApi.base64(request.proof())));
    }

    private Text reason(DeviceApi.Refused refused) {
        if (refused.isUnreached()) {
            return Text.of("activation.HOST_UNREACHABLE", machine.settings().hostUrl());
        }
        String key = "activation." + refused.code();
        return Texts.keys(Language.ZH).contains(key) ? Text.of(key) : Text.of("activation.refused.other", refused.code());
    }

    private static byte[] base64(JsonNode answer, String name) {
        return Base64.getDecoder().decode(answer.path(name).asString(""));
    }
}
