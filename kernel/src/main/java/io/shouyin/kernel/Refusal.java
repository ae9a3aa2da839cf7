package io.shouyin.kernel;

/// A named "no": what an enum of refusals implements, so that each has a code, and a message in both languages.
///
/// `docs/reference/refusals.md` lists every one; a test compares.
public interface Refusal {

    /// Stable, `UPPER_SNAKE_CASE`, unique over the product.
    String name();

    /// The message in Chinese, a whole sentence or phrase, no value in it.
    String zh();

    /// The message in English.
    String en();
}
