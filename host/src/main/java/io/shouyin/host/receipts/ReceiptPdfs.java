package io.shouyin.host.receipts;

import io.shouyin.host.documents.PdfRecord;
import io.shouyin.host.documents.PdfText;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Slip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Slips as PDF/A. One at a time, for the memory that the font takes.
@Component
class ReceiptPdfs {

    /// @param number of what it is about, behind its title
    synchronized byte[] of(Slip slip, String number, Paper paper, boolean english) {
        try (var document = new PDDocument(); var bytes = new ByteArrayOutputStream()) {
            var text = PdfText.in(document);
            PdfRecord.into(document, text.printable(slip.lines().getFirst().left() + " " + number), english ? "en" : "zh-CN");
            new SlipPdf(text, paper).draw(document, slip);
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The same for a browser, which shows it.
    ResponseEntity<byte[]> shown(String file, Slip slip, String number, Paper paper, boolean english) {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.inline().filename(file + "-" + number + ".pdf").build().toString())
                .body(of(slip, number, paper, english));
    }

    /// A link that is opened in a tab of its own says in its address which language the page was in.
    static boolean english(String language) {
        return language == null ? Texts.english() : language.equals("en");
    }
}
