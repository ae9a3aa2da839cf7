package io.shouyin.terminal.flow;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.state.Trade;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which factors a transaction needs, as the host told it at the sign-in: so that the terminal asks first and is not sent back.
///
/// The host judges all the same. What the terminal cannot know, such as a card with a password of its own, the host asks for when it is
/// due; a rule that the terminal cannot read it leaves to the host as well.
///
/// ```json
/// {"r":[{"k":"22","a":1,"e":["02"]},{"k":"22","a":500000,"t":"22000600","e":["06","0207"]}],"h":true,"a":"01"}
/// ```
/// Lists stand without separators, two characters each. A factor is named as [Factor#of(int)] has it, in hex.
///
/// @param twoHalves the transaction password is two halves of two people
/// @param applications operators, two digits each, who have an authenticator application
record StepUpRules(List<Rule> rules, boolean twoHalves, Set<String> applications) {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HHmm");

    /// The host has told none: then the transaction password is asked for, and the supervisor where something is taken back.
    static final StepUpRules UNTOLD = new StepUpRules(List.of(
            always(Factor.TRANSACTION_PASSWORD, Trade.SALE, Trade.OFFLINE_SALE, Trade.PRE_AUTH, Trade.PRE_AUTH_TOP_UP, Trade.COMPLETION, Trade.COMPLETION_NOTICE),
            takenBackBySupervisor()), false, Set.of());

    /// The host judges no factors: the terminal asks for the supervisor itself.
    static final StepUpRules LOCAL = new StepUpRules(List.of(takenBackBySupervisor()), false, Set.of());

    private static Rule takenBackBySupervisor() {
        return always(Factor.SUPERVISOR_PASSWORD, Trade.VOID, Trade.REFUND, Trade.PRE_AUTH_VOID, Trade.COMPLETION_VOID);
    }

    private static Rule always(Factor factor, Trade... trades) {
        Set<String> kinds = Arrays.stream(trades).map(trade -> trade.kind().ruleDigits()).collect(Collectors.toSet());
        return new Rule(kinds, 0, Optional.empty(), Set.of(), Set.of(), List.of(Set.of(factor)));
    }

    /// @param kinds of transaction, as [io.shouyin.iso8583.terminal.TransactionKind#ruleDigits] has them; empty: all
    /// @param entryModes by the first two digits of field 22; empty: all
    /// @param operators empty: all
    /// @param anyOf groups of factors of which one is enough
    record Rule(Set<String> kinds, long amountFromFen, Optional<Hours> hours, Set<String> entryModes, Set<String> operators, List<Set<Factor>> anyOf) {

        boolean holds(Situation now) {
            return (kinds.isEmpty() || kinds.contains(now.kind)) && now.amount.fen() >= amountFromFen
                    && (hours.isEmpty() || hours.get().include(now.time))
                    && (entryModes.isEmpty() || entryModes.contains(now.entryMode.field22(false).substring(0, 2)))
                    && (operators.isEmpty() || operators.contains(now.operator.value()));
        }
    }

    /// Over midnight if they begin after they end.
    record Hours(LocalTime from, LocalTime to) {

        boolean include(LocalTime time) {
            boolean afterFrom = !time.isBefore(from);
            boolean beforeTo = time.isBefore(to);
            return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
        }
    }

    /// @param kind as in the rules
    /// @param time in China
    record Situation(String kind, MinorAmount amount, LocalTime time, EntryMode entryMode, OperatorNumber operator) {}

    /// @param told a document a line; null if the host told none
    static StepUpRules of(String told) {
        if (told == null) {
            return UNTOLD;
        }
        try {
            var rules = new ArrayList<Rule>();
            boolean twoHalves = false;
            var applications = new HashSet<String>();
            for (String line : told.split("\n")) {
                JsonNode part = JsonMapper.shared().readTree(line);
                part.path("r").forEach(rule -> rule(rule).ifPresent(rules::add));
                twoHalves |= part.path("h").asBoolean(false);
                applications.addAll(pairs(part.path("a")));
            }
            return new StepUpRules(List.copyOf(rules), twoHalves, Set.copyOf(applications));
        } catch (IllegalArgumentException | JacksonException notRules) {
            return UNTOLD;
        }
    }

    private static Optional<Rule> rule(JsonNode json) {
        try {
            var anyOf = new ArrayList<Set<Factor>>();
            for (JsonNode group : json.path("e")) {
                Set<Factor> factors = EnumSet.noneOf(Factor.class);
                for (String code : pairs(group)) {
                    factors.add(Factor.of(Integer.parseInt(code, 16)).orElseThrow(IllegalArgumentException::new));
                }
                anyOf.add(factors);
            }
            return Optional.of(new Rule(pairs(json.path("k")), json.path("a").asLong(0), hours(text(json.path("t"))), pairs(json.path("m")),
                    pairs(json.path("o")), List.copyOf(anyOf)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException | JacksonException ofALaterHost) {
            return Optional.empty();
        }
    }

    private static Optional<Hours> hours(String text) {
        return text.isEmpty() ? Optional.empty()
                : Optional.of(new Hours(LocalTime.parse(text.substring(0, 4), HOUR), LocalTime.parse(text.substring(4), HOUR)));
    }

    private static Set<String> pairs(JsonNode json) {
        String text = text(json);
        Check.argument(text.length() % 2 == 0, "a list of the rules has two characters for each of its members");
        return IntStream.range(0, text.length() / 2).mapToObj(i -> text.substring(2 * i, 2 * i + 2)).collect(Collectors.toSet());
    }

    private static String text(JsonNode json) {
        return json.isMissingNode() ? "" : json.stringValue();
    }

    /// Whether a code can be read off an application at this till: the operator's own, or the supervisor's.
    boolean hasApplication(OperatorNumber operator) {
        return applications.contains(operator.value()) || applications.contains(OperatorNumber.SUPERVISOR.value());
    }

    /// What must be shown: of each entry one group, whole.
    List<List<Set<Factor>>> wanted(Situation now) {
        return rules.stream().filter(rule -> rule.holds(now)).map(Rule::anyOf).filter(anyOf -> !anyOf.isEmpty()).toList();
    }
}
