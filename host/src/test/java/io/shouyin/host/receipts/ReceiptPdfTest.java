package io.shouyin.host.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.ReceiptKind;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Signature.Point;
import io.shouyin.kernel.receipt.Signature.Stroke;
import io.shouyin.kernel.receipt.Signing;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Receipts as PDF, as a reader of such files sees them.
class ReceiptPdfTest {

    private static final Signature SIGNATURE = new Signature(List.of(new Stroke(List.of(new Point(0, 110), new Point(600, 110)))));
    private static final Receipt RECEIPT = new Receipt("江南小馆", "104110053110001", "00000001", "01", "01040000", "守银支付 48020000", "621626*********0018", 'I', "",
            ReceiptKind.SALE, new BatchNumber(7), new TraceNumber(3), "123456", "093105000003", LocalDateTime.of(2026, 7, 1, 9, 31, 5), new MinorAmount(128_000),
            Receipt.Original.NONE, Optional.empty(), List.of("谢谢惠顾"), new Signing.OnScreen(SIGNATURE), false);

    @ParameterizedTest
    @EnumSource(Paper.class)
    void receipt_isOnePage_asWideAsItsPaper_withEverythingOnIt(Paper paper) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(new ReceiptPdfs().of(RECEIPT.slip(Copy.MERCHANT, true, true), RECEIPT.rrn(), paper, true))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(pdf.getPage(0).getMediaBox().getWidth()).isCloseTo(paper.widthMm() * 72 / 25.4f, Offset.offset(0.01f));
            assertThat(new PDFTextStripper().getText(pdf)).contains("SALES SLIP", "REPRINT", "江南小馆", "621626*********0018 /I", "1,280.00", "谢谢惠顾", "093105000003")
                    .contains("本人确认以上交易");
            assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(hasSignature(pdf)).isTrue();
        }
    }

    /// The one stroke is a thick line across seven tenths of the paper; a rule is thinner, and longer.
    private static boolean hasSignature(PDDocument pdf) throws IOException {
        var image = new PDFRenderer(pdf).renderImageWithDPI(0, 144);
        int margin = image.getWidth() / 8;
        for (int y = 0; y < image.getHeight(); y++) {
            int dark = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                dark += (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
            }
            if (dark > image.getWidth() / 2 && dark < image.getWidth() - margin) {
                return true;
            }
        }
        return false;
    }
}
