package io.shouyin.host.fleet.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.fleet.register.DeviceLife.Deed;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.TerminalProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Terminals that sold, and leave: money that stands open is a refusal by name, keys are destroyed with a record, and the gateway knows them no more.
class DeviceLifeIT {

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;
    private static DeviceLife life;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        card = corridor.network.cards().getFirst();
        life = corridor.bean(DeviceLife.class);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @Test
    void terminal_withABatchThatIsNotSettled_isNotRetired_unlessSomebodySaysSo() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYLIFE-00000001");
        assertThat(terminal.askSigned(terminal.sale(1_000, card).build()).text(39)).isEqualTo("00");
        String master = checkValue(terminal);
        assertThat(refusal(() -> life.retire(deed(terminal, false)))).isEqualTo(RegisterRefusal.BATCH_NOT_SETTLED);
        assertThat(refusal(() -> life.sendToRepair(deed(terminal, false)))).isEqualTo(RegisterRefusal.BATCH_NOT_SETTLED);
        assertThat(terminal.askSigned(terminal.sale(1_100, card).build()).text(39)).as("nothing has happened to it").isEqualTo("00");

        life.retire(deed(terminal, true));
        assertThat(terminal.askSigned(terminal.sale(1_200, card).build()).text(39)).isEqualTo("97");
        assertThat(terminal.ask(terminal.signInRequest(KeySet.WITH_TRACK_KEY)).text(39)).isEqualTo("97");
        assertThat(destroyed(terminal)).containsExactly("CREDENTIAL", "DATA", "MAC", "MASTER", "PIN");
        assertThat(corridor.jdbc().sql("SELECT check_value FROM fleet.key_destruction WHERE terminal_id = ? AND key_name = 'MASTER'").param(terminal.id())
                .query(String.class).single()).isEqualTo(master);
        assertThat(keysLeft(terminal)).isZero();
        assertThat(RawTerminal.problem(terminal.activate(corridor, terminal.handout().activationCode(), EcKeys.P256.generate()))).isEqualTo("ACTIVATION_CODE_EXPIRED");
    }

    @Test
    void terminal_inDoubtOfASale_goesNowhere_whateverSomebodySays() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYLIFE-00000002");
        corridor.network.behaviour(Behaviour.silent().times(50));
        try {
            assertThat(terminal.askSigned(terminal.sale(1_000, card).build()).text(39)).isEqualTo("98");
            assertThat(refusal(() -> life.retire(deed(terminal, true)))).isEqualTo(RegisterRefusal.REVERSAL_NOT_DONE);
        } finally {
            corridor.network.behaviour(Behaviour.normal());
        }
    }

    @Test
    void terminal_thatHasSettled_goesToRepair_andComesBackByAnotherActivation() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYLIFE-00000003");
        life.sendToRepair(deed(terminal, false));
        assertThat(terminal.askSigned(terminal.sale(1_000, card).build()).text(39)).as("in repair").isEqualTo("97");
        assertThat(keysLeft(terminal)).isZero();
        assertThat(refusal(() -> corridor.bean(Terminals.class).issueActivation(new TerminalId(terminal.id()), Optional.empty()))).isEqualTo(RegisterRefusal.DEVICE_IN_REPAIR);
        life.takeFromRepair(deed(terminal, false));
        assertThat(terminal.askSigned(terminal.sale(1_000, card).build()).text(39)).as("back, and without keys").isEqualTo("97");
        String code;
        try (Secret clear = corridor.bean(Terminals.class).issueActivation(new TerminalId(terminal.id()), Optional.empty()).clear()) {
            code = new String(clear.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
        assertThat(terminal.activate(corridor, code, EcKeys.P256.generate()).statusCode()).isEqualTo(200);
        terminal.signIn(KeySet.WITH_TRACK_KEY);
        terminal.batch("000002");
        Message sale = terminal.sale(1_000, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
    }

    /// Another terminal of the merchant ends it, or somebody says that it will.
    @Test
    void terminal_withAnOpenPreAuthorization_isNotRetired_untilItIsEnded() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYLIFE-00000004");
        RawTerminal other = RawTerminal.inService(corridor, "SYLIFE-00000005");
        DemoCard credit = corridor.network.cards().get(1);
        Message held = terminal.askSigned(terminal.transaction(TransactionKind.PRE_AUTH, 10_000, credit, Map.of(),
                Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build());
        assertThat(held.text(39)).isEqualTo("00");
        corridor.jdbc().sql("UPDATE acquiring.batch SET state = 'SETTLED', asked_at = now(), settled_at = now(), business_date = current_date, domestic_result = 'BALANCED', foreign_result = 'BALANCED' WHERE terminal_id = ?")
                .param(terminal.id()).update();
        assertThat(refusal(() -> life.retire(deed(terminal, false)))).isEqualTo(RegisterRefusal.PRE_AUTHORIZATION_OPEN);
        assertThat(other.askSigned(other.followUp(TransactionKind.COMPLETION, RawTerminal.Done.of(held), 9_000, credit)).text(39)).isEqualTo("00");
        life.retire(deed(terminal, false));
        assertThat(terminal.askSigned(terminal.sale(1_200, card).build()).text(39)).isEqualTo("97");
    }

    /// Two hosts, one serial number, two merchants, at the same moment: one gets it, and the other one is told so by name.
    @Test
    void serialNumber_wantedAtTwoHostsAtOnce_isBoundOnce() throws Exception {
        MerchantId other = new MerchantId("104110058120499");
        corridor.bean(Merchants.class).register(new Merchants.Registration(other, "望月楼", "MOON TOWER", "5812", "SUZHOU", "051255550101"));
        ConfigurableApplicationContext second = corridor.startAnotherHost();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 8; round++) {
                String serial = "SYRACE-%08d".formatted(round);
                CyclicBarrier together = new CyclicBarrier(2);
                List<Callable<Boolean>> both = List.of(() -> registers(corridor.bean(Terminals.class), Corridor.MERCHANT, serial, together),
                        () -> registers(second.getBean(Terminals.class), other, serial, together));
                assertThat(threads.invokeAll(both).stream().map(done -> {
                    try {
                        return done.get();
                    } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                    }
                }).toList()).as("round %d", round).containsExactlyInAnyOrder(true, false);
                assertThat(corridor.jdbc().sql("SELECT count(*) FROM fleet.binding WHERE serial_number = ? AND ended_at IS NULL").param(serial).query(Integer.class).single()).isOne();
            }
        } finally {
            second.close();
        }
    }

    private static boolean registers(Terminals terminals, MerchantId merchant, String serial, CyclicBarrier together) throws Exception {
        together.await();
        try {
            terminals.register(merchant, serial, "Shouyin VT-1", TerminalProfile.TDES);
            return true;
        } catch (Fault refused) {
            assertThat(refused.code()).isEqualTo("SERIAL_NUMBER_IN_USE");
            return false;
        }
    }

    private static Deed deed(RawTerminal terminal, boolean unsettledToo) {
        return new Deed(terminal.handout().serialNumber(), "按键失灵", unsettledToo);
    }

    private static Object refusal(ThrowingCallable deed) {
        RefusedRequest[] refused = new RefusedRequest[1];
        assertThatThrownBy(deed).isInstanceOfSatisfying(RefusedRequest.class, found -> refused[0] = found);
        return refused[0].refusal();
    }

    private static String checkValue(RawTerminal terminal) {
        return corridor.jdbc().sql("SELECT master_key_check_value FROM fleet.terminal WHERE terminal_id = ?").param(terminal.id()).query(String.class).single();
    }

    private static List<String> destroyed(RawTerminal terminal) {
        return corridor.jdbc().sql("SELECT key_name FROM fleet.key_destruction WHERE terminal_id = ? ORDER BY key_name").param(terminal.id()).query(String.class).list();
    }

    private static int keysLeft(RawTerminal terminal) {
        return corridor.jdbc().sql("""
                SELECT (SELECT num_nonnulls(device_key_hash, master_key, master_key_check_value, credential_key) FROM fleet.terminal WHERE terminal_id = :id)
                     + (SELECT count(*) FROM fleet.sign_in WHERE terminal_id = :id) + (SELECT count(*) FROM fleet.activation WHERE terminal_id = :id)
                     + (SELECT count(*) FROM fleet.fingerprint WHERE terminal_id = :id)""").param("id", terminal.id()).query(Integer.class).single();
    }
}
