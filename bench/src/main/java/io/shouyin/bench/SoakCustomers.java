package io.shouyin.bench;

import io.shouyin.bench.HttpApi.Answer;
import io.shouyin.bench.till.Customers;
import io.shouyin.kernel.Fault;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// Customers with the simulated wallet's page in their hands. Nine of ten pay at once, one never; while the wallet is dead nobody does.
final class SoakCustomers implements Customers, AutoCloseable {

    private static final String NO_LINE = "280000000000000000";

    private final HttpApi page;
    private final Random random;

    SoakCustomers(URI wallet, long seed) {
        this.page = new HttpApi(wallet);
        this.random = new Random(seed);
    }

    @Override
    public String code(int customer) {
        return asked(() -> page.post("/codes", Map.of("customer", "" + customer))).map(answer -> answer.body().path("code").asString(NO_LINE)).orElse(NO_LINE);
    }

    @Override
    public void see(int customer, String payload) {
        if (random.nextInt(10) > 0) {
            asked(() -> page.post("/scans", Map.of("customer", "" + customer, "payload", payload)))
                    .map(answer -> answer.body().path("reference").asString("")).filter(reference -> !reference.isEmpty())
                    .ifPresent(reference -> asked(() -> page.post("/decisions", Map.of("customer", "" + customer, "reference", reference, "pays", true))));
        }
    }

    /// No amount here is so large that a phone asks.
    @Override
    public void mayBeAsked(int customer) {}

    /// A customer pays into the code on the merchant's counter.
    void payInto(String staticCode, long fen) {
        asked(() -> page.post("/static-payments", Map.of("customer", "" + random.nextInt(1, COUNT + 1), "payload", staticCode, "amountFen", fen)));
    }

    /// Whether the host has taken the notice of every payment.
    boolean areTold() {
        return asked(() -> page.get("/wallets")).filter(answer -> answer.body().path("payments").valueStream().noneMatch(payment -> payment.path("toBeTold").asBoolean())).isPresent();
    }

    private static Optional<Answer> asked(Supplier<Answer> call) {
        try {
            return Optional.of(call.get()).filter(Answer::isOk);
        } catch (Fault dead) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        page.close();
    }
}
