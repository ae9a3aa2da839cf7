package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.iso8583.terminal.Field48.Uploaded;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Batches as the console asks for them.
@HostTest
class BatchListTest {

    private static final MerchantId MERCHANT = new MerchantId("104290058129002");
    private static final Pan CARD = Pan.of("6216261000000000018");

    @Autowired
    private BatchSettlement settlement;
    @Autowired
    private TestStaff staff;

    private static BatchKey batch(String terminal) {
        return new BatchKey(MERCHANT, new TerminalId(terminal), new BatchNumber(1));
    }

    private Field48.Totals settle(BatchKey batch, long debitFen, int debitCount) {
        Side told = new Side(new MinorAmount(debitFen), debitCount, MinorAmount.ZERO, 0, Result.ASKED);
        return settlement.settle(new BatchSettlement.Request(batch, batch.batch(), new Field48.Totals(told, Side.NOTHING), Optional.of(new OperatorNumber("01")))).totals();
    }

    @Test
    void batches_areListedByState_withTheTotalsOfBothSides_andTheirDifferencesInPages() {
        BatchKey open = batch("92400001");
        BatchKey balanced = batch("92400002");
        BatchKey differing = batch("92400003");
        settlement.begun(open);
        settle(balanced, 0, 0);
        assertThat(settle(differing, 300, 3).domestic().result()).isEqualTo(Result.UNBALANCED);
        var finance = staff.loggedIn(Role.FINANCE);
        assertThat(finance.get("/api/v1/batches?state=UPLOADING&query=" + MERCHANT).expect(200).body().path("total").asInt()).isEqualTo(1);
        settlement.upload(differing, IntStream.rangeClosed(1, 3).mapToObj(trace -> new Uploaded("00", new TraceNumber(trace), CARD, new MinorAmount(100))).toList());
        settlement.end(differing, BatchSettlement.End.UNBALANCED, 3, Optional.empty());

        JsonNode all = finance.get("/api/v1/batches?query=" + MERCHANT).expect(200).body();
        assertThat(all.path("total").asInt()).as("and those that have begun since").isEqualTo(5);
        assertThat(finance.get("/api/v1/batches?state=SETTLED&size=1&query=" + MERCHANT).expect(200).body().path("items").size()).isEqualTo(1);
        JsonNode found = finance.get("/api/v1/batches?differing=true&query=" + MERCHANT).expect(200).body();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        JsonNode item = found.path("items").path(0);
        assertThat(item.path("id").asString()).isEqualTo(differing.toString());
        assertThat(item.path("operator").asString()).isEqualTo("01");
        assertThat(item.path("differences").asInt()).isEqualTo(3);
        assertThat(item.path("domestic").path("result").asString()).isEqualTo("UNBALANCED");
        assertThat(item.path("domestic").path("terminal").path("debitFen").asLong()).isEqualTo(300);
        assertThat(item.path("domestic").path("host").path("debitFen").asLong()).isZero();
        assertThat(finance.get("/api/v1/batches/" + differing).expect(200).body()).isEqualTo(item);
        assertThat(finance.get("/api/v1/batches/" + open).expect(200).body().path("domestic").path("terminal").isNull()).isTrue();

        JsonNode differences = finance.get("/api/v1/batches/" + differing + "/differences?size=2&page=1").expect(200).body();
        assertThat(differences.path("total").asInt()).isEqualTo(3);
        assertThat(differences.path("items").size()).isEqualTo(1);
        assertThat(differences.path("items").path(0).path("trace").asString()).isEqualTo("000003");
        assertThat(differences.path("items").path(0).path("difference").asString()).isEqualTo("MISSING_HERE");
        assertThat(differences.path("items").path(0).path("cardMasked").asString()).isEqualTo(CARD.masked());
    }

    @Test
    void batch_unknownOrMisnamed_is404_andAFilterOfAnotherShape400() {
        var finance = staff.loggedIn(Role.FINANCE);
        for (String id : List.of(batch("92499999").toString(), "nonsense", "a.b.c")) {
            finance.get("/api/v1/batches/" + id).problem(404, "NOT_FOUND");
            finance.get("/api/v1/batches/" + id + "/differences").problem(404, "NOT_FOUND");
        }
        finance.get("/api/v1/batches?state=HALF").problem(400, "REQUEST_INVALID");
    }
}
