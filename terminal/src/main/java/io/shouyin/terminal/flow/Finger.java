package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.FingerWanted;
import io.shouyin.terminal.device.Screen.FingerWanted.Ceremony;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.DeviceApi.Refused;
import io.shouyin.terminal.state.Trade;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fingerprint 指纹: enrolled for an operator, and shown for one transaction. The reader's authenticator signs what the host asks
/// for; neither terminal nor host sees the finger.
final class Finger {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/device/v1/fingerprints/";
    private static final Text TITLE = Text.of("command.enrol_fingerprint");

    private final Machine machine;
    private final Dialogue dialogue;
    private final DeviceApi api;

    Finger(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.api = new DeviceApi(machine);
    }

    /// Whether this terminal can show one at all.
    static boolean isPossible(Machine machine) {
        return machine.device().hasFingerprintReader() && machine.pinPad().devicePublicKey().isPresent();
    }

    /// Shows one for a transaction to come.
    ///
    /// @param whose [Factor#FINGERPRINT] or [Factor#SUPERVISOR_FINGERPRINT]
    /// @throws Unwind.Cancelled by the red key
    /// @return the handle for field 57; nothing if it did not come to that, which was told
    Optional<byte[]> show(Factor whose, Trade trade, MinorAmount amount, TraceNumber trace, Screen.Builder look) {
        try {
            JsonNode challenge = api.postSigned(PATH + "challenges", JSON.createObjectNode().put("batch", machine.batch().toString())
                    .put("trace", trace.toString()).put("kind", trade.kind().transactionType()).put("amountFen", amount.fen())
                    .put("operator", machine.operator().value()).put("whose", whose == Factor.FINGERPRINT ? "SELF" : "SUPERVISOR"));
            JsonNode proven = api.postSigned(PATH + "challenges/" + challenge.path("challengeId").asString(""),
                    credential(Ceremony.GET, challenge.path("options"), look.message(Tone.NEUTRAL, Text.of(whose == Factor.FINGERPRINT ? "finger.ask" : "finger.ask.supervisor"), Text.of("finger.ask.detail"))));
            return Optional.of(Base64.getDecoder().decode(proven.path("handle").asString("")));
        } catch (Refused refused) {
            dialogue.tell("finger.refused", trade.title(), Tone.REFUSED, refused.text());
            return Optional.empty();
        } catch (NotShown left) {
            dialogue.tell("finger.refused", trade.title(), Tone.REFUSED, Text.of("finger.notShown"));
            return Optional.empty();
        }
    }

    /// From the menu: after the operator's password a finger of the operator is enrolled.
    void enrol() {
        OperatorNumber operator = machine.operator();
        if (!isPossible(machine)) {
            dialogue.tell("enrol.refused", TITLE, Tone.REFUSED, Text.of("finger.noReader"));
            return;
        }
        // 1 the password of the operator, sealed
        try (SecretEntry password = dialogue.secret(Dialogue.SecretPrompt.password(
                () -> Screen.of("enrol.password", TITLE).step(1, 2).line("operator", Text.of("label.operator"), Logon.name(operator)),
                Optional.empty(), Text.of("secret.password")))) {
            // 2 what the finger is enrolled with
            dialogue.busy(Screen.of("enrol.working", TITLE).message(Tone.WAITING, Text.of("host.asking")));
            JsonNode enrolment = api.postSigned(PATH + "enrolments", proof(operator, password));
            // 3 the finger, and 4 kept by the host
            api.postSigned(PATH + "enrolments/" + enrolment.path("enrolmentId").asString(""),
                    credential(Ceremony.CREATE, enrolment.path("options"), Screen.of("enrol.finger", TITLE).step(2, 2)
                            .line("operator", Text.of("label.operator"), Logon.name(operator))
                            .message(Tone.NEUTRAL, Text.of("finger.enrol"), Text.of("finger.enrol.detail"))));
            dialogue.tell("enrol.done", TITLE, Tone.DONE, Text.of("finger.enrolled"), Text.of("finger.enrolled.detail"));
        } catch (Refused refused) {
            dialogue.tell("enrol.refused", TITLE, Tone.REFUSED, refused.text());
        } catch (NotShown left) {
            dialogue.tell("enrol.refused", TITLE, Tone.REFUSED, Text.of("finger.notShown"));
        }
    }

    private ObjectNode proof(OperatorNumber operator, SecretEntry password) {
        var identity = machine.identity();
        String trace = machine.takeTrace().toString();
        String batch = machine.batch().toString();
        var bound = new SealedFor(TransactionKind.OPERATOR_LOGON.requestType(), identity.merchantId(), identity.terminalId(), batch, trace);
        return JSON.createObjectNode().put("operator", operator.value()).put("batch", batch).put("trace", trace)
                .put("sealedPassword", DeviceApi.base64(machine.pinPad().seal(password, bound, FactorTlv.OPERATOR_PASSWORD)));
    }

    private JsonNode credential(Ceremony ceremony, JsonNode options, Screen.Builder look) throws NotShown {
        String credential = dialogue.finger(look.fingerWanted(new FingerWanted(ceremony, options.toString()))
                .softkey(Key.CANCEL, Text.of("key.cancel")).build()).orElseThrow(NotShown::new);
        return JSON.createObjectNode().set("credential", JSON.readTree(credential));
    }

    /// The reader did not know the finger, or was left alone.
    private static final class NotShown extends Exception {
        NotShown() {
            super(null, null, false, false);
        }
    }
}
