package io.shouyin.host.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// Which page of a list: `?page=0&size=20`. A controller takes it as `@Valid @ParameterObject PageQuery`.
///
/// @param page from 0, which is the default
/// @param size 1 to 200, by default 20
public record PageQuery(@Min(0) @Max(1_000_000) Integer page, @Min(1) @Max(SIZE_MAX) Integer size) {

    public static final int SIZE_MAX = 200;

    public PageQuery {
        page = page == null ? Integer.valueOf(0) : page;
        size = size == null ? Integer.valueOf(20) : size;
    }

    /// For `OFFSET`.
    public long offset() {
        return (long) page * size;
    }
}
