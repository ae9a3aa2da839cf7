package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The terminal by profile: what it sends, and that a restart and a new activation keep and change it.
class ProfilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"AES, 005, 2710000000000000", "SM4, 006, 2810000000000000"})
    void sale_withSixteenByteBlocks_carriesPinAndTrackInField57(TerminalProfile profile, String keysWanted, String field53) throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.host.profile(profile);
            bench.signedIn();
            assertThat(bench.host.requests("0800").getLast().text(60)).endsWith(keysWanted);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            Message sent = bench.host.requests("0200").getFirst();
            assertThat(sent.has(26) || sent.has(35) || sent.has(52)).isFalse();
            assertThat(sent.text(53)).isEqualTo(field53);
            FactorTlv factors = FactorTlv.decode(sent.bytes(57));
            assertThat(factors.find(FactorTlv.PIN_BLOCK).orElseThrow()).hasSize(16);
            assertThat(factors.find(FactorTlv.TRACK_2).orElseThrow()).hasSize(48);
            assertThat(bench.terminal.state().journal()).singleElement().satisfies(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.APPROVED));
            bench.terminal.press("OK");
            bench.await("sale.done");

            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.sale("1000", Bench.PASSWORD, "111111");
            assertThat(bench.await("sale.declined").toString()).contains("55");
        }
    }

    @ParameterizedTest
    @CsvSource({"AES", "SM4"})
    void signIn_keyBlocksChanged_areRefusedAndTheEarlierKeysHold(TerminalProfile profile) throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.host.profile(profile);
            bench.host.plan("0800", Behaviour.NORMAL).plan("0800", Behaviour.WRONG_KEY_CHECK);
            bench.inService();
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            bench.terminal.press("OK");
            assertThat(bench.await("signIn.failed").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.KEY_CHECK_WRONG));
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"AES", "SM4"})
    void answer_withWrongMac_isReversed(TerminalProfile profile) throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.host.profile(profile);
            bench.signedIn();
            bench.host.plan("0200", Behaviour.WRONG_MAC);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            assertThat(bench.host.requests("0400")).singleElement().satisfies(reversal -> {
                assertThat(reversal.text(39)).isEqualTo("A0");
                assertThat(reversal.has(57)).isFalse();
            });
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.REVERSED);
        }
    }
}
