package io.shouyin.host.sheets;

/// The files that tables come and go in.
public enum SheetFormat {
    /// Comma separated, UTF-8 with byte order mark when written, so that spreadsheets read Chinese.
    CSV("csv", "text/csv;charset=UTF-8"),
    /// Office Open XML, the first sheet.
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String extension;
    private final String mediaType;

    SheetFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /// By the first bytes: Excel is a ZIP file.
    static SheetFormat of(byte[] file) {
        return file.length > 1 && file[0] == 'P' && file[1] == 'K' ? XLSX : CSV;
    }
}
