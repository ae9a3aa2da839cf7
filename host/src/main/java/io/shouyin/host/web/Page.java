package io.shouyin.host.web;

import java.util.List;
import java.util.function.Function;

/// One page of a list, as every list of the API answers.
///
/// @param total rows that the query finds, over all pages
/// @param page from 0
/// @param size as asked for
public record Page<T>(List<T> items, long total, int page, int size) {

    public static <T> Page<T> of(List<T> items, long total, PageQuery query) {
        return new Page<>(List.copyOf(items), total, query.page(), query.size());
    }

    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), total, page, size);
    }
}
