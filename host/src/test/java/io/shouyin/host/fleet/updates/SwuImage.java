package io.shouyin.host.fleet.updates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/// Images as SWUpdate installs them: an archive of `cpio -H crc` with a description, its CMS signature and one file.
final class SwuImage {

    private SwuImage() {}

    /// Who signs images.
    record Signer(KeyPair keys, X509Certificate certificate) {

        static Signer named(String name) throws GeneralSecurityException, OperatorCreationException, IOException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            Instant now = Instant.now();
            X500Name subject = new X500Name("CN=" + name);
            var builder = new JcaX509v3CertificateBuilder(subject, BigInteger.valueOf(now.toEpochMilli()), Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(1))), subject, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
            return new Signer(keys, new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))));
        }

        String pem() throws IOException {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
                pem.writeObject(certificate);
            }
            return text.toString();
        }

        private byte[] sign(byte[] content) throws GeneralSecurityException, OperatorCreationException, CMSException, IOException {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator.generate(new CMSProcessableByteArray(content), false).getEncoded("DER");
        }
    }

    /// @param target where the file goes on the device
    static byte[] of(String version, byte[] content, Path target, Signer signer) throws Exception {
        byte[] description = """
                software = {
                  version = "%s";
                  hardware-compatibility: [ "1.0" ];
                  files: ( { filename = "app.bin"; path = "%s"; sha256 = "%s"; } );
                }
                """.formatted(version, target, FileHashes.sha256(content)).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        entry(archive, 1, "sw-description", description);
        entry(archive, 2, "sw-description.sig", signer.sign(description));
        entry(archive, 3, "app.bin", content);
        entry(archive, 0, "TRAILER!!!", new byte[0]);
        archive.write(new byte[(512 - archive.size() % 512) % 512]);
        return archive.toByteArray();
    }

    private static void entry(ByteArrayOutputStream archive, int inode, String name, byte[] content) throws IOException {
        long sum = 0;
        for (byte b : content) {
            sum += b & 0xFF;
        }
        String head = "070702%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x".formatted(inode, inode == 0 ? 0 : 0100644, 0, 0, 1, 0, content.length, 0, 0, 0, 0,
                name.length() + 1, sum & 0xFFFFFFFFL);
        archive.write((head + name + "\0").getBytes(StandardCharsets.US_ASCII));
        archive.write(new byte[(4 - archive.size() % 4) % 4]);
        archive.write(content);
        archive.write(new byte[(4 - archive.size() % 4) % 4]);
    }
}
