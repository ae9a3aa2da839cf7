package io.shouyin.host.credentials;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The rules in force as a terminal learns them at its sign-in, so that it asks first and is not sent back. The host judges all the same.
///
/// ```json
/// {"r":[{"k":["22"],"a":1,"e":[["02"]]},{"k":["22"],"a":500000,"e":[["06"],["07"]]},{"k":["23","25","11"],"e":[["03"]]}],"h":true}
/// ```
/// `k` kinds by 60.1 (absent: all), `a` amount in fen from which on, `t` hours in China, `m` entry modes, `o` operators; `e` groups of
/// factors that can be shown there, any of them, each factor as [Wanted#code] in hex: `07` the operator's finger, `87` the supervisor's. `h`: the transaction password is two
/// halves of two people. `a`: operators with an authenticator application. What a terminal cannot know (sums, card users) is left out: the host asks for it when it is due.
@Component
public class TerminalRules {

    /// What field 57 has room for.
    static final int LENGTH_BYTES_MAX = 400;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StepUpRules rules;
    private final StepUpSurroundings surroundings;
    private final Secrets secrets;
    private final Authenticators authenticators;

    TerminalRules(StepUpRules rules, StepUpSurroundings surroundings, Secrets secrets, Authenticators authenticators) {
        this.rules = rules;
        this.surroundings = surroundings;
        this.secrets = secrets;
        this.authenticators = authenticators;
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Compact(List<String> k, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long a, List<String> t, List<String> m, List<String> o,
                           List<List<String>> e) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record All(@JsonInclude List<Compact> r, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean h, List<String> a) {}

    /// UTF-8; nothing if it is too long for the field: then the host asks for whatever is missing.
    public Optional<byte[]> of(MerchantId merchant, TerminalId terminal) {
        List<Compact> compact = rules.around(merchant, terminal).stream().filter(rule -> canBeJudged(rule.when(), merchant, terminal))
                .map(rule -> compact(rule, merchant, terminal)).toList();
        List<String> applications = authenticators.of(merchant, terminal).stream().filter(Authenticators.Kept::isConfirmed)
                .map(kept -> kept.operator().number().value()).toList();
        boolean halves = secrets.form(new Subject.Transaction(merchant, terminal)).twoPeople();
        return Optional.of(JSON.writeValueAsBytes(new All(compact, halves, applications))).filter(json -> json.length <= LENGTH_BYTES_MAX);
    }

    private boolean canBeJudged(Conditions when, MerchantId merchant, TerminalId terminal) {
        return when.cumulated() == null && when.cards().isEmpty()
                && (when.secondFactor() == null || when.secondFactor() == surroundings.hasSecondFactor(merchant, terminal));
    }

    private Compact compact(StepUpRule rule, MerchantId merchant, TerminalId terminal) {
        Conditions when = rule.when();
        return new Compact(when.kinds().stream().map(TransactionKind::transactionType).distinct().sorted().toList(), when.amountFromFen(),
                when.hours() == null ? List.of() : List.of(when.hours().from().toString(), when.hours().to().toString()),
                when.entryModes().stream().map(Enum::name).sorted().toList(), when.operators().stream().sorted().toList(),
                possible(rule.require(), merchant, terminal).stream().map(group -> group.allOf().stream().map(leaf -> "%02X".formatted(Wanted.of(leaf).code())).toList()).toList());
    }

    /// The groups that can be shown at this terminal, so that nobody is offered another; all, if none can.
    private List<Requirement.AllOf> possible(Requirement require, MerchantId merchant, TerminalId terminal) {
        List<Requirement.AllOf> possible = require.anyOf().stream()
                .filter(group -> group.allOf().stream().allMatch(leaf -> surroundings.canShow(leaf, merchant, terminal))).toList();
        return possible.isEmpty() ? require.anyOf() : possible;
    }
}
