package io.shouyin.host.documents;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/// What a document says of itself, as ISO 19005-2 (PDF/A-2u) wants it: title, language, what its colours mean.
public final class PdfRecord {

    private static final String COLOURS = "sRGB IEC61966-2.1";
    private static final String XMP = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><xmp:CreatorTool>Shouyin</xmp:CreatorTool>
            <dc:language><rdf:Bag><rdf:li>%2$s</rdf:li></rdf:Bag></dc:language>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%1$s</rdf:li></rdf:Alt></dc:title>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>""";

    private PdfRecord() {}

    /// @param title printable
    /// @param language `zh-CN` or `en`
    public static void into(PDDocument document, String title, String language) throws IOException {
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setCreator("Shouyin");
        var catalog = document.getDocumentCatalog();
        catalog.setLanguage(language);
        var shown = new PDViewerPreferences(catalog.getCOSObject());
        shown.setDisplayDocTitle(true);
        catalog.setViewerPreferences(shown);
        catalog.setMetadata(new PDMetadata(document, stream(XMP.formatted(title.replace("&", "&amp;").replace("<", "&lt;"), language).getBytes(StandardCharsets.UTF_8))));
        var colours = new PDOutputIntent(document, stream(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
        colours.setInfo(COLOURS);
        colours.setOutputConditionIdentifier(COLOURS);
        catalog.addOutputIntent(colours);
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
