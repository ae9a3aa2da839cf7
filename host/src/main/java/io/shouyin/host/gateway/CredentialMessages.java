package io.shouyin.host.gateway;

import io.shouyin.host.credentials.CredentialService;
import io.shouyin.host.credentials.NewPasswordTerms;
import io.shouyin.host.credentials.PasswordsDue;
import io.shouyin.host.credentials.StepUpRefusal;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The credential service 密码服务: field 57 in, field 57 out.
@Component
class CredentialMessages {

    /// Why a password was not compared, where the response code alone does not tell.
    private static final Set<StepUpRefusal> NAMED = EnumSet.of(StepUpRefusal.SLOWED_DOWN, StepUpRefusal.SECRET_UNREADABLE);

    private final CredentialService service;
    private final PasswordsDue due;
    private final NewPasswordTerms newPasswords;
    private final SecurityModule vault;
    private final InstitutionKeys keys;

    CredentialMessages(CredentialService service, PasswordsDue due, NewPasswordTerms newPasswords, SecurityModule vault, InstitutionKeys keys) {
        this.service = service;
        this.due = due;
        this.newPasswords = newPasswords;
        this.vault = vault;
        this.keys = keys;
    }

    Reply handle(Incoming incoming) throws DecodeException {
        Message message = incoming.message();
        if (!message.has(11) || message.text(11).equals("000000") || !message.has(57)) {
            return refuse(incoming, ResponseCode.FORMAT_ERROR);
        }
        CredentialService.Kind kind = CredentialService.Kind.ofNetworkCode(incoming.field60().networkCode()).orElseThrow();
        boolean nothingSealed = kind == CredentialService.Kind.LOG_OFF || kind == CredentialService.Kind.SEND_CODE;
        if (nothingSealed && !incoming.macChecked()) {       // nothing sealed vouches for it
            return refuse(incoming, ResponseCode.SIGN_IN_REQUIRED);
        }
        Optional<KeyBlock> credentialKey = incoming.session().credentialKey();
        if (credentialKey.isEmpty()) {                                                // loaded by hand, checks its operators itself
            return refuse(incoming, ResponseCode.FUNCTION_UNSUPPORTED);
        }
        FactorTlv factors = FactorTlv.decode(message.bytes(57));
        Map<Integer, byte[]> values = new HashMap<>();
        factors.tags().forEach(tag -> values.put(tag, factors.find(tag).orElseThrow()));
        CredentialService.Answer answer = service.handle(new CredentialService.Request(kind, message.type(),
                incoming.session().merchant(), incoming.session().terminal(), incoming.field60().batch(),
                TraceNumber.of(message.text(11)), credentialKey.get(), values, CardMessages.pan(message, Optional.empty()),
                vault.index(keys.index(), incoming.decoded().macBytes()), incoming.macChecked()));
        Message.Builder reply = ReplyFields.begin(message, answer.code(), incoming.receivedAt());
        FactorTlv said = kind == CredentialService.Kind.LOG_ON && answer.code() == ResponseCode.APPROVED
                ? reminder(incoming, factors) : said(answer);
        if (kind != CredentialService.Kind.SEND_CODE) {
            for (StepUpRefusal why : NAMED) {
                said = answer.code() == why.code() ? said.with(FactorTlv.REFUSAL, why.name()) : said;
            }
        }
        if (newPasswordsMatter(kind, answer.code())) {
            said = said.with(FactorTlv.NEW_PASSWORD_RULES, newPasswords.of(incoming.session().merchant()).encode());
        }
        if (!said.isEmpty()) {
            reply.bytes(57, said.encode());
        }
        return Reply.of(reply.build());
    }

    /// Whoever has logged on can set some, or has to; whoever was refused one tries again.
    private static boolean newPasswordsMatter(CredentialService.Kind kind, ResponseCode code) {
        return code == ResponseCode.SECRET_REFUSED || kind == CredentialService.Kind.LOG_ON
                && (code == ResponseCode.APPROVED || code == ResponseCode.FACTOR_INITIAL || code == ResponseCode.FACTOR_EXPIRED);
    }

    /// The password of whoever logs on is about to expire.
    private FactorTlv reminder(Incoming incoming, FactorTlv factors) {
        Subject operator = new Subject.Operator(incoming.session().merchant(), incoming.session().terminal(),
                new OperatorNumber(factors.text(FactorTlv.OPERATOR).orElseThrow()));
        return due.daysLeft(operator).map(days -> FactorTlv.empty().with(FactorTlv.OPERATOR_PASSWORD_DAYS_LEFT, new byte[] {days.byteValue()}))
                .orElse(FactorTlv.empty());
    }

    private static FactorTlv said(CredentialService.Answer answer) {
        FactorTlv said = FactorTlv.empty();
        if (!answer.wanted().isEmpty()) {
            said = said.with(FactorTlv.FACTORS_WANTED, CardMessages.wanted(answer.wanted()));
        }
        if (!answer.broken().isEmpty()) {
            said = said.with(FactorTlv.RULES_BROKEN, String.join(",", answer.broken().stream().map(Enum::name).toList()));
        }
        if (answer.triesLeft().isPresent()) {
            said = said.with(FactorTlv.TRIES_LEFT, new byte[] {answer.triesLeft().get().byteValue()});
        }
        if (answer.phoneMasked().isPresent()) {
            said = said.with(FactorTlv.PHONE_MASKED, answer.phoneMasked().get());
        }
        return said;
    }

    private static Reply refuse(Incoming incoming, ResponseCode code) {
        return Reply.of(ReplyFields.refusal(incoming.message(), code, incoming.receivedAt()));
    }
}
