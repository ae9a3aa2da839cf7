package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Card data from anywhere is refused by name, or its objects read the same when written again.
class BerTlvFuzzTest {

    @FuzzTest
    void parse_anyBytes_isRefusedOrReadsTheSameAgain(byte[] data) {
        refusedOrStable(data == null ? new byte[0] : data);
    }

    @Test
    void parse_randomBytes_isRefusedOrReadsTheSameAgain() {
        Random random = new Random(55);
        byte[] card = BlockCiphersTest.hex("9F2608B306498316F8EB459F2701809F101307010103A0A802010A010000000000C4F5AA3C9F3704F2B5D5D7"
                + "9F36020001950500000000009A032601019C01009F02060000000010005F2A02015682027C009F1A0201569F03060000000000009F3303E0F8C8");
        assertThat(BerTlv.parse(card)).hasSize(14);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = i % 2 == 0 ? card.clone() : new byte[random.nextInt(40)];
            if (i % 2 == 0) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(data);
            }
            refusedOrStable(data);
        }
    }

    private static void refusedOrStable(byte[] data) {
        List<BerTlv> objects;
        try {
            objects = BerTlv.parse(data);
        } catch (CryptoRefusedException e) {
            assertThat(e.reason()).isEqualTo(CryptoRefusal.TLV);
            return;
        }
        for (BerTlv object : objects) {
            List<BerTlv> again = BerTlv.parse(object.encoded());
            assertThat(again).hasSize(1);
            assertThat(again.getFirst().tag()).isEqualTo(object.tag());
            assertThat(again.getFirst().value()).isEqualTo(object.value());
        }
    }
}
