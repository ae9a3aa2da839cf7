package io.shouyin.bench.till;

/// Of the terminals of a run, which live as long as it does.
public final class Passwords {

    public static final String ADMINISTRATOR = "604173";
    public static final String SUPERVISOR = "826094";
    public static final String CASHIER = "715038";
    public static final String TRANSACTION = "tea5Pot9";
    public static final String CARD = "Wq7pz2m";

    private Passwords() {}
}
