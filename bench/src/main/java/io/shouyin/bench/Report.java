package io.shouyin.bench;

import java.io.PrintStream;

/// What a measurement found, for machines or for people.
public interface Report {

    /// One line.
    String json();

    void print(PrintStream out);

    default void show(boolean asJson, PrintStream out) {
        if (asJson) {
            out.println(json());
        } else {
            print(out);
        }
    }
}
