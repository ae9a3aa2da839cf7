package io.shouyin.host.credentials;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The rules in force as a terminal learns them at its sign-in, so that it asks first and is not sent back. The host judges all the same.
///
/// ```json
/// {"r":[{"k":"22","a":1,"e":["02"]},{"k":"22","a":500000,"t":"22000600","e":["06","0207"]},{"k":"112325","e":["03"]}],"h":true,"a":"01"}
/// ```
/// Without separators, everything in its fixed width: `k` kinds by 60.1, a top-up as `60` (absent: all), `a` amount in fen from which on, `t` hours in China, `m` entry modes by the
/// first two digits of field 22, `o` operators; `e` groups of factors that can be shown there, any of them, each factor as [Wanted#code] in hex: `07` the operator's
/// finger, `87` the supervisor's. `h`: the transaction password is two halves of two people. `a`: operators with an authenticator application. What a terminal cannot
/// know (sums, card users) is left out: the host asks for it when it is due.
///
/// What field 57 has no room for comes in parts, each a document of its own: a terminal that asks for no second one knows the rules of the first.
@Component
public class TerminalRules {

    /// What field 57 has room for beside the other values of a sign-in. The longest rule there can be fits.
    static final int PART_BYTES_MAX = 470;

    private static final int VERSION_DIGITS = 16;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HHmm");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StepUpRules rules;
    private final StepUpSurroundings surroundings;
    private final Secrets secrets;
    private final Authenticators authenticators;
    private final JdbcOperations jdbc;

    TerminalRules(StepUpRules rules, StepUpSurroundings surroundings, Secrets secrets, Authenticators authenticators, JdbcOperations jdbc) {
        this.rules = rules;
        this.surroundings = surroundings;
        this.secrets = secrets;
        this.authenticators = authenticators;
        this.jdbc = jdbc;
    }

    /// @param version of all parts together, as [RulesPart] has it
    /// @param parts documents in ASCII, one at least
    public record Told(String version, List<String> parts) {

        private static Told of(List<String> parts) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(String.join("\n", parts).getBytes(StandardCharsets.US_ASCII));
                return new Told(HexFormat.of().withUpperCase().formatHex(digest).substring(0, VERSION_DIGITS), parts);
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }

        /// As it goes into field 57.
        public FactorTlv part(int number) {
            return FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, parts.get(number - 1))
                    .with(FactorTlv.STEP_UP_RULES_PART, new RulesPart(version, number, parts.size()).encode());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Compact(String k, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long a, String t, String m, String o, List<String> e) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Document(@JsonInclude List<Compact> r, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean h, String a) {

        static Document of(Compact rule) {
            return new Document(List.of(rule), false, "");
        }

        Document with(Compact rule) {
            return new Document(Stream.concat(r.stream(), Stream.of(rule)).toList(), h, a);
        }

        boolean fits() {
            return json().length() <= PART_BYTES_MAX;
        }

        String json() {
            return JSON.writeValueAsString(this);
        }
    }

    public Told of(MerchantId merchant, TerminalId terminal) {
        OneRead read = new OneRead();
        Supplier<List<Authenticators.Kept>> kept = authenticators.of(read, merchant, terminal);
        Supplier<SecondFactors> asked = surroundings.secondFactors(read, merchant, terminal, kept);
        read.run(jdbc);
        SecondFactors secondFactors = asked.get();
        String applications = kept.get().stream().filter(Authenticators.Kept::isConfirmed)
                .map(one -> one.operator().number().value()).collect(Collectors.joining());
        List<Document> parts = new ArrayList<>();
        Document open = new Document(List.of(), secrets.form(new Subject.Transaction(merchant, terminal)).twoPeople(), applications);
        for (StepUpRule rule : rules.around(merchant, terminal)) {
            if (canBeJudged(rule.when(), secondFactors)) {
                Compact compact = compact(rule, secondFactors);
                Document more = open.with(compact);
                if (!more.fits()) {
                    parts.add(open);
                    more = Document.of(compact);
                    Check.invariant(more.fits(), "a rule fits into a part");
                }
                open = more;
            }
        }
        parts.add(open);
        return Told.of(parts.stream().map(Document::json).toList());
    }

    private static boolean canBeJudged(Conditions when, SecondFactors secondFactors) {
        return when.cumulated() == null && when.cards().isEmpty()
                && (when.secondFactor() == null || when.secondFactor() == secondFactors.any());
    }

    private static Compact compact(StepUpRule rule, SecondFactors secondFactors) {
        Conditions when = rule.when();
        return new Compact(joined(when.kinds().stream().map(TransactionKind::ruleDigits)), when.amountFromFen(),
                when.hours() == null ? "" : HOUR.format(when.hours().from()) + HOUR.format(when.hours().to()),
                joined(when.entryModes().stream().map(EntryMode::digits)), joined(when.operators().stream()),
                possible(rule.require(), secondFactors).stream()
                        .map(group -> joined(group.allOf().stream().map(leaf -> "%02X".formatted(Wanted.of(leaf).code())))).toList());
    }

    private static String joined(Stream<String> pairs) {
        return pairs.distinct().sorted().collect(Collectors.joining());
    }

    /// The groups that can be shown at this terminal, so that nobody is offered another; all, if none can.
    private static List<Requirement.AllOf> possible(Requirement require, SecondFactors secondFactors) {
        List<Requirement.AllOf> possible = require.anyOf().stream().filter(secondFactors::canShow).toList();
        return possible.isEmpty() ? require.anyOf() : possible;
    }
}
