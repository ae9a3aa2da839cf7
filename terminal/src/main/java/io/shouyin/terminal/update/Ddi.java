package io.shouyin.terminal.update;

import io.shouyin.release.ReleaseRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The device's side of the DDI API v1 of Eclipse hawkBit, as far as an agent with a token of its own needs it.
///
/// Every answer has a bound of length and of time, however slowly it comes. Of links only path and query are followed, on the host that
/// this terminal knows: so a link leads the token nowhere else, and a host behind a proxy may name itself as it likes.
final class Ddi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Executor READERS = read -> Thread.ofVirtual().name("terminal-update-read").start(read);
    private static final int JSON_BYTES_MAX = 256 * 1024;
    private static final int OK = 200;
    private static final int PART = 206;
    private static final int LOGIN_WRONG = 401;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final URI host;
    private final String token;
    private final Duration answerTimeout;

    Ddi(URI host, String token, Duration connectTimeout, Duration answerTimeout) {
        this.client = HttpClient.newBuilder().connectTimeout(connectTimeout).build();
        this.host = host;
        this.token = token;
        this.answerTimeout = answerTimeout;
    }

    /// Not now: the host is away, or answers what nothing can be made of. The next round tries it again.
    static final class Away extends Exception {
        private final boolean loginWrong;

        Away(String why) {
            this(why, false);
        }

        private Away(String why, boolean loginWrong) {
            super(why, null, false, false);
            this.loginWrong = loginWrong;
        }

        boolean isLoginWrong() {
            return loginWrong;
        }
    }

    /// @return empty if there is no such thing, or no longer
    Optional<JsonNode> get(String link) throws Away, InterruptedException {
        Answer answer = send(request(link).GET(), JSON_BYTES_MAX);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer.status() == OK && answer.body().length <= JSON_BYTES_MAX, "HTTP " + answer.status() + ", or too long");
        try {
            return Optional.of(JSON.readTree(answer.body()));
        } catch (JacksonException notJson) {
            throw new Away("the answer is not JSON");
        }
    }

    /// A small file, whole.
    ///
    /// @return up to `bytesMax` + 1 bytes: one more says that it is too long
    byte[] file(String link, int bytesMax) throws Away, InterruptedException {
        Answer answer = send(request(link).header("Accept", "application/octet-stream").header("Range", "bytes=0-" + bytesMax).GET(), bytesMax);
        require(answer.status() == OK || answer.status() == PART, "HTTP " + answer.status());
        return answer.body();
    }

    /// A piece of a file.
    ///
    /// @return exactly `length` bytes
    /// @throws UpdateRefused if more comes than was asked for
    byte[] piece(String link, long from, int length) throws Away, UpdateRefused, InterruptedException {
        Answer answer = send(request(link).header("Accept", "application/octet-stream").header("Range", "bytes=" + from + "-" + (from + length - 1)).GET(), length);
        boolean whole = answer.status() == OK && from == 0;
        boolean part = answer.status() == PART && answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + from + "-");
        require(whole || part, "HTTP " + answer.status() + " instead of a range");
        if (answer.body().length > length) {
            throw new UpdateRefused(ReleaseRefusal.RELEASE_FILE_LENGTH_WRONG);
        }
        require(answer.body().length == length, "a piece that is cut off");
        return answer.body();
    }

    /// Who we are. What the host does not want to know counts as told.
    void put(String link, Map<String, String> attributes) throws Away, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("mode", "merge");
        ObjectNode data = body.putObject("data");
        attributes.forEach(data::put);
        Answer answer = send(request(link).PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))), JSON_BYTES_MAX);
        require(answer.status() < 500, "HTTP " + answer.status());
    }

    /// One line of what becomes of an action. What the host does not want to hear any more counts as heard.
    ///
    /// @param execution of the DDI: proceeding, downloaded, closed, rejected
    /// @param finished none, success, failure
    void feedback(String link, String execution, String finished, Instant now, String... details) throws Away, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("timestamp", now.toEpochMilli());
        ObjectNode status = body.putObject("status").put("execution", execution);
        status.putObject("result").put("finished", finished);
        var lines = status.putArray("details");
        for (String detail : details) {
            lines.add(detail);
        }
        Answer answer = send(request(link).POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))), JSON_BYTES_MAX);
        require(answer.status() < 500 && answer.status() != 429, "HTTP " + answer.status());
    }

    private HttpRequest.Builder request(String link) throws Away {
        try {
            URI named = URI.create(link);
            require(named.getRawPath() != null && named.getRawPath().startsWith("/"), "a link without a path");
            URI url = host.resolve(named.getRawPath() + (named.getRawQuery() == null ? "" : "?" + named.getRawQuery()));
            require(url.getRawAuthority().equals(host.getRawAuthority()), "a link to elsewhere");
            return HttpRequest.newBuilder(url).timeout(answerTimeout).header("Authorization", "TargetToken " + token)
                    .header("Content-Type", "application/json").header("Accept", "application/json");
        } catch (IllegalArgumentException noLink) {
            throw new Away("a link that is none");
        }
    }

    /// @param body up to the bound, and one byte more of what is longer
    private record Answer(int status, HttpHeaders headers, byte[] body) {}

    private Answer send(HttpRequest.Builder request, int bytesMax) throws Away, InterruptedException {
        CompletableFuture<Answer> asked = client.sendAsync(request.build(), BodyHandlers.ofInputStream()).thenApplyAsync(answer -> read(answer, bytesMax), READERS);
        try {
            Answer answer = asked.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.status == LOGIN_WRONG) {
                throw new Away("the host does not know our token", true);
            }
            return answer;
        } catch (ExecutionException failed) {
            throw new Away("not reached, or cut off");
        } catch (TimeoutException slow) {
            throw new Away("too slow");
        } finally {
            asked.cancel(true);
        }
    }

    private static Answer read(HttpResponse<InputStream> answer, int bytesMax) {
        try (InputStream body = answer.body()) {
            return new Answer(answer.statusCode(), answer.headers(), body.readNBytes(bytesMax + 1));
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    private static void require(boolean holds, String otherwise) throws Away {
        if (!holds) {
            throw new Away(otherwise);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
