package io.shouyin.terminal.flow;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Signing;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.SignatureStore;
import io.shouyin.terminal.state.SignatureStore.Kept;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// The cardholder's signature on the screen 电子签名: asked for after the approval, kept sealed, and sent to the host then, or whenever the host is
/// there again.
final class Signatures {

    private static final Text TITLE = Text.of("signature.title");
    /// What the host says of a signature that it will never take.
    private static final Set<String> FINAL = Set.of("RECEIPT_UNKNOWN", "SIGNATURE_DIFFERS", "REQUEST_INVALID");

    private final Machine machine;
    private final SignatureStore store;

    Signatures(Machine machine) {
        this.machine = machine;
        this.store = machine.signatures();
    }

    /// How a transaction was or is to be signed, as its receipt says it, by the limit of its time. Who did not sign on the screen signs on paper, if
    /// there is any.
    Signing of(JournalEntry entry) {
        if (entry.isOfWallet()) {
            return new Signing.OnPhone();
        }
        MinorAmount limit = entry.signatureFromFen() == null ? machine.signatureFrom() : new MinorAmount(entry.signatureFromFen());
        if (entry.amount().compareTo(limit) < 0) {
            return new Signing.NotNeeded(limit);
        }
        return store.find(entry.batch(), entry.trace()).<Signing>map(kept -> new Signing.OnScreen(open(kept)))
                .orElseGet(() -> machine.device().printer().isPresent() ? new Signing.OnPaper() : new Signing.Missing());
    }

    /// Whether it can be signed on the screen and is not yet.
    boolean isWanted(JournalEntry entry) {
        return machine.device().hasSignaturePad() && machine.pinPad().devicePublicKey().isPresent() && switch (of(entry)) {
            case Signing.OnPaper _, Signing.Missing _ -> true;
            case Signing.OnScreen _, Signing.OnPhone _, Signing.NotNeeded _ -> false;
        };
    }

    /// Asks the cardholder, who may leave it. What was signed is durable when this returns.
    void ask(JournalEntry entry) {
        if (!isWanted(entry)) {
            return;
        }
        machine.dialogue().signature(Screen.of("signature", TITLE).signatureWanted()
                .strongLine("amount", entry.trade().title(), Amounts.yuan(entry.amount()))
                .softkey(Key.CANCEL, Text.of("signature.none")).softkey(Key.CLEAR, Text.of("signature.again")).softkey(Key.OK, Text.of("signature.done"))
                .build()).ifPresent(signature -> keep(entry, signature));
    }

    private void keep(JournalEntry entry, Signature signature) {
        String type = entry.trade().kind().requestType();
        byte[] sealed = machine.pinPad().sealSignature(signature.encode(), bound(type, entry.batch(), entry.trace()));
        store.add(entry.batch(), entry.trace(), type, Base64.getEncoder().encodeToString(sealed));
    }

    /// Sends what the host does not have yet. One that does not get there stays for the next time.
    void send() {
        List<Kept> pending = store.pending().stream().filter(this::isOfWhatTheHostHas).toList();
        if (pending.isEmpty()) {
            return;
        }
        machine.dialogue().busy(Screen.of("signature.sending", TITLE).message(Tone.WAITING, Text.of("signature.sending")));
        for (Kept one : pending) {
            try {
                new DeviceApi(machine).postSigned("/device/v1/signatures", JsonMapper.shared().createObjectNode()
                        .put("batch", new BatchNumber(one.batch()).toString()).put("trace", new TraceNumber(one.trace()).toString())
                        .put("signature", DeviceApi.base64(open(one).encode())));
                store.mark(one, SignatureStore.State.SENT);
            } catch (DeviceApi.Refused refused) {
                if (!FINAL.contains(refused.code())) {
                    return;
                }
                store.mark(one, SignatureStore.State.REFUSED);
            }
        }
    }

    /// An offline sale that the host has not heard of yet keeps its signature until then.
    private boolean isOfWhatTheHostHas(Kept one) {
        return machine.store().state().journal().stream().noneMatch(entry -> entry.proof() != null && entry.batch() == one.batch() && entry.trace() == one.trace());
    }

    private Signature open(Kept kept) {
        return Signature.decode(machine.pinPad().openSignature(Base64.getDecoder().decode(kept.sealed()), bound(kept.type(), kept.batch(), kept.trace())));
    }

    private SealedFor bound(String type, int batch, int trace) {
        return new SealedFor(type, machine.identity().merchantId(), machine.identity().terminalId(), new BatchNumber(batch).toString(),
                new TraceNumber(trace).toString());
    }
}
