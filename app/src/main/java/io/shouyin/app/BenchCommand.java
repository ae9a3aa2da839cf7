package io.shouyin.app;

import picocli.CommandLine.Command;

/// `bench`: load and its baselines.
@Command(name = "bench", mixinStandardHelpOptions = true, description = {"压力与基线。", "Load and its baselines."})
final class BenchCommand {}
