package io.shouyin.host.web;

import java.util.List;
import java.util.function.Function;

/// One page of a list, as every list of the API answers.
///
/// @param total rows that the query finds, over all pages
/// @param more whether there are more than `total`, which were not counted
/// @param page from 0
/// @param size as asked for
public record Page<T>(List<T> items, long total, boolean more, int page, int size) {

    public static <T> Page<T> of(List<T> items, long total, PageQuery query) {
        return new Page<>(List.copyOf(items), total, false, query.page(), query.size());
    }

    /// Of a list so long that its rows are not counted to the end.
    public static <T> Page<T> ofMoreThan(List<T> items, long total, PageQuery query) {
        return new Page<>(List.copyOf(items), total, true, query.page(), query.size());
    }

    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), total, more, page, size);
    }
}
