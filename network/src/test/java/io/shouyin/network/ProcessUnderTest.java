package io.shouyin.network;

import java.nio.file.Path;

/// The network in a process of its own, for [NetworkProcessIT].
public final class ProcessUnderTest {

    private ProcessUnderTest() {}

    public static void main(String[] arguments) {
        NetworkProcess.run(NetworkSettings.of(Path.of(arguments[0])).withPorts(0, 0), arguments.length > 1, System.out);
    }
}
