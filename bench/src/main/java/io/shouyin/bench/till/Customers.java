package io.shouyin.bench.till;

/// People in front of a till who pay by a code, by number from 1.
public interface Customers {

    int COUNT = 4;

    /// The code that one of them shows.
    String code(int customer);

    /// One of them sees the code that the terminal shows. Whether and when somebody pays it is theirs.
    ///
    /// @param payload what the code says
    void see(int customer, String payload);

    /// One of them may be asked by the phone for a yes: whether and when it comes is theirs.
    void mayBeAsked(int customer);
}
