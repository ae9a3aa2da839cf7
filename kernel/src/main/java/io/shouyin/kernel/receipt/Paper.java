package io.shouyin.kernel.receipt;

/// Receipt paper: a roll of this width, and the columns that a line printer sets on it.
public enum Paper {
    MM58(58, 32),
    MM80(80, 48);

    private final int widthMm;
    private final int columns;

    Paper(int widthMm, int columns) {
        this.widthMm = widthMm;
        this.columns = columns;
    }

    public int widthMm() {
        return widthMm;
    }

    /// A Chinese character takes two.
    public int columns() {
        return columns;
    }
}
