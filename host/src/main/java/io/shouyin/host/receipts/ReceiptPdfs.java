package io.shouyin.host.receipts;

import io.shouyin.host.documents.PdfRecord;
import io.shouyin.host.documents.PdfText;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.ReceiptWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.springframework.stereotype.Component;

/// Receipts as PDF/A. One at a time, for the memory that the font takes.
@Component
class ReceiptPdfs {

    synchronized byte[] of(Receipt receipt, Copy copy, Paper paper, boolean english) {
        try (var document = new PDDocument(); var bytes = new ByteArrayOutputStream()) {
            var text = PdfText.in(document);
            PdfRecord.into(document, text.printable(ReceiptWord.TITLE.in(english) + " " + receipt.rrn()), english ? "en" : "zh-CN");
            new SlipPdf(text, paper).draw(document, receipt.slip(copy, english, true));
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
