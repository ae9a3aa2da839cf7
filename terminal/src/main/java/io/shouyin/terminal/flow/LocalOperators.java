package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.PinPad;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.CredentialService.Sealer;
import io.shouyin.terminal.state.OperatorStore;
import io.shouyin.terminal.state.OperatorStore.Kept;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The operators of a terminal whose host knows nothing of them (`stepUp` is `local`). It answers the requests of the [CredentialService] itself, in the
/// host's codes: an initial password opens nothing but its own change, and the fourth wrong try locks.
///
/// What else the credential service does such a terminal does not have.
public final class LocalOperators {

    private static final int WRONG_MAX = 4;
    private static final int SALT_BYTES = 16;
    private static final byte[] NOT_SENT = {0};
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OperatorStore store;
    private final PinPad pinPad;

    public LocalOperators(OperatorStore store, PinPad pinPad) {
        this.store = store;
        this.pinPad = pinPad;
    }

    /// @param request as it would go to a host; nothing is sealed
    Outcome.Answered ask(TransactionKind kind, Function<Sealer, FactorTlv> request) {
        Map<Integer, SecretEntry> secrets = new HashMap<>();
        FactorTlv said = request.apply((secret, tag) -> {
            secrets.put(tag, secret);
            return NOT_SENT;
        });
        return switch (kind) {
            case OPERATOR_LOGON -> judge(number(said, FactorTlv.OPERATOR), secrets.get(FactorTlv.OPERATOR_PASSWORD));
            case OPERATOR_PASSWORD_CHANGE -> change(number(said, FactorTlv.OPERATOR), secrets);
            case CREDENTIAL_UNLOCK, OPERATOR_ADD, OPERATOR_DELETE -> {
                Outcome.Answered allowed = judge(number(said, FactorTlv.SUPERVISOR), secrets.get(FactorTlv.SUPERVISOR_PASSWORD));
                yield allowed.isApproved() ? managed(kind, said.text(FactorTlv.SUBJECT).orElseThrow(), secrets) : allowed;
            }
            case OPERATOR_LOGOFF -> answer(ResponseCode.APPROVED);
            case TransactionKind _ -> answer(ResponseCode.FUNCTION_UNSUPPORTED);
        };
    }

    private static OperatorNumber number(FactorTlv said, int tag) {
        return new OperatorNumber(said.text(tag).orElseThrow());
    }

    /// A try counts before it is compared, so that no power cut makes one free.
    Outcome.Answered judge(OperatorNumber operator, SecretEntry password) {
        Optional<Kept> known = store.find(operator);
        if (known.isEmpty()) {
            return answer(ResponseCode.ORIGINAL_NOT_FOUND);
        }
        Kept kept = known.get();
        if (kept.wrong() >= WRONG_MAX) {
            return answer(ResponseCode.FACTOR_LOCKED);
        }
        store.put(kept.withWrong(kept.wrong() + 1));
        if (!isOf(kept, password)) {
            int left = WRONG_MAX - kept.wrong() - 1;
            return left == 0 ? answer(ResponseCode.FACTOR_LOCKED)
                    : answer(ResponseCode.FACTOR_WRONG, FactorTlv.empty().with(FactorTlv.TRIES_LEFT, new byte[] {(byte) left}));
        }
        store.put(kept.withWrong(0));
        return answer(kept.initial() ? ResponseCode.FACTOR_INITIAL : ResponseCode.APPROVED);
    }

    private Outcome.Answered change(OperatorNumber operator, Map<Integer, SecretEntry> secrets) {
        Outcome.Answered judged = judge(operator, secrets.get(FactorTlv.OPERATOR_PASSWORD));
        if (!judged.isApproved() && !judged.is(ResponseCode.FACTOR_INITIAL)) {
            return judged;
        }
        SecretEntry next = secrets.get(FactorTlv.NEW_PASSWORD);
        if (isOf(store.find(operator).orElseThrow(), next)) {
            return answer(ResponseCode.SECRET_REFUSED, FactorTlv.empty().with(FactorTlv.RULES_BROKEN, Rule.RECENTLY_USED.name()));
        }
        keep(operator, next, false);
        return answer(ResponseCode.APPROVED);
    }

    private Outcome.Answered managed(TransactionKind kind, String subject, Map<Integer, SecretEntry> secrets) {
        if (!subject.matches("[0-9]{2}")) {
            return answer(ResponseCode.FUNCTION_UNSUPPORTED);                            // the transaction password
        }
        OperatorNumber operator = new OperatorNumber(subject);
        if (kind == TransactionKind.OPERATOR_ADD) {
            keep(operator, secrets.get(FactorTlv.NEW_PASSWORD), true);
            return answer(ResponseCode.APPROVED);
        }
        Optional<Kept> kept = store.find(operator);
        kept.ifPresent(one -> {
            if (kind == TransactionKind.OPERATOR_DELETE) {
                store.remove(operator);
            } else {
                store.put(one.withWrong(0));
            }
        });
        return answer(kept.isPresent() ? ResponseCode.APPROVED : ResponseCode.ORIGINAL_NOT_FOUND);
    }

    /// @param initial to be changed at the first use
    public void keep(OperatorNumber operator, SecretEntry password, boolean initial) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        store.put(new Kept(operator.value(), HEX.formatHex(salt), HEX.formatHex(pinPad.mark(password, salt)), initial, 0));
    }

    private boolean isOf(Kept kept, SecretEntry password) {
        return MessageDigest.isEqual(pinPad.mark(password, HEX.parseHex(kept.salt())), HEX.parseHex(kept.mark()));
    }

    private static Outcome.Answered answer(ResponseCode code) {
        return answer(code, FactorTlv.empty());
    }

    private static Outcome.Answered answer(ResponseCode code, FactorTlv said) {
        return new Outcome.Answered(code.code(), new Advice(said), false);
    }
}
