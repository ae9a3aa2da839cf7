package io.shouyin.bench;

import io.shouyin.bench.Latencies.Percentiles;
import io.shouyin.kernel.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// People who log in to the console without a pause, rightly, while something else is measured.
///
/// Wrong passwords would be refused unseen after a few; right ones cost the host a password hash each. Few share an account, since the
/// host counts an attempt before it looks at it and delays an account that has five of them in flight.
final class LoginStorm implements AutoCloseable {

    private static final int PEOPLE_AN_ACCOUNT = 4;
    /// The host delays a source that has twenty attempts in flight.
    static final int PEOPLE_MAX = 16;

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final List<Thread> people = new ArrayList<>();
    private final long beginNanos = System.nanoTime();
    private volatile boolean over;

    /// @param answers `200`, or the code of a problem, and how often
    record Result(int people, double perSecond, Percentiles latency, Map<String, Long> answers) {}

    /// @param accounts user names with their passwords, enough for all
    private LoginStorm(URI host, int count, List<Console.Login> accounts) {
        for (int i = 0; i < count; i++) {
            var account = accounts.get(i / PEOPLE_AN_ACCOUNT);
            people.add(Thread.ofVirtual().name("login-" + i).start(() -> logInAgainAndAgain(host, account)));
        }
    }

    /// Makes the accounts and begins.
    static LoginStorm begin(URI host, Console console, int count) {
        List<Console.Login> accounts = new ArrayList<>();
        for (int i = 0; i < count; i += PEOPLE_AN_ACCOUNT) {
            accounts.add(console.account());
        }
        return new LoginStorm(host, count, accounts);
    }

    private void logInAgainAndAgain(URI host, Console.Login account) {
        try (HttpApi api = new HttpApi(host)) {
            api.get("/api/v1/session");
            while (!over) {
                long from = System.nanoTime();
                String answer = answer(api, account);
                latencies.record(System.nanoTime() - from);
                answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
            }
        }
    }

    private static String answer(HttpApi api, Console.Login account) {
        try {
            HttpApi.Answer answer = api.post("/api/v1/session", Map.of("username", account.username(), "password", account.password()));
            return answer.isOk() ? Integer.toString(answer.status()) : answer.code();
        } catch (Fault unreachable) {
            return unreachable.code();
        }
    }

    Result result() {
        Map<String, Long> codes = new TreeMap<>();
        answers.forEach((code, count) -> codes.put(code, count.sum()));
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        return new Result(people.size(), codes.values().stream().mapToLong(Long::longValue).sum() / seconds, latencies.percentiles(), codes);
    }

    @Override
    public void close() {
        over = true;
        for (Thread person : people) {
            try {
                person.join();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
