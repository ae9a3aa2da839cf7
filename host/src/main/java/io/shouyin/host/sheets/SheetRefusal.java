package io.shouyin.host.sheets;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a file is not read as a table.
public enum SheetRefusal implements Refusal {
    SHEET_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "文件过大:最多 50 MB,表格展开后最多 256 MB", "The file is too large: 50 MB at most, 256 MB once unpacked"),
    SHEET_EMPTY(HttpStatus.UNPROCESSABLE_CONTENT, "文件里没有表格", "The file holds no table"),
    SHEET_ENCODING_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "文字编码既不是 UTF-8 也不是 GBK", "The text is neither UTF-8 nor GBK"),
    SHEET_BROKEN(HttpStatus.UNPROCESSABLE_CONTENT, "文件已损坏,或既不是 CSV 也不是 Excel", "The file is broken, or neither CSV nor Excel"),
    SHEET_QUOTE_OPEN(HttpStatus.UNPROCESSABLE_CONTENT, "CSV 的引号没有成对", "A quotation mark of the CSV is never closed"),
    SHEET_TOO_MANY_ROWS(HttpStatus.UNPROCESSABLE_CONTENT, "行数过多:最多 50000 行", "There are too many rows: 50000 at most"),
    SHEET_CELL_TOO_LONG(HttpStatus.UNPROCESSABLE_CONTENT, "有单元格超过 1000 个字符,或一行超过 100 个单元格", "A cell has more than 1000 characters, or a row more than 100 cells"),
    SHEET_COLUMN_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "第一行缺少必需的列", "The first row lacks a column that is needed");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    SheetRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    public RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    void when(boolean holds) {
        if (holds) {
            throw refused();
        }
    }

    @Override
    public String zh() {
        return zh;
    }

    @Override
    public String en() {
        return en;
    }
}
