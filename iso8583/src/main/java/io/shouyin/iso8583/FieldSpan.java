package io.shouyin.iso8583;

/// Where a field lies in the body as received, its count included.
public record FieldSpan(int field, int offsetBytes, int lengthBytes) {}
