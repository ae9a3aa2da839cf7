package io.shouyin.kernel.receipt;

/// What is drawn on a slip, not written: one path as SVG has it.
public sealed interface Figure permits Signature, Code {

    int width();

    int height();

    String path();
}
