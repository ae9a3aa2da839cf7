package io.shouyin.host.gateway;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The gateway's own certificate: P-256, made at the first start, kept in a PKCS#12 file beside its passphrase (both mode
/// 600). Terminals pin it at activation, so no authority is asked.
record GatewayCertificate(SSLContext context, String sha256Hex) {

    private static final String ALIAS = "gateway";
    private static final Duration VALIDITY = Duration.ofDays(10 * 365);

    /// @throws Fault `GATEWAY_CERTIFICATE_UNUSABLE` if the files cannot be read or made
    static GatewayCertificate open(Path folder, Instant now) {
        Path store = folder.resolve("gateway.p12");
        Path passphrase = folder.resolve("gateway.passphrase");
        try {
            OwnFiles.createFolder(folder);
            if (!Files.exists(store)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
                OwnFiles.write(passphrase, fresh);
                OwnFiles.write(store, make(fresh.toCharArray(), now));
            }
            return load(store, Files.readString(passphrase).strip().toCharArray());
        } catch (IOException | GeneralSecurityException | OperatorCreationException unusable) {
            throw new Fault("GATEWAY_CERTIFICATE_UNUSABLE", Recovery.FIX_THE_SETUP,
                    "the gateway's certificate in " + folder + " cannot be used", unusable);
        }
    }

    private static byte[] make(char[] passphrase, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Shouyin terminal gateway");
        var builder = new JcaX509v3CertificateBuilder(name, new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(VALIDITY)), name, pair.getPublic());
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ALIAS, pair.getPrivate(), passphrase, new Certificate[] {certificate});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        keys.store(bytes, passphrase);
        return bytes.toByteArray();
    }

    private static GatewayCertificate load(Path store, char[] passphrase) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, passphrase);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, passphrase);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, null);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(keys.getCertificate(ALIAS).getEncoded());
        return new GatewayCertificate(context, HexFormat.of().formatHex(digest));
    }
}
