package io.shouyin.app;

import picocli.CommandLine.Option;

/// A process that was started by another one ends with it, even when that one is killed.
final class ParentWatch {

    @Option(names = "--end-with-parent", hidden = true)
    private boolean endWithParent;

    void arm() {
        if (endWithParent) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
    }
}
