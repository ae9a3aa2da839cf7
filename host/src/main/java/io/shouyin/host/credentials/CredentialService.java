package io.shouyin.host.credentials;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SealedFactor;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// The credential service 密码服务 of a terminal: log on, change and set passwords, unlock, manage operators.
///
/// A request and everything that it changes, its audit entries and its answer are one commit. The same request again
/// gets the same answer and changes nothing; other content under the same trace number is refused with 94.
@Service
public class CredentialService {

    /// What a terminal asks for, by the network code of field 60.3.
    public enum Kind {
        LOG_ON("401"),
        CHANGE_OWN("402"),
        SET_TRANSACTION_PASSWORD("403"),
        UNLOCK("404"),
        ADD_OPERATOR("405"),
        DELETE_OPERATOR("406"),
        LOG_OFF("407"),
        SEND_CODE("408"),
        ADD_CARD_USER("409"),
        SET_CARD_PASSWORD("410");

        private final String networkCode;

        Kind(String networkCode) {
            this.networkCode = networkCode;
        }

        public static Optional<Kind> ofNetworkCode(String code) {
            return Arrays.stream(values()).filter(kind -> kind.networkCode.equals(code)).findFirst();
        }
    }

    /// @param credentialKey the terminal's TCK
    /// @param factors field 57 as tags and values
    /// @param card field 2, of a card user
    /// @param digest keyed digest of the message as received
    /// @param signed it came with a right MAC of the terminal
    public record Request(Kind kind, String messageType, MerchantId merchant, TerminalId terminal, BatchNumber batch,
                          TraceNumber trace, KeyBlock credentialKey, Map<Integer, byte[]> factors, Optional<Pan> card, byte[] digest, boolean signed) {

        Optional<SealedFactor> sealed(int tag) {
            return Optional.ofNullable(factors.get(tag)).map(value -> new SealedFactor(value,
                    new SealedFactor.Binding(messageType, merchant, terminal, batch, trace, tag)));
        }

        Optional<String> text(int tag) {
            return Optional.ofNullable(factors.get(tag))
                    .map(value -> new String(value, java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    /// @param wanted for [ResponseCode#FACTOR_MISSING]: the tags that are missing, with [io.shouyin.iso8583.terminal.FactorTlv#SECOND_PERSON] where it takes two people
    /// @param broken for [ResponseCode#SECRET_REFUSED]
    /// @param triesLeft for [ResponseCode#FACTOR_WRONG]
    /// @param phoneMasked where a code went
    public record Answer(ResponseCode code, List<Integer> wanted, List<PasswordRules.Rule> broken,
                         Optional<Integer> triesLeft, Optional<String> phoneMasked) {

        Answer(ResponseCode code, List<Integer> wanted, List<PasswordRules.Rule> broken, Optional<Integer> triesLeft) {
            this(code, wanted, broken, triesLeft, Optional.empty());
        }

        static Answer sent(String phoneMasked) {
            return new Answer(ResponseCode.APPROVED, List.of(), List.of(), Optional.empty(), Optional.of(phoneMasked));
        }

        static Answer of(ResponseCode code) {
            return new Answer(code, List.of(), List.of(), Optional.empty());
        }
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final PasswordChanges changes;
    private final InstantSource clock;

    CredentialService(JdbcClient jdbc, TransactionTemplate transactions, PasswordChanges changes, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.changes = changes;
        this.clock = clock;
    }

    public Answer handle(Request request) {
        return transactions.execute(_ -> {
            Optional<Known> known = known(request);                                     // 1 the same trace before?
            if (known.isPresent()) {
                return MessageDigest.isEqual(known.get().digest(), request.digest())
                        ? known.get().answer()
                        : Answer.of(ResponseCode.TRACE_REPEATED);
            }
            Answer answer = changes.carryOut(request);                                  // 2 the change, and its audit
            remember(request, answer);                                                  // 3 the answer, in one commit
            return answer;
        });
    }

    private record Known(byte[] digest, Answer answer) {}

    private Optional<Known> known(Request request) {
        return jdbc.sql("""
                SELECT digest, response_code, broken_rules, tries_left, phone_masked FROM credentials.request
                WHERE terminal_id = ? AND batch_number = ? AND trace_number = ?""")
                .params(request.terminal().value(), request.batch().value(), request.trace().value())
                .query((row, number) -> {
                    String rules = row.getString("broken_rules");
                    int tries = row.getInt("tries_left");
                    boolean noTries = row.wasNull();
                    return new Known(row.getBytes("digest"), new Answer(ResponseCode.of(row.getString("response_code")),
                            List.of(), rules.isEmpty() ? List.of()
                                    : Arrays.stream(rules.split(",")).map(PasswordRules.Rule::valueOf).toList(),
                            noTries ? Optional.empty() : Optional.of(tries), Optional.ofNullable(row.getString("phone_masked"))));
                }).optional();
    }

    private void remember(Request request, Answer answer) {
        int rows = jdbc.sql("""
                INSERT INTO credentials.request
                  (terminal_id, batch_number, trace_number, digest, response_code, broken_rules, tries_left, phone_masked, answered_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(request.terminal().value(), request.batch().value(), request.trace().value(),
                        request.digest(), answer.code().code(),
                        String.join(",", answer.broken().stream().map(Enum::name).toList()),
                        answer.triesLeft().orElse(null), answer.phoneMasked().orElse(null), clock.instant().atOffset(ZoneOffset.UTC)))
                .update();
        Check.invariant(rows == 1, "an answered request is remembered");
    }
}
