package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The issuer approves a part of a sale: the cashier takes it or not, and a power cut in between leaves nothing taken.
class PartialApprovalTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void signIn() throws Exception {
        bench = Bench.of(folder);
        bench.settings = bench.settings.withPartialApproval();
        bench.signedIn();
        bench.host.approvedPart = "000000000400";
    }

    @AfterEach
    void switchOff() throws Exception {
        bench.close();
    }

    private JournalEntry last() {
        return bench.terminal.state().journal().getLast();
    }

    @Test
    void part_taken_isTheAmountFromThenOn() {
        bench.host.receiptTexts = new Field63.Reply("CUP", "谢谢惠顾", "", "守银").encode();
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        assertThat(bench.await("sale.partly").lines(Language.ZH)).contains("部分批准", "卡里的钱不够,只批准了一部分", "已批准  ¥4.00", "应收  ¥10.00", "还差  ¥6.00");
        assertThat(bench.host.requests("0200").getLast().text(60)).isEqualTo("22000007000501");
        bench.terminal.press("OK");
        assertThat(bench.await("sale.approved").lines(Language.ZH)).contains("部分批准", "金额  ¥4.00", "备注  谢谢惠顾 守银");
        assertThat(last().amountFen()).isEqualTo(400);
        assertThat(last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(bench.terminal.state().reversal()).isNull();
        assertThat(bench.slips().getLast().text(Paper.MM58)).anyMatch(line -> line.matches("金额 RMB +4.00")).containsSubsequence("谢谢惠顾", "守银");
        assertThat(bench.host.requests("0400")).isEmpty();
    }

    @Test
    void part_taken_isWhatTheBatchIsSettledWith() {
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.partly");
        bench.terminal.press("OK");
        bench.await("sale.approved");
        bench.terminal.press("CANCEL OK");
        bench.settle();
        assertThat(bench.await("settle.done").lines(Language.ZH)).contains("对账平,结算完成", "借记 1 笔  ¥4.00");
    }

    @Test
    void part_notTaken_isReversedByTheAmountAskedFor() {
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.partly");
        bench.terminal.press("CANCEL");
        assertThat(bench.await("sale.inDoubt").lines(Language.ZH)).contains("收银员没有接受部分批准", "交易未成功,已冲正");
        Message reversal = bench.host.requests("0400").getLast();
        assertThat(List.of(reversal.text(4), reversal.text(39), reversal.text(38))).containsExactly("000000001000", "06", "123456");
        assertThat(last().outcome()).isEqualTo(Outcome.REVERSED);
        assertThat(bench.slips()).isEmpty();
    }

    @Test
    void part_powerFailsBeforeAnybodyAgreed_isReversedBeforeTheNextSale() throws Exception {
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.partly");
        bench.restart();
        bench.host.approvedPart = null;
        bench.logOn("01", Bench.LOGIN);
        bench.sale("400", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.approved");
        assertThat(bench.host.requests("0400")).hasSize(1);
        assertThat(bench.terminal.state().journal()).extracting(JournalEntry::outcome).containsExactly(Outcome.REVERSED, Outcome.APPROVED);
    }

    @Test
    void part_ofNothingOrOfMoreThanAll_isNoAnswer() {
        for (String wrong : List.of("000000000000", "000000001000", "000000001001")) {
            bench.host.approvedPart = wrong;
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.inDoubt").lines(Language.ZH)).contains("应答与请求不符");
            bench.terminal.press("OK");
        }
        assertThat(bench.host.requests("0400")).hasSize(3);
    }
}
