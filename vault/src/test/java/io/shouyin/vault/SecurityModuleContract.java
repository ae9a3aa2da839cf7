package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.SUBJECT;
import static io.shouyin.vault.Fixtures.secrets;
import static io.shouyin.vault.Fixtures.text;
import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shouyin.kernel.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [SecurityModule] does: theme by theme, and what holds for all of it.
public abstract class SecurityModuleContract
        implements MasterKeyContract, KeyContract, CeremonyContract, SealedPartContract, TerminalKeyContract, MessageContract, PinContract,
                PinLimitContract, CardContract, PasswordContract, TotpContract, DataContract, NullContract {

    private SecurityModule vault;

    /// A module under an LMK of its own, the same one at each call within a test.
    protected abstract SecurityModule open();

    @BeforeEach
    void openVault() {
        vault = open();
    }

    @Override
    public final SecurityModule vault() {
        return vault;
    }

    @Test
    void refusalsAndShapes_inWords_showNoSecret() {
        PinSide side = new PinSide(vault);
        Typist typist = new Typist(vault);
        KeyBlock index = vault.generate(KeyPurpose.INDEX);
        List<String> told = new ArrayList<>();
        for (ThrowingCallable command : List.<ThrowingCallable>of(
                () -> vault.combine(KeyPurpose.TERMINAL_MASTER, secrets("0123456789ABCDEF", "0123456789ABCDEF")),
                () -> vault.mac(index, new byte[3]),
                () -> vault.openTrack(vault.generate(KeyPurpose.TERMINAL_DATA), "621626100000000A018D0000000000000000"),
                () -> vault.open(vault.generate(KeyPurpose.DATA), utf8("6216261000000000018"), new byte[0]),
                () -> vault.receive(index, "6216261000000000018", KeyPurpose.ZONE_PIN),
                () -> vault.index(new KeyBlock("6216261000000000018"), new byte[0]))) {
            Throwable refused = catchThrowable(command);
            assertThat(refused).isInstanceOf(Fault.class).hasNoCause();
            told.add(refused.toString());
        }
        told.add(side.from.toString());
        told.add(typist.sealed("Wq7pz2").toString());
        told.add(typist.enrolled("Wq7pz2").toString());
        var issued = vault.issueInitial(typist.verifierKey, SUBJECT, 6);
        told.add(issued.toString());
        told.add(vault.toString());
        assertThat(told).noneMatch(line -> line.contains("621626") || line.contains("0123456789") || line.contains("Wq7pz2")
                || line.contains(text(issued.clear())));
        assertThat(side.from.toString()).isEqualTo("KeyBlock[" + side.from.value().substring(0, 16) + "...]");
    }

    @Test
    void commands_fromThousandsOfVirtualThreads_giveTheRightAnswers() throws Exception {
        int keys = 200;
        KeyBlock[] blocks = new KeyBlock[keys];
        byte[][] expected = new byte[keys][];
        byte[] data = utf8("0200 and what follows");
        for (int i = 0; i < keys; i++) {
            blocks[i] = vault.generate(i % 2 == 0 ? KeyPurpose.TERMINAL_MAC : KeyPurpose.INDEX);
            expected[i] = i % 2 == 0 ? vault.mac(blocks[i], data) : vault.index(blocks[i], data);
        }
        var wrong = new ConcurrentLinkedQueue<Object>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 3000; t++) {
                int from = t;
                threads.submit(() -> {
                    try {
                        for (int i = 0; i < 10; i++) {
                            int at = (from * 7 + i * 13) % keys;
                            byte[] answer = at % 2 == 0 ? vault.mac(blocks[at], data) : vault.index(blocks[at], data);
                            if (!Arrays.equals(answer, expected[at])) {
                                wrong.add(at);
                            }
                        }
                    } catch (RuntimeException e) {
                        wrong.add(e);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }
}
