package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, and its tests' browser, on a machine that lacks what it needs. It is a copy that looks for JDKs in an empty folder only.
class LauncherIT {

    @TempDir
    Path folder;

    private Path launcher;
    private Path tools;

    @BeforeEach
    void copy() throws IOException {
        String script = Files.readString(Program.folder().resolveSibling("shouyin"));
        Path none = Files.createDirectory(folder.resolve("none"));
        launcher = Files.writeString(folder.resolve("shouyin"), script.replace("/usr/lib/jvm", none.toString()).replace("/opt/", none + "/")
                .replace("/Library/", none + "/"));
        tools = Files.createDirectory(folder.resolve("bin"));
        for (String tool : List.of("bash", "dirname", "readlink", "grep", "find", "tee", "awk", "mkdir", "tail", "touch", "rm", "flock")) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
                    tool(tool, "exec " + place + tool + " \"$@\"");
                }
            }
        }
    }

    @Test
    void launcher_withoutJdk25_saysSoInBothLanguages() {
        Program.Ended ended = run(Map.of("JAVA_HOME", ""));
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().lines()).hasSize(2);
        assertThat(ended.err()).contains("没有找到 JDK 25", "No JDK 25 found");
    }

    @Test
    void launcher_olderJdk_isNotTaken() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-21/bin"));
        Files.writeString(old.resolve("javac"), "").toFile().setExecutable(true);
        Files.writeString(folder.resolve("jdk-21/release"), "JAVA_VERSION=\"21.0.5\"\n");
        assertThat(run(Map.of("JAVA_HOME", folder.resolve("jdk-21").toString())).err()).contains("没有找到 JDK 25", "No JDK 25 found");
    }

    @Test
    void launcher_withoutMaven_saysSoInBothLanguages() {
        Program.Ended ended = run(Map.of("JAVA_HOME", System.getProperty("java.home")));
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("构建需要 Maven", "The build needs Maven").doesNotContain("[ERROR]");
    }

    @Test
    void tests_withoutSystemChromium_letPlaywrightBringOne() throws IOException {
        tool("node", "echo \"$@\" >" + folder.resolve("asked"));
        Program.Ended ended = bringBrowser();
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(folder.resolve("asked")).content().contains("playwright-core/cli.js install chromium");
        assertThat(ended.err()).doesNotContain("skipped");
    }

    @Test
    void tests_whereEvenThatFails_goOnAndSaySo() throws IOException {
        tool("node", "echo no route >&2; exit 1");
        Program.Ended ended = bringBrowser();
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("no route", "skipped by name", "跳过");
    }

    private Program.Ended bringBrowser() throws IOException {
        Files.createDirectories(folder.resolve("target"));
        String script = "set -euo pipefail; home=" + folder + "; say() { printf '%s\\n' \"$*\" >&2; }; . "
                + Program.folder().resolveSibling(".ci/test.sh") + "; chromium=" + folder.resolve("none") + "/chromium; bring_browser";
        return Program.run(Map.of("PATH", tools.toString()), "", List.of(tools.resolve("bash").toString(), "-c", script));
    }

    private void tool(String name, String script) throws IOException {
        Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n").toFile().setExecutable(true);
    }

    private Program.Ended run(Map<String, String> environment) {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("PATH", tools.toString());
        all.put("HOME", folder.resolve("none").toString());
        return Program.run(all, "", List.of(tools.resolve("bash").toString(), launcher.toString(), "--version"));
    }
}
