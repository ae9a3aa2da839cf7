package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    static Path certificates;

    @TempDir
    Path folder;

    private static KeyStore certificate;

    /// A self-made certificate, by the tool that comes with every JDK.
    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = certificates.resolve("gateway.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "gateway",
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=gateway", "-validity", "2", "-storetype", "PKCS12",
                "-storepass", "changeit", "-keystore", file.toString()).redirectErrorStream(true).start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        certificate = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            certificate.load(in, "changeit".toCharArray());
        }
    }

    @Test
    void sale_overTls_works() throws Exception {
        try (var bench = new Bench(FakeHost.startTls(certificate), folder).signedIn()) {
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
        }
    }

    @Test
    void gateway_withAnotherCertificate_isNotSpokenTo() throws Exception {
        FakeHost host = FakeHost.startTls(certificate);
        host.pinnedSha256 = "ab".repeat(32);
        try (var bench = new Bench(host, folder).inService()) {
            bench.logOn("01", Bench.LOGIN);
            assertThat(bench.terminal.awaitScreen(s -> s.hasTone(Tone.REFUSED), Bench.WAIT).message().orElseThrow().headline())
                    .isEqualTo(Text.of(TerminalRefusal.GATEWAY_UNTRUSTED));
            assertThat(host.requests("0800")).isEmpty();
        }
    }
}
