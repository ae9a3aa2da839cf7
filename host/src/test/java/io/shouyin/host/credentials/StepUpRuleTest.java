package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Cumulated;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// When rules hold, what they ask for, and which of two is the stricter one.
class StepUpRuleTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Conditions when(String json) {
        return JSON.readValue(json, Conditions.class);
    }

    private static Requirement require(String json) {
        return JSON.readValue(json, Requirement.class);
    }

    private static Situation sale(long fen, String time) {
        return new Situation(new MerchantId("104290058120001"), new TerminalId("00000001"), TransactionKind.SALE, new MinorAmount(fen), LocalTime.parse(time),
                Optional.of(new OperatorNumber("01")), EntryMode.SWIPE);
    }

    private static Facts facts(long soldFen) {
        return new Facts(Optional.empty(), Set.of(CardKind.OTHER), new SecondFactors(true, false, false),
                Map.of(Cumulated.Over.TERMINAL, soldFen, Cumulated.Over.CARD, soldFen), Map.of(), Set.of(), List.of(), Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                         | true
            {"kinds":["SALE","VOID"]}                                  | true
            {"kinds":["VOID"]}                                         | false
            {"amountFromFen":500000}                                   | true
            {"amountFromFen":500001}                                   | false
            {"hours":{"from":"22:00","to":"06:00"}}                    | true
            {"hours":{"from":"06:00","to":"23:30"}}                    | false
            {"hours":{"from":"23:30","to":"23:31"}}                    | true
            {"cards":["REGISTERED"]}                                   | false
            {"cards":["OTHER"]}                                        | true
            {"entryModes":["MANUAL"]}                                  | false
            {"entryModes":["SWIPE"],"operators":["01"]}                | true
            {"operators":["02"]}                                       | false
            {"secondFactor":true}                                      | true
            {"secondFactor":false}                                     | false
            {"cumulated":{"over":"TERMINAL","fromFen":700000}}         | true
            {"cumulated":{"over":"CARD","fromFen":700001}}             | false
            """)
    void conditions_ofASale_holdAsWritten(String json, boolean holds) {
        assertThat(when(json).hold(sale(500_000, "23:30"), facts(200_000))).isEqualTo(holds);
    }

    @Test
    void conditions_thatTheMessageRulesOut_readNothing() {
        String rest = ",\"secondFactor\":true,\"cards\":[\"REGISTERED\"],\"cumulated\":{\"over\":\"CARD\",\"fromFen\":1}}";
        assertThat(when("{\"amountFromFen\":2" + rest).mayHold(sale(1, "12:00"))).isFalse();
        assertThat(when("{\"amountFromFen\":1" + rest).mayHold(sale(1, "12:00"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amountFromFen\":-1}", "{\"kinds\":[\"ECHO\"]}", "{\"kinds\":[\"SALES\"]}", "{\"operators\":[\"1\"]}",
        "{\"hours\":{\"from\":\"08:00\",\"to\":\"08:00\"}}", "{\"hours\":{\"from\":\"08:00\"}}", "{\"cumulated\":{\"over\":\"CARD\",\"fromFen\":0}}"})
    void conditions_thatMakeNoSense_areRefused(String json) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> when(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"anyOf\":[]}", "{\"anyOf\":[{\"allOf\":[]}]}", "{\"anyOf\":[{\"allOf\":[\"PIN\",\"PIN\"]}]}",
        "{\"anyOf\":[{\"allOf\":[\"SMS\"]}]}", "{\"anyOf\":[{\"allOf\":[\"TXN_PASSWORD@SUPERVISOR\"]}]}", "{}",
        "{\"anyOf\":[{\"allOf\":[\"FINGERPRINT\",\"FINGERPRINT@SUPERVISOR\"]}]}"})
    void requirement_thatMakesNoSense_isRefused(String json) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> require(json));
    }

    @Test
    void requirement_asJson_isTheSameAgain() {
        String json = "{\"anyOf\":[{\"allOf\":[\"TXN_PASSWORD\",\"FINGERPRINT@SUPERVISOR\"]},{\"allOf\":[\"SUPERVISOR_PASSWORD\"]}]}";
        assertThat(JSON.writeValueAsString(require(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"kinds":["SALE"],"amountFromFen":1}   | {"kinds":["SALE"],"amountFromFen":100} | TXN_PASSWORD             | true
            {"kinds":["SALE"],"amountFromFen":100} | {"kinds":["SALE"],"amountFromFen":1}   | TXN_PASSWORD             | false
            {"kinds":["SALE"]}                     | {}                                     | TXN_PASSWORD             | false
            {}                                     | {"operators":["03"]}                   | TXN_PASSWORD             | true
            {}                                     | {}                                     | TXN_PASSWORD","CARD_PASSWORD | false
            {"secondFactor":true}                  | {}                                     | TXN_PASSWORD             | false
            {"cumulated":{"over":"CARD","fromFen":9}} | {"cumulated":{"over":"CARD","fromFen":10}} | TXN_PASSWORD      | true
            {"cumulated":{"over":"CARD","fromFen":9}} | {"cumulated":{"over":"TERMINAL","fromFen":10}} | TXN_PASSWORD  | false
            """)
    void rule_belowAnother_isIdleIfItAddsNothing(String above, String below, String factors, boolean idle) {
        StepUpRule higher = new StepUpRule("higher", when(above), require("{\"anyOf\":[{\"allOf\":[\"TXN_PASSWORD\"]}]}"));
        StepUpRule lower = new StepUpRule("lower", when(below), require("{\"anyOf\":[{\"allOf\":[\"" + factors + "\"]}]}"));
        assertThat(higher.makesIdle(lower)).isEqualTo(idle);
    }

    @Test
    void requirement_withFewerChoices_impliesTheOther() {
        Requirement choice = require("{\"anyOf\":[{\"allOf\":[\"ONE_TIME_CODE\"]},{\"allOf\":[\"FINGERPRINT\"]}]}");
        Requirement code = require("{\"anyOf\":[{\"allOf\":[\"ONE_TIME_CODE\",\"TXN_PASSWORD\"]}]}");
        assertThat(code.implies(choice)).isTrue();
        assertThat(choice.implies(code)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DAY, 2026-08-31, 2026-08-31", "WEEK, 2026-08-31, 2026-08-31", "WEEK, 2026-09-06, 2026-08-31", "MONTH, 2026-08-31, 2026-08-01",
        "QUARTER, 2026-08-31, 2026-07-01", "QUARTER, 2026-12-31, 2026-10-01"})
    void cycle_ofADay_beganOn(Allowance.Cycle cycle, LocalDate day, LocalDate began) {
        assertThat(cycle.began(day)).isEqualTo(began);
    }
}
